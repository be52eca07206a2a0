"""Whom a harm is done to, which says whom to call: 119 for a child, 3977 for a frail adult, 17 or 3919 for anyone else."""

from collections.abc import Collection

from orientation.conversation.ages.mention import MAJORITY
from orientation.conversation.emergencies.raised import Heard, Raised
from orientation.conversation.emergencies.silencing import HARM, SHELTER, SUICIDE
from orientation.conversation.people.reading import People
from orientation.conversation.phrases import Found
from orientation.conversation.words import Words, word_set

CHILD, FRAIL, OTHERS = "enfant-en-danger", "maltraitance-adulte", "violences"
_ALONE_FROM, _STRIKES_UNTIL, _OLD, _VERY_OLD = 11, 15, 65, 75
_NAMED_WITHIN, _SAID_WITHIN = 12, 6
_STRIKERS = word_set("pere papa oncle tonton compagnon conjoint mari copain ex frere nounou educateur animateur cousin voisin adulte")
_STRIKES = word_set("frappe tape bat menace violent violente insulte mord crie hurle cogne secoue casse")
_CHILDREN = word_set("fils fille garcon enfant petit petite gamin gamine ado")
_ARMS = word_set("couteau couteaux hache machette fusil carabine arme marteau batte")
_OBJECTS = word_set("le la l les me m se s lui")
_MINE = word_set("me m moi nous")
_TAKEN_FROM = word_set("lui me m nous leur")
_SHARED = frozenset({"harm/traces-net", "harm/sans-soin-net", "harm/rentrer"})
"""Lists that may be of the adult beside as well as of the child: bruises, being shut in, a fear of going home."""
_ROOFLESS = frozenset(
    f"harm/{name}" for name in ("rue-net", "mauvais-lit", "lieu-seul", "seul-net-enfant", "seul-enfant", "manque-net-enfant")
)
_HURTS = frozenset(f"harm/{name}" for name in ("coups-net-enfant", "coups-enfant", "sexe-fort", "sexe-enfant", "parent-danger"))
"""Lists that say of a child what having no roof says already, and those that say more."""


def strikes(words: Words, raised: Raised, people: People) -> bool:
    """Whether the one who strikes is a child spoken of: "garçon de 11 ans, frappe sa mère" calls for care, not for an alarm."""
    if raised.sign.emergency != HARM or people.age_years is None or people.age_years >= MAJORITY:
        return False
    forms = words.forms[raised.first : raised.last + 3]
    if _ARMS & set(forms):
        return False
    if raised.sign.victim == CHILD and "bare" in raised.sign.holds:
        return any(_strikes_alone(words, part) for part in raised.parts)
    if raised.sign.victim == CHILD or not any(form in _STRIKES for form in forms) or "par" in forms:
        return False
    if _MINE & set(forms):
        own = words.forms[max(0, raised.first - _SAID_WITHIN) : raised.last + 1]
        if people.age_years >= _STRIKES_UNTIL or not any(form in _CHILDREN for form in own):
            return False
    return not any(form in _STRIKERS for form in words.forms[max(0, raised.first - _NAMED_WITHIN) : raised.last + 1])


def _strikes_alone(words: Words, part: Found) -> bool:
    """Whether a verb ends its clause with nobody before who would do it to the child: "garçon de 11 ans, frappe, casse"."""
    first, last = words.bounds_of_segment[words.segments[part.first]]
    if words.forms[part.last] not in _STRIKES or part.last != last:
        return False
    return first >= part.first - 1 and not (_STRIKERS | _OBJECTS) & set(words.forms[first : part.first])


def is_a_lone_minor(heard: Heard, people: People) -> bool:
    """Whether the one without a roof is a minor with no family beside: 119 as well as 115."""
    age = people.age_years
    alone = not heard.part("shelter/en-famille") or bool(heard.part("shelter/sans-famille"))
    return age is not None and _ALONE_FROM <= age < MAJORITY and alone


def _near(heard: Heard, raised: Raised, name: str) -> bool:
    return any(one.last >= raised.first - _NAMED_WITHIN and one.first <= raised.last + _NAMED_WITHIN for one in heard.part(f"harm/{name}"))


