"""Who writes or calls, and how they stand to the person helped."""

from dataclasses import replace

from orientation.conversation.people.person import MINE, OPENING, THEIRS, Person
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

# Verbs of who writes or calls about somebody else: their subject or object is never the one helped for that.
_OF_WRITERS = frozenset(
    """
    dit dis disent montre montrent signale signalent raconte explique confie demande demandent appelle appelles previens previens contacte
    pense crois ecrit redige transmets oriente adresse accompagne coordonne interviens parle sollicite signalons appelons contactons
    demandons cherchons recherchons sollicitons accompagnons orientons suivons envoie renvoie rappelle fais alerte indiquer indique
    """.split()
)
_FOLLOWED = frozenset({"dame", "monsieur", "patient", "patiente", "mr", "mme", "usager", "usagere", "enfant", "bebe", "couple"})
_CALLS_WITHIN = 30


def narrator(passage: Passage) -> Person | None:
    """The writer, who may be speaking of their own case."""
    own = _own_words(passage)
    told = [cue for cue in own if not _is_of_a_writer(passage, cue)]
    return Person((told or own)[0].first, (told or own)[0].last, "moi", None, "") if own else None


def only_writes(passage: Passage) -> bool:
    """Whether the first person is only that of somebody writing about another: "elle me dit", "je préviens qui ?"."""
    return all(_is_of_a_writer(passage, cue) for cue in _own_words(passage))


def _own_words(passage: Passage) -> list[Found]:
    """What is said in the first person; a "j" beside a number is a day: "depuis 4 j", "J6"."""
    forms = passage.words.forms
    return [
        cue
        for cue in passage.cues("moi")
        if not (forms[cue.first] == "j" and any(form.isdigit() for form in forms[max(0, cue.first - 1) : cue.first + 2]))
    ]


def _is_of_a_writer(passage: Passage, cue: Found) -> bool:
    forms = passage.words.forms
    following = [form for form in forms[cue.last + 1 : cue.last + 4] if form not in ("vous", "en", "l", "le", "la", "les", "a", "y")]
    if forms[cue.first] in MINE:
        return passage.words.at(cue.last + 1) in ("service", "cabinet", "bureau", "equipe", "patient", "patiente")
    return forms[cue.last] in _OF_WRITERS or bool(following) and following[0] in _OF_WRITERS


def caller_stands(passage: Passage) -> str:
    """How the caller stands to the person helped: "child" ("fille de Mme X"), "parent", "spouse", "sibling" or ""."""
    callers = sorted((cue for cue in passage.cues("appelant") if not _describes(passage, cue)), key=lambda cue: cue.first)
    return callers[0].entry.value if callers and callers[0].first < _CALLS_WITHIN else ""


def _describes(passage: Passage, cue: Found) -> bool:
    """ "mon neveu de 19 ans": kin of the writer's, not who calls."""
    words = passage.words
    owned = words.at(cue.first - 1) in MINE | THEIRS
    return words.forms[cue.last] in ("de", "d") and (owned or words.at(cue.last + 1).isdigit())


def with_the_caller_apart(passage: Passage, people: list[Person]) -> list[Person]:
    """ "M. [nom], neveu, … : oncle 78 ans": the one named first is who calls, and stands so to the person helped."""
    stands = {"grand-parent": "parent", "near": "child", "child": "child", "parent": "parent", "spouse": "spouse", "sibling": "sibling"}
    for index, person in enumerate(people[:-1]):
        kin = people[index + 1]
        between = passage.words.forms[person.last + 1 : kin.first]
        if (
            person.relation != "patient"
            or person.age is not None
            or person.first > OPENING
            or kin.relation not in stands
            or kin.owner
            or kin.age is not None
        ):
            continue
        if (
            kin.first - person.last <= 3
            and all(form == "nom" or len(form) == 1 for form in between)
            and passage.words.segments[kin.first] != passage.words.segments[person.last]
        ):
            called = replace(person, relation="caller", owner=stands[kin.relation])
            return [*people[:index], called, *people[index + 2 :]]
    return people


def names_the_author(passage: Passage, cue: Found, person: Person) -> bool:
    """ "je suis la fille de"; "je suis une dame de 84 ans" is said by who follows her."""
    forms = passage.words.forms
    followed = forms[cue.last] == "suis" and forms[cue.last + 1 : person.first] in (("un",), ("une",)) and forms[person.last] in _FOLLOWED
    return 0 < person.first - cue.last <= 2 and not followed
