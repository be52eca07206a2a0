"""What surrounds a phrase and changes what it says: denial, correction, doubt, the past, and the cues found beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from orientation.conversation.phrases import Found
from orientation.conversation.words import Words, word_set

_REACH = 6
_SILENT, _SETTLED = "silent", "settled"
_OPENING, _CLOSING, _SIGNED_WITHIN = 12, 14, 40
_SIGNED = re.compile(
    r"(?:\[nom\]|cordialement|cdlt|cdt|bien à vous|salutations|remerciements|merci d'avance|bonne journée)[^.!?]*$", re.IGNORECASE
)
NEGATORS = word_set(
    "pas aucun aucune aucuns aucunes sans ni jamais jms nul nulle absence zero nie nient niant ecarte ecartent exclu exclut excluent guere"
)
# "Ne nie pas", "n'arrête plus de", "ne supporte plus": what denies is itself denied, or denies another thing than what follows.
DENIERS = word_set(
    """
    nie nient niait niant dement dementent refute refutent exclut excluent cache cachent cachait dissimule dissimulent
    arrete arretent arretait cesse cessent cessait supporte supportent supportait
    """
)
_WORD = re.compile("[a-z]+")
NOT_REALLY = word_set("que seulement mal assez facile loin toujours encore forcement tout simple trop evident sur")
_ALREADY_DENIES = NEGATORS | {"plus", "ne", "n", "non"}
# "Pas sans ressources", "jamais sans douleur": a lack that is denied.
_DENY_A_LACK = word_set("pas jamais")
_REFUSALS = word_set("refuse refusent refus")
_UNDONE = word_set(
    """
    nie niee nies niees absent absente absents absentes ecarte ecartee ecartes ecartees exclu exclue exclus exclues leve levee leves
    levees nul nulle nuls nulles negatif negative dementi dementie refute refutee gueri guerie gueris gueries fini finie finis finies
    cicatrise cicatrisee cicatrisees
    """
)
_BETWEEN_UNDONE = word_set("c est sont a ont ete etait etaient totalement bien formellement completement desormais enfin tous toutes")
_INNER_NEGATORS = word_set("pas aucun aucune aucuns aucunes jamais ni nul nulle non")
_REPORTED = word_set(
    """
    depiste depistee depistes depistees connu connue connus connues signale signalee signales signalees recent recente recents recentes
    actuel actuelle actuels actuelles exprime exprimee exprimes exprimees verbalise verbalisee verbalisees rapporte rapportee rapportees
    """
)
STOPS = word_set("et mais ou parce car si quand lorsque lorsqu qui que qu donc puis avec")
_SUBJECTS = word_set("je il elle ils elles on")
_CARRIED_ON = word_set("de d ni ou")
_DETERMINERS = word_set("le la l les un une de d du sous en pas cote niveau sur pour au plan")
_COUNTS_NONE = word_set("0 ras")
SAYS_NO = word_set("non ras neant aucun aucune nan jamais 0 zero")
_ALREADY_FINE = ("non", "aucune")
_BORN = word_set("ne nee nes nees naissance ddn dn")
_CORRECTS = word_set("pardon plutot rectification correction erreur oups")


@dataclass(frozen=True)
class Passage:
    """A text cut into words with every phrase of the lexicon found in it."""

    words: Words
    found: tuple[Found, ...]

    def of(self, kind: str) -> tuple[Found, ...]:
        """What was found of a kind, without what stands inside a neutral phrase ("assistante sociale de l'hôpital") or a longer one."""
        return self._by_kind.get(kind, ())

    def cues(self, *ids: str) -> tuple[Found, ...]:
        return tuple(found for id in ids for found in self._cues.get(id, ()))

    def cues_between(self, ids: Iterable[str], lowest: int, highest: int) -> tuple[Found, ...]:
        """Cues that stand wholly between two words, both included."""
        return tuple(cue for cue in self.cues(*ids) if lowest <= cue.first and cue.last <= highest)

    def introduces(self, found: Found) -> bool:
        """Whether the writer presents themselves by it: "infirmière scolaire à Bandraboua, je vous écris"."""
        words = self.words
        if found.first > _OPENING:
            return False
        _, last = self.in_sentence(found.first)
        following = range(found.last + 1, min(last + 1, found.last + 12))
        segment = words.segments[found.first]
        return any(
            words.segments[index] > segment and words.forms[index] in ("je", "j", "nous") and self._starts_segment(index)
            for index in following
        )

    def signs(self, found: Found) -> bool:
        """Whether it is the writer's trade in a signature: "[nom], assistante sociale"."""
        start, _ = self.words.span(found.first, found.last)
        before = self.words.text[max(0, start - _SIGNED_WITHIN) : start]
        return found.first > len(self.words) - _CLOSING and _SIGNED.search(before) is not None

    def _starts_segment(self, position: int) -> bool:
        return self.in_segment(position)[0] == position

    def in_segment(self, position: int) -> tuple[int, int]:
        """First and last word of the segment a word stands in."""
        return self.words.bounds_of_segment[self.words.segments[position]]

    def in_sentence(self, position: int) -> tuple[int, int]:
        return self.words.bounds_of_sentence[self.words.sentences[position]]

    def is_denied(self, found: Found) -> bool:
        """Whether the text says that this is not so: "pas de chute", "ne boit pas", "chutes : non", "ni douleur"."""
        return self._is_denied_before(found) or self._is_denied_after(found) or self._is_denied_within(found)

    def is_retracted(self, found: Found) -> bool:
        """Whether the writer takes it back at once: "SLA ? non : myopathie", "Bry, pardon Le Perreux"."""
        words, after = self.words, found.last + 1
        if after >= len(words) or words.segments[after] == words.segments[found.last]:
            return False
        between = words.cuts[after]
        following = words.forms[after : after + 3]
        if "?" in between and following[0] in ("non", "nan"):
            return self._says_more(after) or following[1:2] == ("pardon",)
        return following[0] in _CORRECTS or following[:2] == ("non", "pardon") or following[:2] == ("non", "plutot")

    def is_supposed(self, found: Found) -> bool:
        """Whether it is only feared, guarded against or imagined: "si chute", "pour éviter une hospitalisation"."""
        return self._cue_before(found, ("hypothese",), reach=4)

    def is_past(self, found: Found) -> bool:
        """Whether the segment dates it years back: "en 2019", "il y a dix ans"."""
        first, last = self.in_segment(found.first)
        return any(
            first <= cue.first <= last
            and (cue.last < found.first or found.last < cue.first)
            and self.words.forms[max(first, cue.first - 1)] not in _BORN
            for cue in self.cues("passe")
        )

    def _cue_before(self, found: Found, ids: Iterable[str], reach: int) -> bool:
        first, _ = self.in_segment(found.first)
        lowest = max(first, found.first - reach)
        return any(lowest <= cue.first and cue.last < found.first for cue in self.cues(*ids))

    def _is_denied_before(self, found: Found) -> bool:
        words = self.words
        first, _ = self.in_segment(found.first)
        if words.forms[found.first] == "sans":
            told = [form for form in words.forms[max(first, found.first - 3) : found.first] if form != "encore"]
            return told[-1:] != [] and told[-1] in _DENY_A_LACK
        if words.forms[found.first] in _ALREADY_DENIES:
            return False
        if words.forms[found.first] in _REFUSALS:
            refused = [form for form in words.forms[max(first, found.first - 2) : found.first] if form not in ("de", "d", "du")]
            return refused[-1:] != [] and refused[-1] in NEGATORS
        position = found.first - 1
        if self._negator_between(max(first, found.first - _REACH), position, found):
            return True
        carried = position < first or position == first and words.forms[first] in _CARRIED_ON
        if carried and words.forms[min(first, found.first)] in _CARRIED_ON and first > 0:
            before, _ = self.in_segment(first - 1)
            return words.sentences[before] == words.sentences[first] and self._negator_between(before, first - 1, found)
        return False

    def _negator_between(self, lowest: int, position: int, found: Found) -> bool:
        """Whether a negator governs the word after `position`, nothing in between stopping it.

        A negator that belongs to another phrase ("sans papiers", "ne mange plus") has done its work, unless that phrase holds `found` too.
        """
        forms = self.words.forms
        for index in range(position, lowest - 1, -1):
            form = forms[index]
            inside = [other for other in self._inside_phrases.get(index, ()) if other.last < found.first]
            if inside and not any(other.entry.id == found.entry.id and other.entry.value in ("non", "aucune") for other in inside):
                if form in STOPS:
                    return False
                continue
            if form == "sans" and index > lowest and forms[index - 1] in _DENY_A_LACK:
                return False
            if form in NEGATORS:
                denied = index > lowest and forms[index - 1] in DENIERS
                return not (form == "pas" and (denied or forms[index + 1] in NOT_REALLY))
            if form == "plus" and self._plus_denies(index):
                return forms[index - 1] not in DENIERS
            if (form == "non" or form in _COUNTS_NONE and found.entry.value != "non") and all(
                between in _DETERMINERS for between in forms[index + 1 : position + 1]
            ):
                return True
            if form == "personne" and forms[index + 1 : index + 2] in (("ne",), ("n",)):
                return True
            if form in _SUBJECTS and index + 1 < found.first:  # "elle refuse pas elle est contente": another clause
                return False
            if form in STOPS and not (form in ("et", "ou") and index + 1 < len(forms) and forms[index + 1] in ("de", "d", "ni")):
                return False
        return False

    def _plus_denies(self, index: int) -> bool:
        forms = self.words.forms
        if index + 1 < len(forms) and forms[index + 1] not in ("de", "d", "aucun", "aucune", "du", "jamais"):
            return index > 1 and any(form in ("ne", "n") for form in forms[max(0, index - 3) : index])
        if index + 2 < len(forms) and forms[index + 2][0].isdigit():
            return False
        before = forms[max(0, index - 3) : index]
        return not before or any(form in ("ne", "n", "a", "y", "ai", "ont") for form in before) or index == self.in_segment(index)[0]

    def _is_denied_within(self, found: Found) -> bool:
        """Whether a gap of the phrase holds a negator of its own: "se plaint ... douleur" read in "ne se plaint d'aucune douleur"."""
        if "..." not in found.entry.phrase:
            return False
        forms, own = self.words.forms, frozenset(_WORD.findall(found.entry.phrase))
        return any(
            forms[index] in _INNER_NEGATORS and forms[index] not in own and forms[index + 1] not in NOT_REALLY
            for index in range(found.first + 1, found.last)
        )

    def _is_undone_after(self, found: Found) -> bool:
        """Whether what follows takes it away: "curatelle levée", "idées noires niées", "plaie guérie"."""
        _, last = self.in_segment(found.last)
        forms = self.words.forms
        if forms[found.first] in _ALREADY_DENIES:
            return False
        for index in range(found.last + 1, min(last, found.last + 5) + 1):
            if forms[index] in _UNDONE:
                return forms[index + 1 : index + 2] != ("part",)
            if forms[index] not in _BETWEEN_UNDONE:
                return False
        return False

    def _is_denied_after(self, found: Found) -> bool:
        words = self.words
        forms, after = words.forms, found.last + 1
        if after >= len(forms):
            return False
        if self._is_undone_after(found):
            return True
        while after < len(forms) - 1 and forms[after] in _REPORTED and words.segments[after] == words.segments[found.last]:
            after += 1
        after = words.past_author(after)
        if after >= len(forms):
            return False
        if words.segments[after] == words.segments[found.last]:
            if forms[after] in ("pas", "jamais", "nullement", "aucunement"):
                if found.entry.value in _ALREADY_FINE and after != self.in_segment(after)[1]:  # "aidant OK pas fatigué"
                    return False
                return not (
                    after + 1 < len(forms) and words.segments[after + 1] == words.segments[after] and forms[after + 1] in NOT_REALLY
                )
            if after != self.in_segment(after)[1]:
                return False
            is_decimal = after + 1 < len(forms) and forms[after + 1][0].isdigit()
            return forms[after] in ("non", "zero") or forms[after] == "0" and not is_decimal
        return forms[after] in SAYS_NO and any(sign in words.cuts[after] for sign in ":=?(") and not self._says_more(after)

    def _says_more(self, position: int) -> bool:
        """Whether the sentence goes on after a "non"."""
        return position < self.in_sentence(position)[1] or (position + 1 < len(self.words) and ":" in self.words.cuts[position + 1])

    @cached_property
    def _inside_phrases(self) -> dict[int, list[Found]]:
        """For each word, the phrases it belongs to whose meaning already holds their negation."""
        held: dict[int, list[Found]] = {}
        for found in self.found:
            if found.length > 1 and found.entry.kind in ("fact", "neutral", "emergency"):
                for index in range(found.first, found.last + 1):
                    held.setdefault(index, []).append(found)
        return held

    @cached_property
    def _by_kind(self) -> dict[str, tuple[Found, ...]]:
        neutral = [found for found in self.found if found.entry.kind == "neutral"]
        held: dict[str, list[Found]] = {}
        for found in self.found:
            if not any(_silences(silent, found) for silent in neutral):
                held.setdefault(found.entry.kind, []).append(found)
        return {
            kind: _longest(some, across=kind == "need") if kind not in ("condition", "lean") else tuple(some) for kind, some in held.items()
        }

    @cached_property
    def _cues(self) -> dict[str, tuple[Found, ...]]:
        held: dict[str, list[Found]] = {}
        for found in self.of("cue"):
            held.setdefault(found.entry.id, []).append(found)
        return {id: tuple(some) for id, some in held.items()}


def _silences(neutral: Found, found: Found) -> bool:
    return neutral.contains(found) and neutral.entry.id in ("all", found.entry.kind) and neutral is not found


def _longest(found: list[Found], across: bool) -> tuple[Found, ...]:
    """Without those inside a longer one of the same id (of any id when `across`), or inside one that silences them; settled ones stay."""
    return tuple(
        one
        for one in found
        if one.entry.who == _SETTLED
        or not any(
            other.contains(one)
            and (other.length > one.length or other.entry.value == _SILENT != one.entry.value)
            and (across or other.entry.id == one.entry.id)
            for other in found
        )
    )
