"""Python's garbage collector, kept from walking again and again through what is no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """For what is built to stay, or is a tree that frees itself: walking through it again and again takes longer than making it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def building_to_stay() -> Iterator[None]:
    """The same for what a process keeps for as long as it lives: once built, it is never walked through either."""
    with without_collector():
        yield
        gc.freeze()


def set_aside_what_lives() -> None:
    """What is held now is no longer looked at for garbage: a process that has opened everything keeps it for as long as it lives."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def collect_young() -> None:
    """Free the few rings that were made since the last time; now and then, so that memory stays bounded."""
    gc.collect(0)
