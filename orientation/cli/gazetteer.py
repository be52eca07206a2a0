"""The `gazetteer` command."""

from argparse import Namespace

from orientation.reference.gazetteer_build import main


def build(options: Namespace) -> None:
    main([])
