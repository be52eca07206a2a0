"""JSON too long to be held, one item at a time, its nesting bounded: a parser remembers the whole path to where it stands."""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson
import numpy as np

from orientation.refusal import Refused
from orientation.sources.extract import Extract

# Directories nest a dozen levels; a file of 100,000 levels is made to exhaust a memory.
_DEEPEST = 500
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_OPENING = np.frombuffer(b"[{", dtype=np.uint8)
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


def items(extract: Extract, prefix: str, *, several: bool = False) -> Iterator[Any]:
    """The items that stand under a path ("entry.item"). Raises Refused for damaged JSON. `several`: documents follow one another."""
    try:
        with extract.stream() as stream:
            yield from ijson.items(_Shallow(stream, extract.name), prefix, use_float=True, multiple_values=several)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise damaged(extract, error) from error


def damaged(extract: Extract, error: Exception) -> Refused:
    if "depth" in str(error).casefold() or "recursion" in str(error).casefold():
        return _too_deep(extract.name)
    return Refused(f"{extract.name} : le JSON s'interrompt ou est mal formé ({str(error)[:120]}). Téléchargez le fichier à nouveau.")


def _too_deep(name: str) -> Refused:
    return Refused(
        f"{name} : le JSON s'emboîte sur plus de {_DEEPEST} niveaux, ce qui n'est pas un annuaire. Vérifiez l'origine du fichier."
    )


def keys_at_the_beginning(text: str, at_most: int = 200) -> Iterator[frozenset[str]]:
    """Keys of the objects that begin in a text cut anywhere, whatever holds them."""
    open_objects: list[set[str]] = []
    found = depth = 0
    try:
        # Read by small pieces: events are made by the piece, before nesting can be looked at.
        for event, value in ijson.basic_parse(io.BytesIO(text.encode("utf-8", "replace")), buf_size=1024):
            depth += event.startswith("start_") - event.startswith("end_")
            if event == "start_map":
                open_objects.append(set())
            elif event == "map_key" and open_objects:
                open_objects[-1].add(value)
            elif event == "end_map":
                yield frozenset(open_objects.pop())
                found += 1
            if found >= at_most or depth > _DEEPEST:
                return
    except (ijson.JSONError, UnicodeDecodeError):
        pass
    yield from map(frozenset, reversed(open_objects))


class _Shallow:
    """A stream that measures how deep the JSON going through it nests, strings left out, and refuses to go too deep."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._depth = 0
        self._in_string = False
        self._escape = b""

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._measure(self._escape + piece)
        return piece

    def _measure(self, piece: bytes) -> None:
        """Without its escapes, a piece is outside and inside strings in turn, from one quote to the next."""
        plain = _ESCAPED.sub(b"", piece) if b"\\" in piece else piece
        self._escape = b"\\" if plain.endswith(b"\\") else b""
        parts = plain.split(b'"')
        outside = b"".join(parts[self._in_string :: 2])
        self._in_string ^= len(parts) % 2 == 0
        brackets = np.frombuffer(outside.translate(None, _NOT_BRACKETS), dtype=np.uint8)
        if not len(brackets):
            return
        depths = self._depth + np.cumsum(np.where(np.isin(brackets, _OPENING), 1, -1))
        if depths.max() > _DEEPEST:
            raise _too_deep(self._name)
        self._depth = int(depths[-1])
