"""What every reader is handed and what it gives back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from orientation.geography.gazetteer import Gazetteer
from orientation.mapping import Mappings
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.sources.extract import Extract
from orientation.vocabulary import Vocabulary


@dataclass(frozen=True)
class Context:
    """What a reader needs besides its file: places, the meaning of codes, the day of the import, and the ids that files may use."""

    gazetteer: Gazetteer
    mappings: Mappings
    today: date
    vocabulary: Vocabulary | None = None


Entries = Iterator[SourceRecord | Rejected]


@dataclass(frozen=True)
class Reader:
    """A format: whether a file is of it (by content), and how it is read. `label` names it in sentences.

    `read` is given every file of one extract that it recognises, because some formats spread one entry over several files.
    """

    source: str
    label: str
    recognises: Callable[[Extract], bool]
    read: Callable[[Iterable[Extract], Context], Entries]
