"""Python's garbage collector, kept from walking through trees of entries again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Entries are trees, freed without the collector, which would cost half of an import's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside_what_lives() -> None:
    """What is held now is no longer looked at for garbage: a process that has opened everything keeps it for as long as it lives."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def collect_young() -> None:
    """Free the few rings that were made since the last time; now and then, so that memory stays bounded."""
    gc.collect(0)
