"""Other processors that read entries while this one looks records up and writes; what they give back is what reading here would.

A hand is a copy of this process, forked once the reader knows all it needs, that never touches the database: it is handed what is to
be read, and hands back values. One that fails or is killed costs only time: its share is read here.
"""

import io
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from multiprocessing.connection import Connection, Pipe
from operator import attrgetter
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")
# Below, copying the process costs more than it brings.
_WORTH_A_COPY = 500


def to_spare() -> int:
    """How many hands this process may have: none where it cannot be copied safely (other threads run), or has one processor."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 0
    processors = len(os.sched_getaffinity(0))
    return min(processors, 4) if processors > 1 else 0


class Hands(Generic[Task, Done]):
    """`count` 0: everything is done here."""

    def __init__(self, do: Callable[[Task], Done], count: int) -> None:
        self._do = do
        self._count = count
        self._hands: list[_Hand] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for hand in self._hands:
            hand.dismiss()

    def give(self, tasks: Sequence[Task]) -> Callable[[], list[Done]]:
        """Begins tasks that can be pickled; what is returned waits for all of them, in order. To be called before giving others."""
        if not self._hands and len(tasks) >= _WORTH_A_COPY:
            self._hands = list(self._copies())
        share = -(-len(tasks) // max(1, len(self._hands)))
        shares = [tasks[start : start + share] for start in range(0, len(tasks), share)] if share else []
        begun = [hand if hand.take(part) else None for hand, part in zip(self._hands, shares, strict=False)]
        begun += [None] * (len(shares) - len(begun))
        return lambda: [one for hand, part in zip(begun, shares, strict=True) for one in self._finished(hand, part)]

    def _copies(self) -> "Iterator[_Hand]":
        """As many as asked for, fewer where the system grants no more."""
        ends: list[Connection] = []
        while len(ends) < self._count:
            try:
                hand = _Hand(self._do, ends)
            except OSError:
                self._count = len(ends)
                return
            ends.append(hand.end)
            yield hand

    def _finished(self, hand: "_Hand | None", part: Sequence[Task]) -> list[Done]:
        done: list[Done] | None = hand.done() if hand else None
        return [self._do(task) for task in part] if done is None else done


class _Hand:
    """A copy of this process at the other end of a pipe that nobody else holds: it ends with us, however we end."""

    def __init__(self, do: Callable[[Any], Any], others: Sequence[Connection]) -> None:
        self.end, end = Pipe()
        self._letters = _Letters(self.end)
        self._process = os.fork()
        if self._process == 0:
            for one in (*others, self.end):
                one.close()
            _work(self._letters.at(end), do)
        end.close()

    def take(self, tasks: Sequence[Any]) -> bool:
        """False when there is nobody to do them."""
        try:
            self._letters.send(_written(tasks))
        except OSError:
            return False
        return True

    def done(self) -> list[Any] | None:
        """None when they could not be done there."""
        try:
            found: list[Any] | None = pickle.loads(self._letters.receive())
        except (EOFError, OSError):
            return None
        return found

    def dismiss(self) -> None:
        self.end.close()
        self._letters.close()
        os.waitpid(self._process, 0)


class _Letters:
    """Long messages by turns, in memory both sides see: through a pipe, a few bytes at a time, each side would wait for the other.

    Only their length goes through the pipe.
    """

    def __init__(self, end: Connection, memory: int | None = None) -> None:
        self._end = end
        self._memory = os.memfd_create("letters") if memory is None else memory

    def at(self, end: Connection) -> "_Letters":
        """The same memory, seen from the other end."""
        return _Letters(end, self._memory)

    def send(self, message: bytes) -> None:
        view, at = memoryview(message), 0
        while at < len(view):
            at += os.pwrite(self._memory, view[at:], at)
        self._end.send(len(message))

    def receive(self) -> bytes:
        """Raises EOFError when the other end is gone."""
        length, pieces, at = self._end.recv(), [], 0
        while at < length:
            pieces.append(os.pread(self._memory, length - at, at))
            at += len(pieces[-1])
        return b"".join(pieces)

    def close(self) -> None:
        os.close(self._memory)


def _work(letters: _Letters, do: Callable[[Any], Any]) -> None:
    """Never returns: what the process it was copied from would close, write or say on leaving is not this one's to do."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            tasks = pickle.loads(letters.receive())
            try:
                done = _written([do(task) for task in tasks])
            except Exception:  # done again where it can be told
                done = _written(None)
            letters.send(done)
    finally:
        os._exit(0)


class _Pickler(pickle.Pickler):
    """Writes frozen values with slots as what they are made of: their own way looks their fields up each time, which takes longer than
    all the rest.
    """

    def reducer_override(self, value: Any) -> Any:
        kind: Any = type(value)
        parts = _parts_of(kind)
        return NotImplemented if parts is None else (kind, parts(value))


def _written(value: Any) -> bytes:
    held = io.BytesIO()
    _Pickler(held, pickle.HIGHEST_PROTOCOL).dump(value)
    return held.getvalue()


@cache
def _parts_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """What a frozen value with slots is made of; None for other values."""
    if not (is_dataclass(kind) and kind.__dataclass_params__.frozen and "__slots__" in vars(kind)):  # type: ignore[attr-defined]
        return None
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
