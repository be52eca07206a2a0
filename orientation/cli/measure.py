"""The `bench` command: each measure is a module of its own, loaded when it is asked for."""

from argparse import Namespace
from collections.abc import Mapping
from importlib import import_module

from orientation.cli.printing import say
from orientation.refusal import Refused


def bench(options: Namespace) -> None:
    measured = import_module(f"orientation.bench.{_MODULES.get(options.what, options.what)}").run(_arguments(options))
    say(options, measured, [f"{name} : {_said(value)}" for name, value in measured.items()])


_MODULES = {"import": "imports"}
_COUNTS = {"cases": ("search", "compare"), "names": ("names", "compare"), "requests": ("orient", "page")}


def _arguments(options: Namespace) -> list[str]:
    given = {name: value for name in _COUNTS if (value := getattr(options, name)) is not None}
    for name in given:
        if options.what not in _COUNTS[name]:
            raise Refused(f"bench {options.what} : --{name} n'y compte rien ; attendu avec : {', '.join(_COUNTS[name])}. Retirez l'option.")
    if options.what != "link":
        return ["--size", str(options.size), *(word for name, value in given.items() for word in (f"--{name}", str(value)))]
    if options.folder is None:
        raise Refused("bench link : donnez le dossier qui tient link_a.parquet, link_b.parquet et link_truth.parquet.")
    return [str(options.folder)]


def _said(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items())
    return f"{value:g}" if isinstance(value, float) else str(value)
