"""Whether something is asked for outright, besides the very words that say nothing is."""

from collections.abc import Sequence

from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage

_ASKING = (
    "svp",
    "stp",
    "s'il",
    "veux",
    "veut",
    "voul",
    "cherch",
    "recherch",
    "souhait",
    "voudr",
    "aimer",
    "faudr",
    "il faut",
    "besoin",
    "pouvez",
    "sollicit",
    "il lui",
    "il leur",
    "il me",
    "il nous",
    "a prevoir",
    "a organiser",
    "a trouver",
    "a lancer",
    "a mettre",
    "a solliciter",
    "qui peut",
    "qui pourrait",
    "y a t il",
    "y aurait il",
    "ya t il",
    "existe t il",
    "connaissez",
)
_CIVIL = frozenset({"svp", "stp", "s'il vous plait", "s'il te plait"})
_LEADING_WITHIN = 2


def demands(passage: Passage) -> bool:
    """Whether something is asked for outright, besides the words that say nothing is."""
    return bool(passage.words.questions) or asked_outright(passage)


def asked_outright(passage: Passage) -> bool:
    """Whether a word of asking stands outside what says that nothing is."""
    said = [one for one in passage.of("offtopic") if one.entry.id.startswith(("rien", "erreur", "annonce"))]
    asked = [cue for cue in passage.cues("demande") if _asks(cue.entry.phrase)]
    return any(
        not (
            any(one.contains(cue) or _leads_to(passage, cue, one) for one in said)
            or _is_denied(passage, cue)
            or _is_only_civil(passage, cue, said)
        )
        for cue in asked
    )


def _leads_to(passage: Passage, cue: Found, announced: Found) -> bool:
    """Whether what is wished is the very thing announced: "j'aimerais devenir bénévole", "je souhaiterais interroger"."""
    near = 0 < announced.first - cue.last <= _LEADING_WITHIN
    return announced.entry.id == "annonce" and near and passage.words.segments[cue.last] == passage.words.segments[announced.first]


def _asks(phrase: str) -> bool:
    """Whether a cue of asking is one outright: "je cherche", "besoin de"."""
    return phrase.startswith(_ASKING) or any(word.startswith(_ASKING) for word in phrase.split())


def _is_only_civil(passage: Passage, cue: Found, said: Sequence[Found]) -> bool:
    """ "annulez le transport svp": the politeness of the very sentence that says nothing is wanted."""
    segments = passage.words.segments
    return cue.entry.phrase in _CIVIL and any(segments[one.last] == segments[cue.first] for one in said)


def _is_denied(passage: Passage, cue: Found) -> bool:
    """ "rien à prévoir", "pas besoin", "ne veux pas être rappelée"."""
    forms = passage.words.forms
    before, after = forms[max(0, cue.first - 2) : cue.first], forms[cue.last + 1 : cue.last + 2]
    negated = after in (("pas",), ("rien",), ("aucun",), ("aucune",)) or after == ("plus",) and not {"ne", "n"}.isdisjoint(before)
    return negated or before[-1:] in (("pas",), ("plus",), ("sans",)) or _follows_nothing(passage, cue)


def _follows_nothing(passage: Passage, cue: Found) -> bool:
    """ "rien d'autre à prévoir", "aucune nouvelle demande"."""
    first, _ = passage.in_segment(cue.first)
    return not {"rien", "aucun", "aucune"}.isdisjoint(passage.words.forms[max(first, cue.first - 3) : cue.first])
