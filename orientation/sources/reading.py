"""What every reader is handed and what it gives back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from orientation.geography.gazetteer import Gazetteer
from orientation.mapping import Mappings
from orientation.record import SourceRecord, Unread
from orientation.refusal import Rejected
from orientation.sources.extract import Extract
from orientation.vocabulary import Vocabulary


@dataclass(frozen=True)
class Context:
    """What a reader needs besides its file: places, the meaning of codes, the day of the import, and the ids that files may use.

    `version`: of all that entries are read with (code and data), when entries already known may be left unread; None: read them all.
    """

    gazetteer: Gazetteer
    mappings: Mappings
    today: date
    vocabulary: Vocabulary | None = None
    version: bytes | None = None


Entries = Iterator[SourceRecord | Rejected | Unread]


@dataclass(frozen=True)
class Reader:
    """A format: whether a file is of it (by content), and how it is read. `label` names it in sentences.

    `read` is given every file of one extract that it recognises, because some formats spread one entry over several files.
    """

    source: str
    label: str
    recognises: Callable[[Extract], bool]
    read: Callable[[Iterable[Extract], Context], Entries]
