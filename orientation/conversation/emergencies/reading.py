"""What comes before any list, from reviewed rules only. Missing one is far worse than one too many.

A sign is made of wordings that stand together (data/lexicon/emergencies). What can silence it is bounded: a denial governs only
what directly follows it, a date only what stands beside it, so that nothing said elsewhere in the text hides a danger. What only
looks like a danger is asked about, never taken as said.
"""

from collections.abc import Collection, Iterator

from orientation.conversation.emergencies.alarms import Alarms
from orientation.conversation.emergencies.raised import Heard, Raised
from orientation.conversation.emergencies.silencing import HARM, SHELTER, SUICIDE, VITAL, holds
from orientation.conversation.emergencies.victims import CHILD, MAJORITY, is_a_lone_minor, is_merely_there, named, strikes
from orientation.conversation.lexicon import Reader
from orientation.conversation.people.reading import People
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words

TO_LIFE = frozenset({VITAL, SUICIDE})
_CHILD_NAMED = "harm/enfant-present"


def read_emergencies(passage: Passage, people: People, reader: Reader) -> tuple[str, ...]:
    """Ids of the emergencies present, in vocabulary order. Harm is named by whom it is done to: a child, a frail adult, anyone else."""
    present: set[str] = set()
    heard = Heard(passage.words, reader.alarms)
    raised = tuple(_raised(heard, people))
    for one in raised:
        present |= named(heard, one, people) if one.sign.emergency == HARM else {one.sign.emergency}
    if CHILD in present and is_merely_there(heard, raised, present, people):
        present.remove(CHILD)
    if SHELTER in present and is_a_lone_minor(heard, people):
        present.add(CHILD)
    return tuple(id for id in reader.vocabulary.emergencies if id in present)


def danger_to_confirm(passage: Passage, emergencies: Collection[str], reader: Reader) -> str | None:
    """The emergency that a text is told most like without a rule having read it, to be asked about; None when it is like none.

    Beside one that was read, only a danger to life is worth a question.
    """
    like = () if reader.dangers is None else reader.dangers.read(passage.words.text)
    danger = next((id for id in like if id not in emergencies and (not emergencies or id in TO_LIFE)), None)
    return None if danger is None or Heard(passage.words, reader.alarms).has("personne") else danger


def raised_signs(words: Words, people: People, alarms: Alarms) -> Iterator[Raised]:
    """Every sign that holds, one reading each: what a reviewer is shown to judge the rules by."""
    yield from _raised(Heard(words, alarms), people)


def _raised(heard: Heard, people: People) -> Iterator[Raised]:
    if heard.has("personne"):
        return
    of_a_child = people.age_years is not None and people.age_years < MAJORITY
    raised: list[Raised] = []
    for sign in heard.signs:
        told = sign.without_first() if of_a_child and sign.parts[0] == _CHILD_NAMED else sign
        if not heard.says(told):
            continue
        one = next((one for one in heard.matches(told) if holds(heard, one) and not strikes(heard.words, one, people)), None)
        if one is not None:
            raised.append(one)
    plain = {one.sign.emergency for one in raised if "backed" not in one.sign.holds}
    for one in raised:
        if "backed" not in one.sign.holds or one.sign.emergency in plain or heard.part("common/maintenant"):
            yield one
