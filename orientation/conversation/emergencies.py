"""What comes before any list, from reviewed rules only. Missing one is far worse than one too many.

A sign is made of wordings that stand together (data/lexicon/emergencies). What can silence it is bounded: a denial governs only
what directly follows it, a date only what stands beside it, so that nothing said elsewhere in the text hides a danger. What only
looks like a danger is asked about, never taken as said.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from orientation.conversation.alarms import ANYWHERE, NEXT, Alarms, Sign
from orientation.conversation.lexicon import Reader
from orientation.conversation.people import People
from orientation.conversation.phrases import Found
from orientation.conversation.scope import Passage
from orientation.conversation.words import Words, word_set

HARM, CHILD, FRAIL, OTHERS, SHELTER, SUICIDE, VITAL = (
    "harm",
    "enfant-en-danger",
    "maltraitance-adulte",
    "violences",
    "sans-abri-ce-soir",
    "suicide",
    "vital",
)
TO_LIFE = frozenset({VITAL, SUICIDE})
_ALONE_FROM, _STRIKES_UNTIL, _MAJORITY, _OLD = 11, 15, 18, 65
_NEXT_WITHIN, _BESIDE_WITHIN, _DATED_WITHIN, _TOLD_WITHIN, _SUPPOSED_WITHIN, _NAMED_WITHIN = 5, 12, 6, 6, 3, 12
_DENIED_WITHIN, _DATED_AFTER, _CALMED_WITHIN, _STORY_WITHIN, _AFTER_WITHIN = 6, 9, 20, 10, 8
_NEGATORS = word_set(
    "pas aucun aucune aucuns aucunes sans ni jamais nul nulle absence zero nie nient niant dement refute exclu guere non pa"
)
_NOT_REALLY = word_set("que seulement mal assez facile loin toujours encore forcement tout simple trop evident sur plus")
# Words a denial passes over to reach what it denies: "pas eu de signe de détresse", "ne parle pas de mourir".
_LIGHT = word_set(
    """
    de d du des le la les l un une en y a sd sdr syndrome syndromes ai ont eu ete est sont etait avait signe signes notion idee idees trouble troubles
    antecedent antecedents atcd atcds autre autres nouveau nouvelle nouvelles nouveaux vrai vraie vraiment grosse gros reel reelle
    reelles encore fait faite faits subi presente presentes exprime exprimes propos projet projets intention intentions risque
    critere criteres element elements argument suspicion symptome symptomes episode episodes tentative parle parler dit veut veux
    voulu vouloir avoir etre pense penser envie se me s m n ne il elle on lui leur physique physiques aucun aucune quelconque particulier
    particuliere a au aux point pt passe passage acte acces crise dangers alerte moindre debut debutant debutante clinique cliniques actuel
    actuelle actuels actuelles franche franc aigu aigue patent evident suicidaire noire noires aggravation volonte menace menaces
    danger toute tout toutes
    tous jamais part sa son ses mon ma mes qui fasse laisse penser craindre evoque evoquer evoquant
    """
)
_DENIES_AFTER = word_set(
    """
    pas pa jamais nullement aucunement absent absente absents absentes niees nies nie niee ecarte ecartee ecartes ecartees exclu exclue
    exclus exclues leve levee leves levees infirme infirmee infirmes infirmees non nan 0 zero
    """
)
_SAID_LAST = word_set("non nan 0 zero")
_SAYS_NO = word_set("non ras neant aucun aucune nan jamais zero absence negatif")
_STRIKERS = word_set("pere papa oncle tonton compagnon conjoint mari copain ex frere nounou educateur animateur cousin voisin adulte")
_STRIKES = word_set("frappe tape bat menace violent violente insulte mord crie hurle cogne secoue casse")
_NO_DATES = (("nee",), ("ne",), ("naissance",), ("ddn",))
_CHILD_NAMED = "harm/enfant-present"
_CHILDREN = word_set("fils fille garcon enfant petit petite gamin gamine ado")
_MINE = word_set("me m moi nous")
_TAKES_BACK = word_set("mais sauf pourtant cependant")
_BUT = word_set("mais sauf pourtant cependant la maintenant depuis soudain")


@dataclass(frozen=True, slots=True)
class Raised:
    """A sign read in a text, and the wordings it was read from."""

    sign: Sign
    parts: tuple[Found, ...]

    @property
    def first(self) -> int:
        return min(part.first for part in self.parts)

    @property
    def last(self) -> int:
        return max(part.last for part in self.parts)

    def holds_word(self, index: int) -> bool:
        return any(part.first <= index <= part.last for part in self.parts)


def read_emergencies(passage: Passage, people: People, reader: Reader) -> tuple[str, ...]:
    """Ids of the emergencies present, in vocabulary order. Harm is named by whom it is done to: a child, a frail adult, anyone else."""
    present: set[str] = set()
    heard = _Heard(passage.words, reader.alarms)
    for raised in _raised(heard, people):
        present |= _named(heard, raised, people) if raised.sign.emergency == HARM else {raised.sign.emergency}
    if SHELTER in present and _is_a_lone_minor(heard, people):
        present.add(CHILD)
    return tuple(id for id in reader.vocabulary.emergencies if id in present)


def danger_to_confirm(passage: Passage, emergencies: Collection[str], reader: Reader) -> str | None:
    """The emergency that a text is told most like without a rule having read it, to be asked about; None when it is like none.

    Beside one that was read, only a danger to life is worth a question.
    """
    like = () if reader.dangers is None else reader.dangers.read(passage.words.text)
    danger = next((id for id in like if id not in emergencies and (not emergencies or id in TO_LIFE)), None)
    return None if danger is None or _Heard(passage.words, reader.alarms).has("personne") else danger


def raised_signs(words: Words, people: People, alarms: Alarms) -> Iterator[Raised]:
    """Every sign that holds, one reading each: what a reviewer is shown to judge the rules by."""
    yield from _raised(_Heard(words, alarms), people)


def _raised(heard: "_Heard", people: People) -> Iterator[Raised]:
    if heard.has("personne"):
        return
    of_a_child = people.age_years is not None and people.age_years < _MAJORITY
    raised: list[Raised] = []
    for sign in heard.signs:
        told = sign.without_first() if of_a_child and sign.parts[0] == _CHILD_NAMED else sign
        one = next((one for one in heard.matches(told) if _holds(heard, one) and not _strikes(heard.words, one, people)), None)
        if one is not None:
            raised.append(one)
    plain = {one.sign.emergency for one in raised if "backed" not in one.sign.holds}
    for one in raised:
        if "backed" not in one.sign.holds or one.sign.emergency in plain or heard.part("common/maintenant"):
            yield one


class _Heard:
    """What was found in a text of the wordings of emergencies, by list."""

    def __init__(self, words: Words, alarms: Alarms) -> None:
        self.words, self.signs = words, alarms.signs
        self.passage = Passage(words, ())
        figures: dict[str, list[Found]] = {}
        parts: dict[str, list[Found]] = {}
        cues: dict[str, list[Found]] = {}
        for found in alarms.book.find(words):
            held = {"figure": figures, "part": parts, "cue": cues}[found.entry.kind]
            held.setdefault(found.entry.id, []).append(found)
        self._cues = cues
        self._parts = {
            id: [one for one in some if not any(_is_figure(figure, one) for figure in figures.get(id.partition("/")[0], ()))]
            for id, some in parts.items()
        }

    def has(self, cue: str) -> bool:
        return cue in self._cues

    def cues(self, *ids: str) -> Iterator[Found]:
        for id in ids:
            yield from self._cues.get(id, ())

    def part(self, name: str) -> list[Found]:
        return self._parts.get(name, [])

    def matches(self, sign: Sign) -> Iterator[Raised]:
        """Every way the wordings of a sign stand together as it asks."""
        if all(self._parts.get(name) for name in sign.parts):
            for first in self._parts[sign.parts[0]]:
                yield from self._extended(sign, (first,))

    def _extended(self, sign: Sign, parts: tuple[Found, ...]) -> Iterator[Raised]:
        if len(parts) == len(sign.parts):
            yield Raised(sign, parts)
            return
        join = sign.joins[len(parts) - 1]
        for found in self._parts[sign.parts[len(parts)]]:
            if self._stand(parts, found, join):
                yield from self._extended(sign, (*parts, found))

    def _stand(self, parts: tuple[Found, ...], found: Found, join: str) -> bool:
        if any(part.first <= found.last and found.first <= part.last for part in parts):
            return False
        if join == ANYWHERE:
            return True
        before = parts[-1]
        if join == NEXT:
            return (
                0 < found.first - before.last <= _NEXT_WITHIN + 1 and self.words.sentences[found.first] == self.words.sentences[before.last]
            )
        return any(max(found.first - part.last, part.first - found.last) <= _BESIDE_WITHIN + 1 for part in parts)


def _is_figure(figure: Found, found: Found) -> bool:
    """Whether a wording is but a piece of one that means something else, or runs half into it ("en finir | avec la cigarette")."""
    if figure.contains(found):
        return figure.length > found.length
    shared = min(figure.last, found.last) - max(figure.first, found.first) + 1
    return not found.contains(figure) and 2 * shared >= found.length


def _holds(heard: _Heard, raised: Raised) -> bool:
    """Whether it is so now, here: neither denied, nor years ago or still to come, nor told of a subject."""
    if any(_is_denied(heard.words, raised, part) for part in raised.parts):
        return False
    if any(heard.passage.is_retracted(part) for part in raised.parts):
        return False
    if _is_past(heard, raised) or _is_subject(heard, raised) or _is_not_meant(heard, raised):
        return False
    if "denied" in raised.sign.holds and _is_denied_elsewhere(heard, raised):
        return False
    if "fresh" in raised.sign.holds and _is_over(heard, raised):
        return False
    if "now" in raised.sign.holds and not _is_now(heard, raised):
        return False
    if _is_calmed(heard, raised):
        return False
    if "bare" in raised.sign.holds and _is_ordinary(heard, raised) and not _is_now(heard, raised):
        return False
    if raised.sign.emergency == SUICIDE and _is_explained(heard, raised):
        return False
    if raised.sign.emergency == VITAL and (_is_supposed(heard, raised) or _is_lasting(heard, raised)):
        return False
    if raised.sign.emergency == HARM and _is_safe_now(heard, raised):
        return False
    return not (raised.sign.emergency == SHELTER and _has_a_roof(heard, raised))


def _says_nothing_of(words: Words, index: int) -> bool:
    """Whether a "rien" denies what follows: "rien qui fasse penser à des violences", "rien d'inquiétant"."""
    return words.forms[index] == "rien" and words.forms[index + 1 : index + 2] in (("qui",), ("d",), ("n",), ("evoquant",))


def _is_denied(words: Words, raised: Raised, part: Found) -> bool:
    """Whether a denial stands right before it, with only light words between, or right after: "pas eu de chute", "violences : non"."""
    start = words.bounds_of_segment[words.segments[part.first]][0]
    own = words.forms[part.first] in _NEGATORS
    if not own:
        for index in range(part.first - 1, max(start, part.first - _DENIED_WITHIN) - 1, -1):
            form = words.forms[index]
            if raised.holds_word(index):
                continue
            if _says_nothing_of(words, index) or form == "personne" and words.forms[index + 1] in ("ne", "n"):
                return True
            if form in _NEGATORS:
                if form in ("pas", "pa", "jamais") and words.forms[index + 1] in _NOT_REALLY:
                    return False
                return form != "non" or index == part.first - 1 or words.forms[index + 1] in ("de", "d", "a")
            if form == "plus" and words.forms[index + 1] in ("de", "d", "aucun", "aucune", "jamais"):
                alone = index == start and not words.forms[index + 2 : index + 3][0][:1].isdigit()
                return alone or any(before in ("ne", "n", "a", "y", "ai", "ont", "il") for before in words.forms[max(0, index - 3) : index])
            if form not in _LIGHT:
                break
    return _is_denied_after(words, raised, part)


def _is_denied_after(words: Words, raised: Raised, part: Found) -> bool:
    after = part.last + 1
    if after >= len(words) or raised.holds_word(after):
        return False
    form = words.forms[after]
    last = words.bounds_of_segment[words.segments[part.last]][1]
    if words.segments[after] == words.segments[part.last]:
        following = words.forms[after + 1] if after + 1 < len(words) and after + 1 <= last else ""
        if form in ("pas", "pa", "jamais"):
            return following not in _NOT_REALLY
        if form == "plus":
            negated = any(one in ("ne", "n") for one in words.forms[max(0, part.first - 3) : part.first + 1])
            return following not in ("en", "de", "fort", "que", "souvent", "d") and (negated or after == last)
        return form in _DENIES_AFTER and (form not in _SAID_LAST or after == last)
    said_no = form in _SAYS_NO and any(sign in words.cuts[after] for sign in ":=?(")
    return said_no and after == words.bounds_of_segment[words.segments[after]][1]


def _is_denied_elsewhere(heard: _Heard, raised: Raised) -> bool:
    """Whether the writer says outright that there is no such danger, and no "mais" follows that takes it back."""
    forms = heard.words.forms
    return any(
        not _inside(raised, cue) and not _TAKES_BACK & set(forms[cue.last + 1 : max(cue.last + 3, raised.first + 1)])
        for cue in heard.cues(f"{raised.sign.emergency}/calms-text")
    )


def _is_past(heard: _Heard, raised: Raised) -> bool:
    """Whether a date of years back stands beside it, or an antecedent leads to it, and no word for now undoes that."""
    words = heard.words
    segments = {words.segments[part.first] for part in raised.parts}
    low, high = raised.first, raised.last
    around = [cue for cue in heard.cues("present") if words.segments[cue.first] in segments and not _inside(raised, cue)]
    for cue in heard.cues("passe"):
        if _inside(raised, cue) or not (low - _DATED_WITHIN <= cue.last and cue.first <= high + _DATED_AFTER):
            continue
        if words.forms[cue.first].startswith("ancien") and not any(_adjoins(cue, part) for part in raised.parts):
            continue
        if words.forms[max(0, cue.first - 1) : cue.first] in _NO_DATES or "comme" in words.forms[max(0, cue.first - 2) : cue.first]:
            continue
        beside = words.segments[cue.first] in segments or _is_short_segment(words, cue, segments)
        if beside and not any(not cue.contains(one) and not one.contains(cue) for one in around):
            return True
    for cue in heard.cues("antecedent"):
        if words.segments[cue.first] in segments and cue.last < low and not around:
            negated = cue.first > 0 and words.forms[cue.first - 1] in _NEGATORS
            if not negated:
                return True
    return False


def _adjoins(cue: Found, part: Found) -> bool:
    """Whether a cue stands right beside a wording, so that it qualifies it: "d'anciens bleus", not "une gifle et d'anciens bleus"."""
    return part.first - cue.last in (1, 2) or cue.first - part.last in (1, 2)


def _is_short_segment(words: Words, cue: Found, segments: set[int]) -> bool:
    """Whether a date stands alone between commas beside the sign: "violences, il y a vingt ans, …"."""
    segment = words.segments[cue.first]
    first, last = words.bounds_of_segment[segment]
    near = segment - 1 in segments or segment + 1 in segments
    same = any(words.sentences[words.bounds_of_segment[one][0]] == words.sentences[first] for one in segments)
    return near and same and 2 <= cue.length >= last - first


def _inside(raised: Raised, cue: Found) -> bool:
    return any(part.contains(cue) for part in raised.parts)


def _is_subject(heard: _Heard, raised: Raised) -> bool:
    """Whether it is what a training day, a campaign or a text is about."""
    words = heard.words
    return any(
        0 < raised.first - cue.last <= _TOLD_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]
        for cue in heard.cues("sujet")
    )


def _is_not_meant(heard: _Heard, raised: Raised) -> bool:
    """Whether the writer says that it is a manner of speaking."""
    forms = heard.words.forms
    return any(
        0 < cue.first - raised.last <= _BESIDE_WITHIN and not {"pas", "jamais", "plus"} & set(forms[raised.last + 1 : cue.first])
        for cue in heard.cues("facon-de-parler")
    )


def _is_over(heard: _Heard, raised: Raised) -> bool:
    """Whether the text tells what came after ("sort de chirurgie") and no word in the sentence says that it is now."""
    words, sentence = heard.words, heard.words.sentences[raised.first]
    near = (
        cue
        for cue in heard.cues("apres-proche")
        if words.sentences[cue.first] == sentence
        and max(cue.first - raised.last, raised.first - cue.last) <= _AFTER_WITHIN
        and words.forms[max(0, cue.first - 1) : cue.first] != ("d",)
    )
    return any(not _inside(raised, cue) for cue in (*heard.cues("apres"), *near)) and not _is_now(heard, raised)


def _is_calmed(heard: _Heard, raised: Raised) -> bool:
    """Whether it is said after it that all is well ("bilan rassurant", "il va bien"), or told around it that it is a story or a lesson.

    A wish to die is not calmed by someone who "goes well".
    """
    words = heard.words
    for cue in heard.cues("raconte"):
        apart = max(cue.first - raised.last, raised.first - cue.last)
        if not _inside(raised, cue) and apart <= _STORY_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]:
            return True
    for cue in heard.cues("revolu"):
        if 0 < cue.first - raised.last <= _BESIDE_WITHIN and words.sentences[cue.first] == words.sentences[raised.first]:
            return True
    spared = raised.sign.emergency != SUICIDE and "unspared" not in raised.sign.holds
    if spared and any(_calms(words, raised, cue) for cue in heard.cues("apaise")):
        return True
    return "clues" in raised.sign.holds and any(
        not _inside(raised, cue) and words.sentences[cue.first] == words.sentences[raised.first] for cue in heard.cues("autre-sujet")
    )


def _calms(words: Words, raised: Raised, cue: Found) -> bool:
    if _inside(raised, cue):
        return False
    if raised.first < cue.first <= raised.last + _CALMED_WITHIN:
        return not _BUT & set(words.forms[cue.last + 1 : cue.last + 3])
    same = words.sentences[cue.first] == words.sentences[raised.first]
    return same and 0 <= raised.first - cue.last <= _CALMED_WITHIN and not _BUT & set(words.forms[cue.last : raised.last + 1])


def _is_ordinary(heard: _Heard, raised: Raised) -> bool:
    """Whether the sentence asks for an ordinary service or says that all is well: signs that are only clues together are then none."""
    sentences = {heard.words.sentences[part.first] for part in raised.parts}
    return any(not _inside(raised, cue) and heard.words.sentences[cue.first] in sentences for cue in heard.cues("ordinaire"))


def _is_explained(heard: _Heard, raised: Raised) -> bool:
    """Whether what was taken for a wish to die is taken back after: a word misunderstood, a dose taken by mistake."""
    return any(0 < cue.first - raised.last <= _CALMED_WITHIN for cue in heard.cues("suicide/calms-near"))


def _is_now(heard: _Heard, raised: Raised) -> bool:
    words = heard.words
    return any(
        words.sentences[cue.first] == words.sentences[raised.first]
        and raised.first - _BESIDE_WITHIN <= cue.last
        and cue.first <= raised.last + _BESIDE_WITHIN
        for cue in heard.part("common/maintenant")
    )


def _is_supposed(heard: _Heard, raised: Raised) -> bool:
    """Whether it is only feared, or guarded against."""
    words = heard.words
    return any(
        0 < raised.first - cue.last <= _SUPPOSED_WITHIN and words.segments[cue.first] == words.segments[raised.first]
        for cue in heard.cues("hypothese")
    )


def _is_lasting(heard: _Heard, raised: Raised) -> bool:
    """Whether it has lasted for months, with no word for now beside it."""
    words = heard.words
    segment = words.segments[raised.last]
    lasting = any(
        words.segments[cue.first] == segment
        and not _inside(raised, cue)
        and raised.first - _DATED_WITHIN <= cue.last <= raised.last + _DATED_AFTER
        for cue in heard.cues("chronique")
    )
    return lasting and not any(
        words.segments[cue.first] == segment and not any(cue.first <= one.last and one.first <= cue.last for one in heard.cues("chronique"))
        for cue in heard.part("common/maintenant")
    )


def _has_a_roof(heard: _Heard, raised: Raised) -> bool:
    """Whether the coming night has a roof after all, or it is only about later."""
    words = heard.words
    if heard.has("shelter/calms-text"):
        return True
    sentence = words.sentences[raised.first]
    tonight = any(words.sentences[one.first] == sentence for one in heard.part("shelter/nuit-net"))
    if not tonight and heard.has("shelter/calms-stay"):
        return True
    if not tonight and any(
        words.sentences[cue.first] == sentence and raised.first - _BESIDE_WITHIN <= cue.last and cue.first <= raised.last + _BESIDE_WITHIN
        for cue in heard.cues("shelter/calms-near")
    ):
        return True
    return not tonight and any(
        words.sentences[cue.first] == sentence and raised.first - _DATED_WITHIN <= cue.last and cue.first <= raised.last + _DATED_WITHIN
        for cue in heard.cues("plus-tard")
    )


def _is_safe_now(heard: _Heard, raised: Raised) -> bool:
    """Whether the text says that the one who was hurt is out of reach today, and nothing beside the sign says that it goes on."""
    return heard.has("harm/calms-text") and not heard.part("harm/rouvre") and not _is_now(heard, raised)


def _strikes(words: Words, raised: Raised, people: People) -> bool:
    """Whether the one who strikes is a child spoken of: "garçon de 11 ans, frappe sa mère" calls for care, not for an alarm."""
    if raised.sign.emergency != HARM or people.age_years is None or people.age_years >= _MAJORITY:
        return False
    forms = words.forms[raised.first : raised.last + 3]
    if raised.sign.victim == CHILD or not any(form in _STRIKES for form in forms) or "par" in forms:
        return False
    if _MINE & set(forms):
        own = words.forms[max(0, raised.first - _DATED_WITHIN) : raised.last + 1]
        if people.age_years >= _STRIKES_UNTIL or not any(form in _CHILDREN for form in own):
            return False
    return not any(form in _STRIKERS for form in words.forms[max(0, raised.first - _NAMED_WITHIN) : raised.last + 1])


def _is_a_lone_minor(heard: _Heard, people: People) -> bool:
    """Whether the one without a roof is a minor with no family beside: 119 as well as 115."""
    age = people.age_years
    return age is not None and _ALONE_FROM <= age < _MAJORITY and not heard.part("shelter/en-famille")


def _near(heard: _Heard, raised: Raised, name: str) -> bool:
    return any(one.last >= raised.first - _NAMED_WITHIN and one.first <= raised.last + _NAMED_WITHIN for one in heard.part(f"harm/{name}"))


def _named(heard: _Heard, raised: Raised, people: People) -> set[str]:
    """Under which names a harm is shown: by its victim, and by who is hurt or exposed beside that victim."""
    named, age = _by_victim(heard, raised, people), people.age_years
    if named == {CHILD}:
        teenager = age is not None and _ALONE_FROM <= age < _MAJORITY and _near(heard, raised, "partenaire-du-mineur")
        return named | {OTHERS} if teenager or _near(heard, raised, "mere-frappee") else named
    if OTHERS in named and _near(heard, raised, "enfant-expose"):
        return named | {CHILD}
    if named == {FRAIL} and (age is None or age >= _MAJORITY) and _near(heard, raised, "coups-de-proche"):
        return named | {OTHERS}
    return named


def _by_victim(heard: _Heard, raised: Raised, people: People) -> set[str]:
    words, victim, age = heard.words, raised.sign.victim, people.age_years

    def near(name: str) -> bool:
        return _near(heard, raised, name)

    own = any(form in _MINE for form in words.forms[max(0, raised.first - 1) : raised.last + 3])
    child, partner = near("enfant-sur"), near("conjoint-sur")
    grown = age is not None and age >= _MAJORITY
    old = age is not None and age >= _OLD
    if age is not None and age < _MAJORITY:
        return {CHILD}
    if victim == CHILD and not old and (child or not grown):
        return {CHILD}
    if "bare" in raised.sign.holds and victim is not None:
        return set() if victim == CHILD else {FRAIL, OTHERS} if partner and own else {FRAIL}
    frail = old or near("fragile-sur") or (age is None and near("fragile-peut-etre"))
    if own and not old:
        return {OTHERS, CHILD} if age is None and near("parent-du-auteur") else {OTHERS}
    if child and not own and not old and (age is None or not partner) and victim != FRAIL:
        return {CHILD, OTHERS} if partner or grown else {CHILD}
    if frail:
        sure = old or near("fragile-sur")
        return {FRAIL, OTHERS} if victim is None and (partner or not sure) else {FRAIL}
    if victim == FRAIL and not partner:
        return {FRAIL}
    return {OTHERS}