def named(heard: Heard, raised: Raised, people: People) -> set[str]:
    """Under which names a harm is shown: by its victim, and by who is hurt or exposed beside that victim."""
    named, age = _by_victim(heard, raised, people), people.age_years
    if named == {CHILD}:
        teenager = age is not None and _ALONE_FROM <= age < MAJORITY and _near(heard, raised, "partenaire-du-mineur")
        return named | {OTHERS} if teenager or _near(heard, raised, "mere-frappee") else named
    if OTHERS in named and _near(heard, raised, "enfant-vise"):
        return named | {CHILD}
    if named == {FRAIL} and (age is None or age >= MAJORITY) and _is_struck(heard, raised):
        return named | {OTHERS}
    return named


def _is_struck(heard: Heard, raised: Raised) -> bool:
    """Whether someone frail is struck or threatened at home, which is for the police too; not by who is paid to care."""
    return _near(heard, raised, "coups-de-proche") and not _near(heard, raised, "soignant-lieu")


def is_merely_there(heard: Heard, raised: Collection[Raised], present: Collection[str], people: People) -> bool:
    """Whether a child is but named beside an adult's danger: one who is hurt, a family without a roof, someone suicidal."""
    grown = people.age_years is not None and people.age_years >= MAJORITY
    own = [one for one in raised if one.sign.victim == CHILD and "bare" not in one.sign.holds]
    hurt = any(one.sign.emergency == HARM and one.sign.victim in (None, OTHERS) for one in raised)
    if OTHERS in present and hurt and grown and not heard.part("harm/enfant-vise") and all(_SHARED & set(one.sign.parts) for one in own):
        return True
    with_family = grown or people.age_years is None
    told = [set(one.sign.parts) for one in raised if one.sign.victim == CHILD]
    if SHELTER in present and with_family and OTHERS not in present and told:
        return all(_ROOFLESS & parts and not _HURTS & parts for parts in told)
    return SUICIDE in present and OTHERS not in present and not own


def _by_victim(heard: Heard, raised: Raised, people: People) -> set[str]:
    words, victim, age = heard.words, raised.sign.victim, people.age_years

    def near(name: str) -> bool:
        return _near(heard, raised, name)

    own = any(form in _MINE for form in words.forms[max(0, raised.first - 1) : raised.last + 3])
    child, partner = near("enfant-sur"), near("conjoint-sur")
    grown = age is not None and age >= MAJORITY
    old = age is not None and age >= _OLD
    able = partner and (age is None or age < _VERY_OLD) and not near("fragile-net-sur")
    if victim == OTHERS and (age is None or grown):
        return {OTHERS} | ({CHILD} if child and not partner else set()) | ({FRAIL} if old and not able else set())
    if age is not None and age < _ALONE_FROM and own and near("conjoint-du-auteur"):
        return {OTHERS, CHILD} if near("enfant-vise") else {OTHERS}
    if age is not None and age < MAJORITY:
        return {FRAIL} if victim == FRAIL and near("fragile-age") else {CHILD}
    if victim == CHILD and not old and (child or not grown):
        return {CHILD}
    if "bare" in raised.sign.holds and victim is not None:
        return set() if victim == CHILD else {FRAIL, OTHERS} if partner and own else {FRAIL}
    frail = old or near("fragile-sur") or (age is None and near("fragile-peut-etre"))
    if able and grown and victim is None:
        return {OTHERS}
    if own and not old:
        return {OTHERS, CHILD} if age is None and near("parent-du-auteur") else {OTHERS}
    if child and not own and not old and (age is None or not partner) and victim != FRAIL:
        return {CHILD, OTHERS} if partner or grown else {CHILD}
    if frail:
        sure = old or near("fragile-sur")
        return {FRAIL, OTHERS} if victim is None and (partner or not sure) else {FRAIL}
    if victim == FRAIL and grown and able:
        return {OTHERS}
    if victim == FRAIL and not partner:
        if not grown or heard.part("harm/fragile-sur") or heard.part("harm/fragile-peut-etre"):
            return {FRAIL}
        by_another = near("auteur-fragile") or bool(_TAKEN_FROM & set(words.forms[max(0, raised.first - 2) : raised.last + 1]))
        return {OTHERS} if child or by_another else set()
    return {OTHERS}
