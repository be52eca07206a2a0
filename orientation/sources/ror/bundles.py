"""The FHIR resources of a file, whatever holds them: a Bundle, a list, one resource a line, or one alone. Bounded in memory.

A file is cut into resources without reading them: most of what an offer says only matters when the offer is news.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import msgspec
import orjson

from orientation.collector import without_collector
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


class Outline(msgspec.Struct):
    """What tells a resource from others and what it refers to, of any shape; the rest of it is not read."""

    resourceType: Any = None
    id: Any = None
    identifier: Any = None
    partOf: Any = None
    providedBy: Any = None
    location: Any = None
    healthcareService: Any = None


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = msgspec.Raw()
    fullUrl: Any = None
    request: Any = None


class _Document(msgspec.Struct):
    resourceType: Any = None
    entry: list[_Entry] | None = None


_cut = msgspec.json.Decoder(_Document | list[msgspec.Raw]).decode
outline_of = msgspec.json.Decoder(Outline).decode
# What the cutter raises on JSON of another shape, damaged, or nested beyond reason: what it is, reading it whole tells.
_UNCUT = (msgspec.MsgspecError, RecursionError)


@dataclass(frozen=True, slots=True)
class Found:
    """One resource as its JSON; `full_url` names it inside its bundle, `line` is its line where the file has one resource a line."""

    json: bytes
    outline: Outline
    full_url: str | None
    line: int | None

    @classmethod
    def of(cls, resource: Json, full_url: str | None) -> Self:
        """A resource that was just made."""
        written = orjson.dumps(resource)
        return cls(written, outline_of(written), full_url, None)

    @property
    def kind(self) -> str:
        return str(self.outline.resourceType)

    def resource(self) -> Json:
        """The whole of it, parsed. Raises ValueError for what JSON cannot say (a number without end)."""
        held: Json = orjson.loads(self.json)
        return held


def recognises(extract: Extract) -> bool:
    return extract.opening.startswith(("{", "[")) and _TYPES.search(extract.head_text) is not None


def types_in_head(extract: Extract) -> tuple[str, ...]:
    """Types of resources named at the beginning of a file, for sentences."""
    return tuple(dict.fromkeys(_TYPES.findall(extract.head_text)))


def resources(extract: Extract) -> Iterator[Found | Rejected]:
    """Every resource of a file. Raises Refused when the file as a whole is damaged; a bad line is only rejected."""
    start, is_whole = extract.beginning(_WHOLE_BYTES)
    try:
        if is_whole:
            yield from _of_bytes(_as_utf8(start, extract), extract)
        elif _is_one_a_line(start):
            yield from _of_lines(extract)
        else:
            yield from _streamed(extract, start)
    except RecursionError as error:  # bundles in bundles in bundles
        raise damaged(extract, error) from error


def _as_utf8(content: bytes, extract: Extract) -> bytes:
    """UTF-8 without its mark, stray bytes read as Windows-1252."""
    if extract.encoding == "utf-16":
        return content.decode("utf-16", errors="replace").encode()
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode()
    except UnicodeDecodeError:
        return content.decode("utf-8", errors="windows-1252").encode()
    return content


def _of_bytes(content: bytes, extract: Extract) -> Iterator[Found | Rejected]:
    try:
        found = _of_json(content, extract)
    except ValueError as error:
        if not _is_one_a_line(content):
            raise damaged(extract, error) from error
        found = _of_lines(extract)
    yield from found


def _of_json(content: bytes, extract: Extract, line: int | None = None) -> Iterator[Found | Rejected]:
    """The resources of one document. Raises ValueError, at once, when it is damaged."""
    try:
        document = _cut(content)
    except _UNCUT:
        return _of_document(_parsed(content), extract, line)
    return _of_pieces(document, content, extract, line)


def _of_pieces(document: _Document | list[msgspec.Raw], content: bytes, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    if isinstance(document, list):
        for one in document:
            yield from _of_part(bytes(one), extract, line)
    elif document.resourceType == "Bundle":
        for entry in document.entry or ():
            yield from _of_entry(entry, extract, line)
    else:
        yield from _of_resource(content, None, extract, line)


def _of_entry(entry: _Entry, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    held = bytes(entry.resource)
    if held.startswith(b"{"):
        yield from _of_resource(held, word(entry.fullUrl), extract, line)
    elif not _says_deleted(entry.request):
        yield _no_resource("dict" if not held else type(orjson.loads(held)).__name__, extract, line)


def _of_resource(held: bytes, full_url: str | None, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    """A resource; the resources of a bundle in a bundle."""
    try:
        outline = outline_of(held)
    except _UNCUT as error:
        yield _unreadable(held, extract, line, error)
        return
    if outline.resourceType == "Bundle":
        yield from _of_part(held, extract, line)
    elif isinstance(outline.resourceType, str):
        yield Found(held, outline, full_url, line)
    else:
        yield _no_resource("dict", extract, line)


def _of_part(content: bytes, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    """The resources of a document inside another: a number without end in it damages only itself."""
    try:
        found = _of_json(content, extract, line)
    except ValueError as error:
        yield _unreadable(content, extract, line, error)
    else:
        yield from found


def _unreadable(content: bytes, extract: Extract, line: int | None, error: Exception) -> Rejected:
    reason = f"ressource FHIR illisible ({str(error)[:80]}) ; laissée de côté."
    return Rejected(SOURCE, extract.name, line, None, None, reason, line_raw(content.decode()))


def _says_deleted(request: object) -> bool:
    """A history or a transaction names what it deletes without showing it; there is nothing to read."""
    return isinstance(request, dict) and request.get("method") in ("DELETE", "GET")


def _parsed(content: bytes) -> Any:
    """Raises ValueError."""
    with without_collector():
        return orjson.loads(content)


def _of_document(document: Any, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    """The resources of a document of a shape that could not be cut, or that came already parsed."""
    if isinstance(document, list):
        for one in document:
            yield from _of_document(one, extract, line)
    elif isinstance(document, dict) and document.get("resourceType") == "Bundle":
        entries = document.get("entry")
        for entry in entries if isinstance(entries, list) else [entries] if isinstance(entries, dict) else ():
            yield from _of_parsed_entry(entry, extract, line)
    else:
        yield from _of_parsed(document, None, extract, line)


def _of_parsed_entry(entry: Any, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    held = entry.get("resource") if isinstance(entry, dict) else None
    if isinstance(held, dict) and held.get("resourceType") == "Bundle":
        yield from _of_document(held, extract, line)
    elif isinstance(held, dict) or not (isinstance(entry, dict) and _says_deleted(entry.get("request"))):
        yield from _of_parsed(held if held is not None else entry, word(entry.get("fullUrl")) if held else None, extract, line)


def _of_parsed(held: Any, full_url: str | None, extract: Extract, line: int | None) -> Iterator[Found | Rejected]:
    if not (isinstance(held, dict) and isinstance(held.get("resourceType"), str)):
        yield _no_resource(type(held).__name__, extract, line)
    elif (written := _written(held)) is None:
        yield Rejected(SOURCE, extract.name, line, None, word(held.get("id")), f"{held['resourceType']} illisible ; laissé de côté.")
    else:
        yield Found(written, outline_of(written), full_url, line)


def _written(resource: Json) -> bytes | None:
    """A parsed resource as JSON again; None for one that JSON cannot say or that nests beyond reason."""
    try:
        return orjson.dumps(resource)
    except TypeError:  # integers of more than 64 bits, which streams may hold
        pass
    try:
        written = json.dumps(resource, allow_nan=False).encode()
        outline_of(written)
    except (TypeError, ValueError, *_UNCUT):
        return None
    return written


def _no_resource(found: str, extract: Extract, line: int | None) -> Rejected:
    reason = "une ressource FHIR (objet JSON avec « resourceType ») était attendue ; entrée laissée de côté."
    return Rejected(SOURCE, extract.name, line, "resourceType", found, reason, None)


def _is_one_a_line(content: bytes) -> bool:
    """Whether the first line that holds something is a whole JSON object and something follows it."""
    first, _, rest = content.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    try:
        return bool(rest.strip()) and isinstance(orjson.loads(first.decode("utf-8", errors="windows-1252")), dict)
    except ValueError:
        return False


def _of_lines(extract: Extract) -> Iterator[Found | Rejected]:
    for number, line in _lines(extract):
        if line is None:
            reason = f"ligne de plus de {_LONGEST_LINE >> 20} Mo ; ligne laissée de côté."
            yield Rejected(SOURCE, extract.name, number, None, None, reason)
        elif line.strip():
            try:
                found = _of_json(line.strip().lstrip("\ufeff").encode(), extract, number)
            except ValueError as error:
                reason = f"ligne qui n'est pas du JSON ({str(error)[:80]}) ; ligne laissée de côté."
                yield Rejected(SOURCE, extract.name, number, None, line[:80], reason, line_raw(line))
                continue
            yield from found


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
        yield from _of_document(item, extract, None) if is_list else _of_parsed_entry(item, extract, None)
