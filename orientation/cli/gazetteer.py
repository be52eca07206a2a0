"""The `gazetteer` command."""

import sys
from argparse import Namespace

from orientation.reference.gazetteer_build import main


def build(options: Namespace) -> None:
    """The builder says by itself what it lacks; its exit status is the command's."""
    sys.exit(main([]))
