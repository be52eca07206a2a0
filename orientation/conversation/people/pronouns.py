"""Whom only a pronoun or an ending tells: "84 ans, elle tombe", "il vit avec sa fille", "vit seule, son fils passe"."""

from collections.abc import Iterable, Iterator

from orientation.conversation.people.person import Person
from orientation.conversation.scope import Passage
from orientation.conversation.words import word_set
from orientation.resource import Sex

_SEX: dict[str, Sex] = {"elle": "F", "il": "M"}
_LEFT_ALONE: dict[str, Sex] = {"seule": "F", "seul": "M"}
_LIVES = word_set("vit habite reste dort est")
# "il faut", "il y a", "s'il vous plaît": nobody.
_IMPERSONAL = word_set("faut faudra faudrait y lui leur manque reste semble parait s vous te pleut gele fait")

_SPEAKER = word_set("je j me m moi jsuis jai chui")


def subjects(passage: Passage, first: int, last: int) -> Iterator[Sex]:
    """The sex of each subject told by a pronoun, or by how it lives, between two words, the second left out."""
    forms = passage.words.forms
    for at in range(first, last):
        if forms[at] in _SEX and passage.words.at(at + 1) not in _IMPERSONAL:
            yield _SEX[forms[at]]
        elif forms[at] in _LEFT_ALONE and passage.words.at(at - 1) in _LIVES:
            yield _LEFT_ALONE[forms[at]]


def is_kin_of_a_pronoun(passage: Passage, person: Person) -> bool:
    """Whether it is somebody beside the one spoken of: "il vit avec sa fille", "elle dit que son mari ne la frappe plus"."""
    first, _ = passage.in_sentence(person.first)
    return person.owner == "theirs" and person.age is None and any(subjects(passage, first, person.first))


def sex_of_a_pronoun(passage: Passage, others: Iterable[Person]) -> Sex | None:
    """The sex every such subject tells alike, unless it may be of somebody else: of that sex, or beside who speaks of themselves."""
    if not _SPEAKER.isdisjoint(passage.words.forms):
        return None
    told = set(subjects(passage, 0, len(passage.words)))
    sex = told.pop() if len(told) == 1 else None
    return None if any(person.sex == sex for person in others) else sex
