"""What goes to standard output: one JSON value, or lines a person reads."""

import sys
from argparse import Namespace
from collections.abc import Iterable

import orjson


def say(options: Namespace, value: object, lines: Iterable[str]) -> None:
    """The value as JSON when it was asked for, else the lines."""
    if options.json:
        say_json(value)
    else:
        for line in lines:
            print(line)


def say_json(value: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY))
    sys.stdout.buffer.flush()


def progress(sentence: str) -> None:
    """Progress never mixes with the answer."""
    print(sentence, file=sys.stderr, flush=True)
