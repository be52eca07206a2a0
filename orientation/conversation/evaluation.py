"""Compares readings with the ones expected: the figures by which a change of the lexicon is judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orientation.conversation.understanding import Understanding

DENIALS = frozenset({"non", "aucune"})


@dataclass(frozen=True)
class Expected:
    """What a careful person reads in a text. Optional: neither rewarded nor punished. `birth_year`: one year either way is right."""

    text: str
    register: str
    age_years: float | None
    commune: str | None
    needs: tuple[str, ...]
    facts: Mapping[str, str]
    optional_needs: frozenset[str] = frozenset()
    optional_facts: frozenset[str] = frozenset()
    gir: int | None = None
    delay_hours: int | None = None
    birth_year: int | None = None
    identity: tuple[str, ...] = ()
    emergencies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Counts:
    """Right, wrong and missed."""

    hit: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.hit + other.hit, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.wrong) if self.hit + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Figures:
    """What readings are worth over some texts; shares are of all texts, those of needs of the texts that ask for one."""

    texts: int
    needs: Counts
    said_per_wanted: float
    first_need: float
    facts: Counts
    denied: Counts
    commune: float
    age: float
    gir: float
    delay: float
    quiet: float
    leaks: int
    emergencies: Counts
    false_alarms: float
    missed_needs: Mapping[str, int] = field(default_factory=dict)
    wrong_needs: Mapping[str, int] = field(default_factory=dict)


def figures(readings: Iterable[tuple[Expected, Understanding]]) -> Figures:
    """The figures of a set of readings; `quiet` is the share, of the texts that ask for nothing and alarm nobody, where no need is put."""
    pairs = list(readings)
    asking = [(want, got) for want, got in pairs if want.needs]
    silent = [(want, got) for want, got in pairs if not want.needs and not want.emergencies]
    needs = sum((_needs(want, got) for want, got in pairs), Counts())
    calm = [got for want, got in pairs if not want.emergencies]
    return Figures(
        texts=len(pairs),
        needs=needs,
        said_per_wanted=sum(len(got.needs) for _, got in pairs) / max(1, needs.hit + needs.missed),
        first_need=_share([bool(got.needs) and got.needs[0].id in want.needs for want, got in asking]),
        facts=sum((_facts(want, got, denied=False) for want, got in pairs), Counts()),
        denied=sum((_facts(want, got, denied=True) for want, got in pairs), Counts()),
        commune=_share([(got.commune.code if got.commune else None) == want.commune for want, got in pairs]),
        age=_share([_age_is_right(want, got.age_years) for want, got in pairs]),
        gir=_share([got.gir == want.gir for want, got in pairs]),
        delay=_share([got.delay_hours == want.delay_hours for want, got in pairs]),
        quiet=_share([all(need.id in want.optional_needs for need in got.needs) for want, got in silent]),
        leaks=sum(secret.lower() in got.masked_text.lower() for want, got in pairs for secret in want.identity),
        emergencies=sum((_emergencies(want, got) for want, got in pairs), Counts()),
        false_alarms=1 - _share([not got.emergencies for got in calm]),
        missed_needs=_counted(id for want, got in pairs for id in set(want.needs) - {need.id for need in got.needs}),
        wrong_needs=_counted(
            need.id for want, got in pairs for need in got.needs if need.id not in want.needs and need.id not in want.optional_needs
        ),
    )


def calibration(readings: Iterable[tuple[Expected, Understanding]], edges: Sequence[float]) -> tuple[tuple[float, float, int], ...]:
    """(mean confidence, share wanted, how many) for the needs said or offered whose confidence lies between successive edges."""
    made = [
        (need.confidence, need.id in want.needs)
        for want, got in readings
        for need in (*got.needs, *got.suggestions)
        if need.id not in want.optional_needs
    ]
    bins = []
    for low, high in pairwise(edges):
        inside = [(confidence, right) for confidence, right in made if low <= confidence < high]
        if inside:
            bins.append((sum(one for one, _ in inside) / len(inside), sum(right for _, right in inside) / len(inside), len(inside)))
    return tuple(bins)


def _needs(want: Expected, got: Understanding) -> Counts:
    said = {need.id for need in got.needs}
    wanted = set(want.needs)
    return Counts(len(said & wanted), len(said - wanted - want.optional_needs), len(wanted - said))


def _facts(want: Expected, got: Understanding, denied: bool) -> Counts:
    said = {fact.id: fact.value for fact in got.facts if not denied or fact.value in DENIALS}
    stated = {id: value for id, value in want.facts.items() if not denied or value in DENIALS}
    hit = sum(said.get(id) == value for id, value in stated.items())
    disputable = want.optional_facts if not denied else want.optional_facts | {id for id in want.facts if id not in stated}
    wrong = sum(want.facts.get(id) != value for id, value in said.items() if id not in disputable)
    return Counts(hit, wrong, len(stated) - hit)


def _emergencies(want: Expected, got: Understanding) -> Counts:
    raised = set(got.emergencies)
    return Counts(len(raised & want.emergencies), len(raised - want.emergencies), len(want.emergencies - raised))


def _age_is_right(want: Expected, said: float | None) -> bool:
    if want.age_years is None or said is None:
        return want.age_years is None and said is None
    within = 1.0 if want.birth_year is not None else 0.1 if want.age_years < 3 else 0.5
    return abs(said - want.age_years) <= within


def _share(rights: Sequence[bool]) -> float:
    return sum(rights) / len(rights) if rights else 1.0


def _counted(ids: Iterable[str]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for id in ids:
        counts[id] = counts.get(id, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
