"""What a process holds for as long as it lives is not looked at for garbage; what it let go of is still freed."""

import gc
import weakref

from orientation.collector import set_aside_what_lives


class Ring:
    def __init__(self) -> None:
        self.itself = self


def test_what_was_set_aside_and_then_let_go_is_freed_when_things_are_set_aside_again() -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    try:
        set_aside_what_lives()
        del ring
        gc.collect()
        assert seen() is not None
        set_aside_what_lives()
        assert seen() is None
    finally:
        gc.unfreeze()
