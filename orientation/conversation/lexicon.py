"""What the reader knows: reviewed phrases, names of people, common words, and weights learned from texts; all handed in as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from orientation.conversation.emergencies.alarms import Alarms
from orientation.conversation.emergencies.dangers import Dangers
from orientation.conversation.gist import Gist
from orientation.conversation.masking.masker import Masker
from orientation.conversation.masking.recogniser import Names, Recogniser
from orientation.conversation.phrases import PhraseBook
from orientation.geography.gazetteer import Gazetteer
from orientation.vocabulary import Vocabulary
from orientation.wording import place_key


@dataclass(frozen=True, slots=True)
class Reading:
    """One of the needs that a word of several meanings may name, with the ages it fits; `usual`: taken when nothing tells."""

    need: str
    low: float
    high: float
    usual: bool


@dataclass(frozen=True, eq=False)
class Reader:
    """Everything a reading depends on besides the text and the day, built once by `reference.lexicon.load_reader`.

    `alarms`: the signs of emergencies. `year`: the year ages are counted in when the day of the request is not given. `implied`: the
    needs that a fact, an emergency or several together call for. `homonyms`: the readings of each word of several meanings. `context`:
    weights that tell a need asked for from one merely mentioned; `order`: the same, for what comes first. `need_ages`: the ages a need is
    usually for. `fact_weights`: what makes a fact told sure. `gist`: the classifier of whole requests, and `dangers` that of emergencies;
    None when it is not wanted.
    """

    book: PhraseBook
    names: Names
    vocabulary: Vocabulary
    gazetteer: Gazetteer | None
    year: int
    alarms: Alarms
    implied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    homonyms: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    context: Mapping[str, float] = field(default_factory=dict)
    order: Mapping[str, float] = field(default_factory=dict)
    need_ages: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    fact_weights: Mapping[str, float] = field(default_factory=dict)
    gist: Gist | None = None
    dangers: Dangers | None = None

    @cached_property
    def masker(self) -> Masker:
        return Masker(Recogniser(self.names, self._is_a_word, self.population), self.year)

    def _is_a_word(self, form: str) -> bool:
        """Whether a form is known for a word; the beginning of one is not enough for a name: "Guérin" does not heal."""
        return self.book.knows(form, by_stem=form not in self.names.first_names and form not in self.names.surnames)

    def population(self, name: str) -> int | None:
        return population_of(name, self.gazetteer)


def population_of(name: str, gazetteer: Gazetteer | None) -> int | None:
    """The people of the largest commune of that name, 0 when not published; None when no commune bears it."""
    if gazetteer is None:
        return None
    named = gazetteer.names.spellings.get(place_key(name), ())
    return max((candidate.weight or 0 for candidate in named), default=None)
