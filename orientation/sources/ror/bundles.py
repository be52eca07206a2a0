"""The FHIR resources of a file, whatever holds them: a Bundle, a list, one resource a line, or one alone. Bounded in memory."""

import gc
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from orientation.refusal import Rejected
from orientation.sources.extract import Extract
from orientation.sources.json_stream import damaged, items
from orientation.sources.mended import line_raw
from orientation.sources.ror.fhir import Json, word

SOURCE = "ror"
# A page of 200 offers weighs about 2 MB; anything much bigger is read one entry at a time.
_WHOLE_BYTES = 32 << 20
_LONGEST_LINE = 8 << 20
_TYPES = re.compile(r'"resourceType"\s*:\s*"([A-Za-z]{1,60})"')


class Found(NamedTuple):
    """One resource; `full_url` names it inside its bundle, `line` is its line where the file has one resource a line."""

    resource: Json
    full_url: str | None
    line: int | None


def recognises(extract: Extract) -> bool:
    return extract.opening.startswith(("{", "[")) and _TYPES.search(extract.head_text) is not None


def types_in_head(extract: Extract) -> tuple[str, ...]:
    """Types of resources named at the beginning of a file, for sentences."""
    return tuple(dict.fromkeys(_TYPES.findall(extract.head_text)))


def resources(extract: Extract) -> Iterator[Found | Rejected]:
    """Every resource of a file. Raises Refused when the file as a whole is damaged; a bad line is only rejected."""
    start, is_whole = extract.beginning(_WHOLE_BYTES)
    if is_whole:
        yield from _of_bytes(_as_utf8(start, extract), extract)
    elif _is_one_a_line(start):
        yield from _of_lines(extract)
    else:
        yield from _streamed(extract, start)


def _as_utf8(content: bytes, extract: Extract) -> bytes:
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:]
    return content.decode("utf-16", errors="replace").encode() if extract.encoding == "utf-16" else content


def _of_bytes(content: bytes, extract: Extract) -> Iterator[Found | Rejected]:
    try:
        document = _parsed(content)
    except ValueError as error:
        if not _is_one_a_line(content):
            raise damaged(extract, error) from error
        yield from _of_lines(extract)
        return
    yield from _of_document(document, extract)


def _parsed(content: bytes | str) -> Any:
    """JSON, its stray bytes read as Windows-1252. Raises ValueError."""
    try:
        return _without_collection(content)
    except orjson.JSONDecodeError:
        if isinstance(content, str):
            raise
        text = content.decode("utf-8", errors="windows-1252")
        if text.isascii() or text.encode() == content:
            raise
        return orjson.loads(text)


def _without_collection(content: bytes | str) -> Any:
    """JSON holds no cycles: collecting while 100,000 objects are built only walks the whole memory over and over."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return orjson.loads(content)
    finally:
        if was_enabled:
            gc.enable()


def _of_document(document: Any, extract: Extract, line: int | None = None) -> Iterator[Found | Rejected]:
    if isinstance(document, list):
        for one in document:
            yield from _of_document(one, extract, line)
    elif isinstance(document, dict) and document.get("resourceType") == "Bundle":
        entries = document.get("entry")
        for entry in entries if isinstance(entries, list) else [entries] if isinstance(entries, dict) else ():
            yield from _of_entry(entry, extract, line)
    elif isinstance(document, dict) and isinstance(document.get("resourceType"), str):
        yield Found(document, None, line)
    else:
        yield _no_resource(document, extract, line)


def _of_entry(entry: Any, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    held = entry.get("resource") if isinstance(entry, dict) else None
    if isinstance(held, dict) and isinstance(held.get("resourceType"), str):
        if held["resourceType"] == "Bundle":
            yield from _of_document(held, extract, line)
        else:
            yield Found(held, word(entry.get("fullUrl")), line)
    elif not (isinstance(entry, dict) and _says_deleted(entry)):
        yield _no_resource(entry, extract, line)


def _says_deleted(entry: Json) -> bool:
    """A history or a transaction names what it deletes without showing it; there is nothing to read."""
    request = entry.get("request")
    return isinstance(request, dict) and request.get("method") in ("DELETE", "GET")


def _no_resource(found: Any, extract: Extract, line: int | None) -> Rejected:
    reason = "une ressource FHIR (objet JSON avec « resourceType ») était attendue ; entrée laissée de côté."
    return Rejected(SOURCE, extract.name, line, "resourceType", str(type(found).__name__), reason, None)


def _is_one_a_line(content: bytes) -> bool:
    """Whether the first line that holds something is a whole JSON object and something follows it."""
    first, _, rest = content.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    try:
        return bool(rest.strip()) and isinstance(_parsed(first), dict)
    except ValueError:
        return False


def _of_lines(extract: Extract) -> Iterator[Found | Rejected]:
    for number, line in _lines(extract):
        if line is None:
            reason = f"ligne de plus de {_LONGEST_LINE >> 20} Mo ; ligne laissée de côté."
            yield Rejected(SOURCE, extract.name, number, None, None, reason)
        elif line.strip():
            try:
                document = _parsed(line.strip().lstrip("\ufeff"))
            except ValueError as error:
                reason = f"ligne qui n'est pas du JSON ({str(error)[:80]}) ; ligne laissée de côté."
                yield Rejected(SOURCE, extract.name, number, None, line[:80], reason, line_raw(line))
                continue
            yield from _of_document(document, extract, number)


def _lines(extract: Extract) -> Iterator[tuple[int, str | None]]:
    """Lines with their number; None for one too long to be held."""
    with extract.text() as text:
        number = 0
        while line := text.readline(_LONGEST_LINE):
            number += 1
            whole = len(line) < _LONGEST_LINE or line.endswith("\n")
            yield number, line if whole else None
            while not whole and (more := text.readline(_LONGEST_LINE)):
                whole = len(more) < _LONGEST_LINE or more.endswith("\n")


def _streamed(extract: Extract, start: bytes) -> Iterator[Found | Rejected]:
    """One entry at a time. Only `entry` of a Bundle or the items of a list can be that many."""
    is_list = start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
    for item in items(extract, "item" if is_list else "entry.item"):
        yield from _of_document(item, extract) if is_list else _of_entry(item, extract, None)
