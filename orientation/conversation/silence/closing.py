"""Whether a text says that nothing is wanted any more, and what outlives those words."""

from bisect import bisect_right
from collections.abc import Sequence

from orientation.conversation.facts.reading import ReadFact
from orientation.conversation.needs.reading import ReadNeed
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.silence.asking import demands

_TURNS = frozenset({"mais", "sauf", "cependant", "toutefois", "revanche", "prefere", "preferent", "prefererait", "sinon"})
OUTLIVING_FROM = 0.8  # how sure a need must be to outlive words that close a file
_DEMANDED_FROM = 0.5  # above which "demande SMR" outlives them too, and words that may close nothing do not close
_CANCELLED = ("annul", "retir", "arret")
_WHOLE = "rien-du-tout"
_ASIDE = (("cote",), ("sur",), ("pour",), ("au",), ("niveau",), ("concernant",))  # "RAS côté budget" closes nothing
_UNDOING = frozenset({"personne", "rien", "aucun", "aucune"})
_BUT = frozenset({"qu", "sauf", "hormis", "excepte"})


def closes(passage: Passage, needs: Sequence[ReadNeed]) -> bool:
    """Whether the text says that nothing is wanted, and asks for nothing besides."""
    said = [one.entry.id for one in _closing(passage)]
    plainly = "rien" in said or _WHOLE in said or len(said) > 1 or bool(said) and all(need.confidence < _DEMANDED_FROM for need in needs)
    return plainly and not demands(passage) and not _turns_to(passage, needs) and not _outlives(passage, needs)


def _closing(passage: Passage) -> list[Found]:
    """What says that nothing is wanted; "besoin de rien d'autre", "j'ai trouvé personne", "pas de demande de logement" do not."""
    forms = passage.words.forms

    def is_partial(one: Found) -> bool:
        after = forms[one.last + 1 : one.last + 4]
        cancelled = any(form.startswith(_CANCELLED) for form in forms[one.first : one.last + 1])
        of_one_thing = (
            forms[one.last] == "demande"
            and after[:1] in (("de",), ("d",))
            and not cancelled
            or forms[one.last] == "ras"
            and after[:1] in _ASIDE
        )
        wanted = not {"besoin", "veut", "veulent", "demande", "demandent"}.isdisjoint(forms[max(0, one.first - 1) : one.last + 1])
        besides = wanted and after[:2] == ("d", "autre") or after[:1] == ("que",)
        return of_one_thing or besides or bool(after) and after[0] in _UNDOING or not _BUT.isdisjoint(after)

    return [one for one in passage.of("offtopic") if one.entry.id.startswith("rien") and not is_partial(one)]


def _outlives(passage: Passage, needs: Sequence[ReadNeed]) -> bool:
    """Whether a need is told in a sentence that closes nothing: "Demande une TISF. Rien à signaler pour les enfants".

    What is told before words that close the whole file ("Infirmière trouvée, kiné aussi. Dossier à classer") is closed with it.
    """
    words = passage.words
    said = _closing(passage)
    if all(one.entry.id == "rien-peut-etre" for one in said):
        closed = {words.segments[one.first] for one in said}
        return any(
            need.confidence >= _DEMANDED_FROM and words.segments[word_of(passage, need)] not in closed for need in needs if need.evidence
        )
    closing = {words.sentences[one.first] for one in said}
    closing |= set(range(max((words.sentences[one.first] for one in said if one.entry.id == _WHOLE), default=0)))
    told = [(need, word_of(passage, need)) for need in needs if need.evidence]
    return any(
        words.sentences[at] not in closing
        and (need.confidence >= OUTLIVING_FROM or need.confidence >= _DEMANDED_FROM and words.forms[at] == "demande")
        for need, at in told
    )


def _turns_to(passage: Passage, needs: Sequence[ReadNeed]) -> bool:
    """Whether a need comes after "mais", "sauf", "elle préfère": nothing is wanted but that."""
    forms = passage.words.forms
    first = min((one.first for one in _closing(passage)), default=0)
    turn = next((at for at in range(first, len(forms)) if forms[at] in _TURNS or forms[at : at + 2] == ("par", "contre")), None)
    return turn is not None and any(need.evidence and need.evidence[0] >= passage.words.starts[turn] for need in needs)


def word_of(passage: Passage, read: ReadNeed | ReadFact) -> int:
    """The word where a need or a fact begins to be told; -1 when it follows from something else."""
    return bisect_right(passage.words.starts, read.evidence[0]) - 1 if read.evidence else -1
