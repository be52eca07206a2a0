"""When an entry need not be read again: nothing it would be read from changed since it was stored, nor how entries are read."""

import re
from collections.abc import Callable, Collection
from datetime import timedelta
from hashlib import sha256

import orjson

from orientation.record import SourceRecord, Unread
from orientation.refusal import Rejected
from orientation.sources.reading import Context

_BYTES = 16
_LONGEST_ID = 500
# Days, months and years as JSON directories write them, alone or at the beginning of an instant.
# 9999 and the like are how no end is written.
_DAY = re.compile(rb'"(2\d{3}(?:-\d\d(?:-\d\d)?)?)["T ]')


def mark(context: Context, told: object) -> bytes | None:
    """The fingerprint of what something says; None when the context asks for none, or JSON cannot say it."""
    if context.version is None:
        return None
    try:
        return mark_of(context, orjson.dumps(told, option=orjson.OPT_NON_STR_KEYS))
    except TypeError:
        return None


def mark_of(context: Context, words: bytes) -> bytes:
    """The fingerprint of what JSON says, as it is written.

    Time passes, and what was to come has come: the day of the import counts as soon as a date in it is not past.
    """
    recent = (context.today - timedelta(days=1)).isoformat().encode()
    depends = any(day >= recent[: len(day)] for day in _DAY.findall(words))
    return sha256(words + context.today.isoformat().encode() if depends else words).digest()[:_BYTES]


def unread(
    context: Context,
    source: str,
    id: str | None,
    marks: Collection[bytes | None],
    read: Callable[[], SourceRecord | Rejected],
    anywhere: bool = False,
) -> SourceRecord | Rejected | Unread:
    """The entry of this id, made of all that has these marks; read at once when its id or its marks cannot be told, or nobody asks."""
    told = [one for one in (context.version, *marks) if one is not None]
    if context.version is None or len(told) <= len(marks) or not id or not id.isprintable() or len(id) > _LONGEST_ID:
        return read()
    return Unread(source, id, sha256(b"|".join(told)).digest()[:_BYTES], read, anywhere)
