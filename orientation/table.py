"""How a directory made of rows and columns is read: one description a layout, so that a team's own spreadsheet costs no Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from orientation.mapping import Meaning
from orientation.wording import normalised

RESOURCE_COLUMNS = (
    "name",
    "organisation",
    "category",
    "address",
    "postcode",
    "town",
    "commune",
    "lat",
    "lon",
    "phone",
    "email",
    "website",
    "hours",
    "description",
    "admission",
    "opened_on",
    "closed_on",
    "updated_on",
    "needs",
    "publics",
    "age_low",
    "age_high",
    "serves",
)


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """A column of codes, read through the code list of that name."""

    column: str
    code_list: str


@dataclass(frozen=True, slots=True)
class Words:
    """Whole words (normalised) in a column that say something; `exact`: the whole cell.

    `along`: one of these words must stand there too. `unless`: none of these may. Both empty: no such condition.
    """

    column: str
    any: tuple[str, ...]
    meaning: Meaning
    exact: bool = False
    along: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceColumn:
    column: str
    label: str
    unit: str


@dataclass(frozen=True)
class TableDescription:
    """One layout of rows and columns. Column names are compared without case, accents or punctuation.

    `recognised_by`: sets of columns, one of which a file must hold whole. `columns`: for each field of a resource, the columns
    tried in turn (joined with ", " for the address); "a+b" is the two joined with a space. `hours`: a column for each weekday
    (Mo…Su). `enriches`: the source whose records the rows complete, and the column of their number there. `need_words`,
    `public_words`: what people may write in the columns of needs and publics, by `word_key`, and the id it means.
    """

    source: str
    label: str
    reference: str
    licence: str
    recognised_by: tuple[frozenset[str], ...]
    id: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    constants: Meaning
    hours: Mapping[str, str] = field(default_factory=dict)
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: tuple[CodedColumn, ...] = ()
    words: tuple[Words, ...] = ()
    prices: tuple[PriceColumn, ...] = ()
    enriches: tuple[str, str] | None = None
    need_words: Mapping[str, str] = field(default_factory=dict)
    public_words: Mapping[str, str] = field(default_factory=dict)


_SMALL_WORDS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "un", "une"})


def word_key(written: str) -> str:
    """Under what a label, an id or what a team wrote for it are compared: its words without the small ones.

    >>> word_key("Aide à domicile"), word_key("aide-domicile")
    ('aide domicile', 'aide domicile')
    """
    return " ".join(word for word in normalised(written).split() if word not in _SMALL_WORDS)
