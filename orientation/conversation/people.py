"""Who is spoken of: the person helped, those beside them, and whose age is whose."""

from dataclasses import dataclass, replace

from orientation.conversation.ages import AgeMention, age_mentions
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.resource import Sex

_MINE = frozenset("mon ma mes notre nos m".split())
_THEIRS = frozenset("son sa ses leur leurs".split())
_SEX = {"F": "F", "M": "M"}
ELDERS = frozenset({"parent", "grand-parent", "oncle-tante"})
NEAR = 4


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the text speaks of. `relation`: "patient", or a kinship; `owner`: "mine", "theirs" or "" (no possessive)."""

    first: int
    last: int
    relation: str
    sex: Sex | None
    owner: str
    dead: bool = False
    age: AgeMention | None = None
    weight: float = 0.0


@dataclass(frozen=True)
class People:
    """`patient` None: nobody in particular, or several people helped alike."""

    patient: Person | None
    others: tuple[Person, ...]
    age_years: float | None
    sex: Sex | None
    several: bool
    narrator_helps: bool


def read_people(passage: Passage, year: int) -> People:
    """Sorts out the people of a text; `year` is the one that birth years are counted from."""
    ages = age_mentions(passage, year)
    people = [_described(passage, found) for found in passage.of("person")]
    people = [person for person in people if person is not None]
    narrator = _narrator(passage, people)
    if narrator is not None:
        people.append(narrator)
    people, loose = _with_ages(passage, people, ages)
    caller = _caller(passage)
    weighed = sorted(
        (replace(person, weight=_weight(passage, person, people, caller)) for person in people),
        key=lambda person: (-person.weight, person.first),
    )
    patient = weighed[0] if weighed and weighed[0].weight > 0 else None
    several = _are_several(passage, weighed, ages)
    age = None
    if not several:
        age = _age_of(passage, patient, weighed, loose)
    sex = patient.sex if patient and not several else None
    if sex is None and patient is not None and not several:
        sex = next((person.sex for person in weighed if person.relation == "patient" and person.sex), None)
    return People(
        patient,
        tuple(person for person in weighed if person is not patient and person.relation != "patient"),
        age,
        sex,
        several,
        patient is not None and patient.owner == "mine" and patient.relation != "moi",
    )


def _described(passage: Passage, found: Found) -> Person | None:
    forms = passage.words.forms
    before = forms[found.first - 1] if found.first else ""
    if before in ("belle", "beau", "petite", "petit", "grand") and found.first > 1:
        before = forms[found.first - 2]
    owner = "mine" if before in _MINE else "theirs" if before in _THEIRS else ""
    relation, _, sex = found.entry.value.partition("/")
    if relation == "capital" and not _is_sex_mark(passage, found):
        return None
    if relation in ("parent", "grand-parent") and found.entry.id == "pet-name" and not owner:
        owner = "mine"
    return Person(found.first, found.last, "patient" if relation == "capital" else relation, _SEX.get(sex), owner, _is_dead(passage, found))  # type: ignore[arg-type]


def _is_sex_mark(passage: Passage, found: Found) -> bool:
    """ "F 84a", "H57", "82a M": a letter for a person only beside a number."""
    words = passage.words
    if not words.text[words.starts[found.first]].isupper():
        return False
    after = words.forms[found.last + 1] if found.last + 1 < len(words) else ""
    before = words.forms[found.first - 1] if found.first else ""
    beforehand = words.forms[found.first - 2] if found.first > 1 else ""
    gap = words.cuts[found.last + 1] if found.last + 1 < len(words) else ""
    return (after.isdigit() and 0 < int(after[:4]) < 120 and gap.strip() in ("", ",", ".")) or (
        before in ("a", "ans", "an") and beforehand.isdigit()
    )


def _is_dead(passage: Passage, found: Found) -> bool:
    _, last = passage.in_segment(found.first)
    return any(
        found.last < cue.first <= min(last, found.last + 6) or found.first - 4 <= cue.last < found.first for cue in passage.cues("mort")
    )


def _narrator(passage: Passage, people: list[Person]) -> Person | None:
    """The writer, when they speak of their own case."""
    own = passage.cues("moi")
    if not own:
        return None
    sexed = next((cue for cue in own if cue.entry.value in _SEX), None)
    return Person(own[0].first, own[0].last, "moi", _SEX.get(sexed.entry.value) if sexed else None, "")  # type: ignore[arg-type]


def _with_ages(passage: Passage, people: list[Person], ages: tuple[AgeMention, ...]) -> tuple[list[Person], list[AgeMention]]:
    """People with the age that stands nearest to each, and the ages left without a person."""
    loose: list[AgeMention] = []
    for age in ages:
        owner = _owner_of(passage, people, age)
        if owner is None:
            loose.append(age)
        else:
            index = people.index(owner)
            if people[index].age is None or age.corrects:
                people[index] = replace(people[index], age=age)
    return people, loose


def _owner_of(passage: Passage, people: list[Person], age: AgeMention) -> Person | None:
    words = passage.words
    if age.speaker:
        return next((person for person in people if person.relation == "moi"), None)
    best: tuple[float, Person] | None = None
    for person in people:
        if person.relation == "moi" or (person.age is not None and not age.corrects):
            continue
        if person.last < age.first:
            distance = age.first - person.last - 1 + 2.0 * (words.segments[age.first] - words.segments[person.last])
            if words.sentences[age.first] != words.sentences[person.last]:
                distance += 6
            if any(other is not person and other.age is not None and person.last < other.age.first < age.first for other in people):
                distance += 2
        else:
            distance = person.first - age.last - 1 + 1.5 + 2.0 * (words.segments[person.first] - words.segments[age.last])
            if words.sentences[age.first] != words.sentences[person.first]:
                continue
            if (
                person.owner == "theirs"
                or words.forms[age.last + 1 : age.last + 2] not in (("d",), ("de",), ("du",))
                and person.relation != "patient"
            ):
                distance += 4
        if best is None or distance < best[0]:
            best = (distance, person)
    return best[1] if best and best[0] <= 12 else None


def _caller(passage: Passage) -> str:
    """How the caller stands to the person helped, when the text opens with it: "child" ("fille de Mme X"), "parent", "spouse" or ""."""
    callers = passage.cues("appelant")
    return callers[0].entry.value if callers and callers[0].first < 25 else ""


def _weight(passage: Passage, person: Person, people: list[Person], caller: str) -> float:
    """How likely this is the person helped."""
    if person.dead:
        return -5.0
    aged = 1.5 if person.age is not None else 0.0
    early = max(0.0, 1.0 - person.first / 60)
    weight = {
        "patient": 8.0,
        "moi": 4.0,
        "child": 2.0,
        "parent": 2.0,
        "grand-parent": 2.0,
        "spouse": 1.5,
        "sibling": 2.0,
        "oncle-tante": 2.0,
        "near": 1.0,
        "kid": 6.0,
        "group": 1.0,
    }.get(person.relation, 1.0)
    if person.owner == "mine":
        weight = 7.0 if person.relation not in ("kid", "child") else 6.5
        if _is_helper(passage, person):
            weight = 1.0
    elif person.owner == "theirs":
        weight = 1.5
        if person.relation in ELDERS and caller == "child":
            weight = 9.0
        if person.relation in ("kid", "child") and caller == "parent":
            weight = 9.0
        if person.relation == "spouse" and caller == "spouse":
            weight = 9.0
        if person.relation == "sibling" and caller == "sibling":
            weight = 9.0
    if any(cue.first - 1 <= person.first <= cue.last + 3 for cue in passage.cues("pour-qui")):
        weight += 2.5
    if any(person.last < cue.first <= person.last + 4 or cue.last < person.first <= cue.last + 4 for cue in passage.cues("auteur")):
        weight -= 6.0
    return weight + aged + early


def _is_helper(passage: Passage, person: Person) -> bool:
    """ "ma sœur m'aide", "mes enfants sont près de moi": kin who help rather than are helped."""
    _, last = passage.in_segment(person.first)
    return any(person.last < cue.first <= last for cue in passage.cues("aide-deja"))


def _are_several(passage: Passage, people: list[Person], ages: tuple[AgeMention, ...]) -> bool:
    """A couple or a family helped alike, nobody in particular."""
    groups = [person for person in people if person.relation == "group"]
    if not groups:
        return False
    single = [
        person for person in people if person.relation in ("patient", "moi", "kid") or person.owner == "mine" and person.relation != "group"
    ]
    return not any(person.first < groups[0].first or person.age is not None for person in single)


def _age_of(passage: Passage, patient: Person | None, people: list[Person], loose: list[AgeMention]) -> float | None:
    if patient is not None and patient.age is not None:
        return patient.age.years
    strong = [age for age in loose if age.sure]
    if strong:
        return strong[0].years
    aged = [person for person in people if person.age is not None and not person.dead]
    if patient is not None and patient.relation == "patient":
        same = [person for person in aged if person.relation in ("patient", "kid")]
        if same:
            return same[0].age.years if same[0].age else None
        return None
    if patient is None and aged:
        return aged[0].age.years if aged[0].age else None
    return None
