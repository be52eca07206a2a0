"""Tells whether a word is a person's name, a place's or a common one."""

from collections.abc import Callable
from dataclasses import dataclass

from orientation.conversation.words import word_set
from orientation.wording import normalised

TOWN, LARGE_TOWN, CITY = 4_000, 20_000, 400_000
SPELLING_SLIPS = 3  # letters by which two spellings of one name may differ
NOT_NAMES = word_set(
    """
    qui que a ai as est et ou ne n ni se s y en au aux du de des d la le les l un une ce cette son sa ses leur leurs mon ma mes notre
    votre vit vivait habite reside demeure sort rentre souhaite refuse demande veut voudrait va vient doit peut fait dit seul seule
    seuls isole isolee agee age ages agees ans an mois jours il elle ils elles on nous vous je j tu avec sans pour par dans sur sous
    chez depuis pendant apres avant vers entre contre selon tres plus moins bien mal pas jamais toujours encore deja aussi ici bas
    env environ
    hier demain aujourd hui oui non merci bonjour bonsoir svp stp cordialement urgent urgence sdf gir ald hta avc bpco irc ic fa dnid
    dt dt1 dt2 dmla sla sep hiv vih had hdj ssr smr ehpad apa aah rsa asv aspa css ame cmu pch mdph ccas cpam caf tel telephone mail
    fax adresse date
    """
)
# Words that are names only after a title or a first name.
CALENDAR = word_set(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    """
)
# First names that are first of all words, or towns and surnames, when typed without a capital.
NOT_LOW_NAMES = word_set("jose sero ange lan noel pascal victor carmin olive aurore prune violette marine aime fleur come flo")


@dataclass(frozen=True, eq=False)
class Names:
    """Words by which a person is recognised before anything else is read; all folded."""

    first_names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    eponyms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Recogniser:
    """`knows`: whether the lexicon has a word; `population`: the people of the largest commune of a name, None when none bears it."""

    names: Names
    knows: Callable[[str], bool]
    population: Callable[[str], int | None]

    def is_first_name(self, word: str) -> bool:
        return normalised(word).split(" ")[0] in self.names.first_names

    def is_person(self, form: str) -> bool:
        """Whether a normalised form is a first name, alone or before another word, or a surname."""
        return form in self.names.first_names or form in self.names.surnames or " " in form and form.split()[0] in self.names.first_names

    def is_common(self, word: str) -> bool:
        parts = normalised(word).split()
        return bool(parts) and all(self._is_word(part) for part in parts)

    def _is_word(self, form: str) -> bool:
        return form in NOT_NAMES or form in CALENDAR or form in self.names.eponyms or self.knows(form)

    def is_place(self, word: str) -> bool:
        return self.population(word) is not None

    def is_town(self, word: str, of: int = TOWN) -> bool:
        """Whether a commune of that name has at least so many people."""
        return (self.population(word) or 0) >= of

    def is_unknown(self, word: str) -> bool:
        """Neither a common word nor a commune's name: most likely somebody's."""
        return not (self.is_common(word) or self.is_place(word))
