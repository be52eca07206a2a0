"""The ages of a man and a woman told side by side ("lui 85, elle 79"), and which of the two the request is for."""

from collections.abc import Mapping

from orientation.conversation.words import Words, word_set
from orientation.resource import Sex

_HE = word_set("lui il monsieur mr m homme mari papi pepe pere papa")
_SHE = word_set("elle madame mme dame femme epouse mamie meme mere maman")
_FILLERS = word_set("a de est age agee en")
_AFTER = word_set("ans an a")
_YOUNGEST, _OLDEST = 18, 110
_ILL = (
    "alzheimer",
    "alz",
    "parkinson",
    "avc",
    "demen",
    "hemipleg",
    "desorient",
    "aveugle",
    "cecite",
    "dialys",
    "grabat",
    "cancer",
    "trisom",
    "lewy",
    "insuffisan",
    "diabet",
)
_DOES = word_set("tout fait font fais peur inquiete inquiets trop dur difficile lourd vit tient")
_ASKED_FOR = word_set("psychologue aide place suivi accueil")


def ages_of_a_couple(words: Words) -> Mapping[Sex, float]:
    """How old he and she are, as far as each is told by a pronoun, a title or "mari", with the age right after."""
    told: dict[Sex, float] = {}
    for at in range(len(words)):
        sex = _sex_of(words.forms[at])
        if sex is None or sex in told:
            continue
        age_at = at + 2 if words.forms[at + 1 : at + 2] and words.forms[at + 1] in _FILLERS else at + 1
        if age_at < len(words) and _is_an_age(words, age_at):
            told[sex] = float(words.forms[age_at])
    return told


def meant_of_a_couple(words: Words) -> Sex | None:
    """Whom "c'est pour elle", "c'est lui le patient", or an illness told of one only, tell the request is for; None when nothing does."""
    forms = words.forms
    for at, form in enumerate(forms):
        sex = _sex_of(form) if form in ("elle", "lui", "madame", "mme", "monsieur", "mr") else None
        if sex is None:
            continue
        before = forms[max(0, at - 3) : at]
        if before == ("c", "est", "pour") or before[-2:] == ("c", "est") and forms[at + 1 : at + 2] in (("le",), ("la",)):
            return sex
        if before[-1:] == ("pour",) and before[-2:-1] and before[-2] in _ASKED_FOR:
            return sex
    ill = {sex for at, form in enumerate(forms) if (sex := _sex_of(form)) is not None and _is_told_ill(words, at)}
    wanted = {sex for at in range(1, len(forms)) if (sex := _sex_of(forms[at])) and _is_wanted_for(words, at)}
    meant = ill if len(ill) == 1 else wanted
    return next(iter(meant)) if len(meant) == 1 else None


def _is_wanted_for(words: Words, at: int) -> bool:
    """ "LAM ou ACT pour elle", "Pour lui il faut l'accueil de jour"; never "elle fait tout pour lui"."""
    told = words.forms[at] in ("lui", "elle") and words.forms[at - 1] == "pour" and words.at(at - 2) not in _DOES
    return told and not (words.at(at + 1) in ("les", "meme", "deux") and words.cuts[at + 1].strip() == "")


def _is_told_ill(words: Words, at: int) -> bool:
    """ "lui 85 ans Parkinson", "elle est Alzheimer"."""
    last = next((index for index in range(at + 1, min(at + 6, len(words))) if _sex_of(words.forms[index])), min(at + 6, len(words)))
    return any(words.forms[index].startswith(_ILL) and words.sentences[index] == words.sentences[at] for index in range(at + 1, last))


def _sex_of(form: str) -> Sex | None:
    return "M" if form in _HE else "F" if form in _SHE else None


def _is_an_age(words: Words, at: int) -> bool:
    form, after = words.forms[at], words.forms[at + 1 : at + 2]
    if not form.isdigit() or not _YOUNGEST <= int(form[:4]) <= _OLDEST or words.sentences[at] != words.sentences[at - 1]:
        return False
    return after == () or after[0] in _AFTER or words.cuts[at + 1].strip() != "" or _sex_of(after[0]) is not None or not after[0].isdigit()
