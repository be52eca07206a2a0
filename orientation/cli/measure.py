"""The `bench` command: each measure is a module of its own, loaded when it is asked for."""

from argparse import Namespace
from collections.abc import Mapping
from importlib import import_module

from orientation.cli.printing import say
from orientation.refusal import Refused


def bench(options: Namespace) -> None:
    arguments = [] if options.what == "link" else ["--size", str(options.size)]
    if options.what == "link":
        if options.folder is None:
            raise Refused("bench link : donnez le dossier qui tient link_a.parquet, link_b.parquet et link_truth.parquet.")
        arguments = [str(options.folder)]
    measured = import_module(f"orientation.bench.{_MODULES.get(options.what, options.what)}").run(arguments)
    say(options, measured, [f"{name} : {_said(value)}" for name, value in measured.items()])


_MODULES = {"import": "imports"}


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
