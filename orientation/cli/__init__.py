"""The `orientation` command. With --json one JSON value goes to standard output; progress and refusals go to standard error."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from orientation.cli.parser import parser
from orientation.refusal import Refused

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 refused (with a sentence), 2 wrong usage. Each command's module is loaded only when it is asked for."""
    options = parser().parse_args(argv)
    module, _, function = options.run.partition(":")
    try:
        getattr(import_module(f"orientation.cli.{module}"), function)(options)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("Interrompu : rien n'a été changé par la commande en cours.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
