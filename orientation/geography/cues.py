"""What surrounds a word and tells a place from a thing, a verb or a person that bears its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from orientation.geography.name_index import ABBREVIATIONS, ARTICLES, FULL, SHORT, Named, Word, without_article
from orientation.geography.place_words import PlaceWords
from orientation.wording import folded

CORRECTIONS = frozenset({"pardon", "non", "nn", "nan", "plutot", "erreur", "rectification", "correction", "enfin", "oups"})
_LIVING = re.compile(
    r"habit(e|es|ent|ant|ante|ants|ait|ais|ons|ions)|vi(s|t|vent|vant|vait|vais|vons|vions)|demeur(e|ent|ant|ait|ons)|domicili(e|ee|es|ees)|seule?s?|chez"
    r"|resid(e|ent|ant|ante|ait|ants|ons)|log(e|ee|es|ees|eant|eons)|heberg(e|ee|es|ees)|install(e|ee|es|ees)|(em|de)menag\w*|secteur|commune"
    r"|rentr(e|ent|er|era|ant)|retourn(e|er|era)|restee?s?|maintenant|desormais|hab|jhabite|jabite|jvis"
)
_COMING = re.compile(
    r"revien(t|s|dra|drait|nent|drai)|retour|venue?s?|arrivee?s?|reven(ir|ient|ant|drait|u|ue)|install(er|ent)|vivre|habiter|loger|admis(e|sion)?|relog\w*|heberger|retrouver"
)
_LED_HOME = re.compile(
    r"(?<![a-z])(?<!\ba )(?:domicile|dom|adresse|lieu de vie|commune|ville|habite|hab|vit|home)\.?\s*[:=]?\s*(?:a|au|sur|de)?\s*$"
)
# "on est de X", "je suis à X", "chez moi c'est X", "dans un hameau près de X": told over more words than _LIVING is.
AT_HOME = re.compile(
    r"\b(?:(?:la |sa |leur |notre |ma )?maison est (?:a|au|sur) "
    r"|(?:on est|nous sommes|ns sommes)(?: tous| bien| ici)? (?:a|au|sur|de|du|d')\s*"
    r"|(?:je|j) suis (?:a|au|sur|de|du|d')\s*"
    r"|chez (?:moi|nous|lui|elle|eux) c'?\s?est\s*(?:a|au)?\s*"
    r"|(?:habite\w*|vi[ts]|vivent|vivons|demeure\w*|loge\w*) (?:dans |en )?(?:une? |le |la |l')?(?:petite? )?"
    r"(?:hameau|village|lieu-dit|ferme|maison|bourg|campagne) (?:pres|proche|a cote|non loin|au-dessus) d(?:e |u |')\s*)$"
)
_BEFORE_AREAS = frozenset({"en", "nord", "sud", "est", "ouest", "centre", "departement", "dept", "dpt"})
_LANDS = re.compile(r"bois|val|vallee|massif|plateau|bassin|golfe|lac|foret|monts|gorges|parc")
_SITED = re.compile(
    r"ville|quartier|village|bourg|environs|agglo|agglomeration|canton|cote|hebergement|logement|appartement|appart|studio|pavillon|hlm|caravane|maison"
)
_QUARTER = re.compile(r"secteur|quartier|camping|hameau|cite|lieu|dit|residence|plage|zone|zac|port")
FACILITY = re.compile(
    r"hopita\w*|hosto|hospi\w*|clinique|polyclinique|chu|chr?u?|chi|ghu|ght|cmpp?|ehpad|usld|had|ssr|smr|lycee|college|ecole|creche|gare|mairie"
    r"|prison|maison|pharmacie|cabinet|centre|foyer|residence|mission|pmi|ccas|pass|csapa|caarud|spip|cp|cada|chrs|savs|samsah|sessad|itep|mecs|spada|antenne|permanence|urgences|caf|cpam|gendarmerie|commissariat|tribunal"
    r"|cardio\w*|neuro\w*|geriatri\w*|gerontolog\w*|pneumo\w*|onco\w*|ortho\w*|trauma\w*|nephro\w*|gastro\w*|uro\w*|medecine|chirurgie|reanimation|rea"
    r"|pediatrie|psychiatrie|addictologie|dialyse|hdj|uhcd|smur|samu|sau|csg|detention|penitentiaire|arret|impro|dispensaire|maraude|accueil"
    r"|faculte|universite|ime|esat|mas|fam|camsp|ditep|pcpe|eeap|cattp|cra|ulis|planning|psychiatre|pediatre|rhumato\w*|dermato\w*|ophtalmo\w*|endocrino\w*|gyneco\w*|service|equipe|maternite|ma|maf|mah|cd|csl|smpr|campus|ifsi|dac|clic|mdph|mds|cms|association|laboratoire|labo|emg|emsp|empp|eqp|ssiad|saad|spasad|maia|ofii|prefecture|pharmacie|mater|cpts|taule|tole|ehpads"
)
# Of these, the ones called by their town: "MDS Saint-Leu", "CMP Sens".
_OF_A_TOWN = frozenset(
    """
    mairie ccas gare pmi mds clic cms csapa caarud cmp cmpp spip gendarmerie commissariat tribunal caf cpam mdph dac samu smur chu ch
    chr ght ase urgences mater maternite permanence accueil maraude cpts spada ofii emg emsp empp ssiad
    """.split()
)
_BESIDE_AGES = frozenset({"melle", "rue"})  # "Melle 26 ans", "homme 34 ans, rue, gare de Bordeaux"
_SPELT_EITHER_WAY = frozenset({"976"})  # "Dembéni", "Bandrélé": the official names have no accent
_STREET = re.compile(
    r"rue|ave?|avenue|bd|bld|bvd|boulevard|place|allees?|chemin|impasse|quai|route|cours|square|passage|villa|voie|sente|residence|esplanade"
    r"|faubourg|fbg|lotissement|rte|sq|imp|chem|che"
)
_AFTER_A_NUMBER = re.compile(r"r|pl|all|ch|res|lot|fg|crs")  # streets in short that are other words elsewhere: "14 r. de Paris", "Mme R."
_REPEATED = frozenset({"bis", "ter", "quater", "b", "t"})
_SOMEBODY = re.compile(r"h|f|m|mr|mme|mle|dame|homme|femme|monsieur|madame|fille|garcon|jf|jh|pt|pte|patiente?")
_SEX = re.compile(r"h|f")
_MINE_OR_THEIRS = frozenset({"mon", "ma", "mes", "ton", "ta", "tes", "sa", "ses", "leur", "leurs", "nos", "vos", "ces", "cette", "cet"})
_VALUE = re.compile(r"=\s*['\"]")
_ARROW = re.compile(r"\s*(?:[-=]*>|→|⇒)\s*")
_GOING_ON = frozenset({"de", "d", "du", "des", "en", "la", "le", "les", "sur", "sous"})
_OF_THE_STREET = (("a", "la"), ("dans", "la"), ("ds", "la"), ("de", "la"))
_TITLE = re.compile(
    r"m|mrs?|mmes?|mlles?|melle|messieurs|monsieur|madame|mesdames|mademoiselle|dr|docteure?|professeure?|maitre|me"
    r"|famille|epoux|veuve|nee?|prenom|nom"
)
_PREPOSITIONS = frozenset({"a", "de", "d", "du", "des", "sur", "vers", "ds", "pres", "entre", "depuis", "pour", "en", "au", "aux"})
PARTICLES = frozenset({"de", "d", "du", "des", "la", "le", "les", "l", "a", "au", "aux", "sur", "ds", "dans", "chez", "en", "pres"})
FROM = frozenset({"de", "d", "du", "des"})
_SOMEONE = frozenset(
    {
        "soeur",
        "frere",
        "cousin",
        "cousine",
        "tante",
        "oncle",
        "ami",
        "amie",
        "copain",
        "copine",
        "un",
        "une",
        "leur",
        "moi",
        "lui",
        "elle",
        "nous",
        "eux",
        "ma",
        "mon",
        "sa",
        "son",
        "ses",
        "mere",
        "pere",
        "fille",
        "fils",
        "parents",
        "compatriote",
        "compagnon",
        "compagne",
        "mari",
        "femme",
        "epouse",
        "tiers",
    }
)
_NUMBERED = frozenset({"dossier", "tel", "telephone", "numero", "no", "n", "ref", "finess", "nir", "adeli", "rpps", "porte", "bp"})
_SIDE = re.compile(r"[^\w\s'’-]|\n|-\s|\s-")
_LETTERS = re.compile(r"[^\W\d_]+")
_COMMAS = re.compile(r"\s*[,;:/().]{1,2}\s*\[?|\s*\n\s*")  # a bracket opens what was masked: "Digne, [adresse]"
_SENTENCE = re.compile(r"[.!?:\n]")
_HINT_GAP = re.compile(r"[\s,(/:–-]{0,3}")
_HUGE, _SETTLED = 50_000, 3_000
_HEAVY, _MIDDLING, _LIGHT = 20_000, 5_000, 1_500
_LONG_SAINT = 2
_WHOLE_STREET = 5
_ENOUGH = 2.0
_ENOUGH_MISSPELT = 1.5
_LOOKED_BACK = 4
_ACRONYM = 5
_DISTINCT = 7
_HEADING = 5
_TITLED, _TITLED_LENGTH = 4, 4


class Cues(NamedTuple):
    """What speaks for a place: a hint, the words that lead to it, punctuation around it, a capital; `located`: "à" or "habite" leads."""

    hint: float
    leading: float
    apart: float
    capital: float
    located: bool

    @property
    def total(self) -> float:
        return self.hint + self.leading + self.apart + self.capital


@dataclass(frozen=True, eq=False)
class Surroundings:
    """A text, its words, and what they say of one another."""

    text: str
    words: Sequence[Word]
    place_words: PlaceWords

    @cached_property
    def plain(self) -> str:
        """The text as it is compared, in lower case and without accents, of the same length."""
        return folded(self.text).replace("’", "'")

    @cached_property
    def shouted(self) -> bool:
        """Whether the text is written in capitals, or nearly every word with one as in a title, so that they mean nothing."""
        letters = [letter for letter in self.text if letter.isalpha()]
        long_words = [self.text[word.start] for word in self.words if word.end - word.start >= _TITLED_LENGTH]
        titled = sum(letter.isupper() for letter in long_words)
        return sum(letter.isupper() for letter in letters) > 0.6 * len(letters) or (titled >= _TITLED and titled > 0.7 * len(long_words))

    def between(self, first: int, second: int) -> str:
        """The text between two words; beyond either end, a full stop."""
        if first < 0 or second >= len(self.words):
            return "."
        return self.text[self.words[first].end : self.words[second].start]

    def is_close(self, first: int, second: int) -> bool:
        """Whether a hint standing there still speaks of the name."""
        return second < len(self.words) and _HINT_GAP.fullmatch(self.between(first, second)) is not None

    def is_a_lone_number(self, index: int) -> bool:
        """Whether a number belongs to no longer one, to no word and to no file or telephone."""
        word = self.words[index]
        around = self.text[max(0, word.start - 1) : word.start] + self.text[word.end : word.end + 1]
        beside = [self.words[at].text for at in (index - 1, index + 1) if 0 <= at < len(self.words)]
        spelt = beside[0] if index else ""
        return not any(c.isalnum() or c in "+°#€-" for c in around) and not any(b.isdigit() for b in beside) and spelt not in _NUMBERED

    def bracketed(self, index: int, after: int | None = None) -> bool:
        """Whether words stand in brackets alone, or at their end: "(93)", "(rappel : 93)"."""
        last = after or index + 1
        closed = self.text[self.words[last - 1].end :].lstrip()[:1] == ")"
        return closed and (self.text[: self.words[index].start].rstrip()[-1:] or " ") in "(:,/"

    def capital(self, index: int) -> bool:
        """Whether a word is written with a capital that neither the start of a sentence nor an acronym explains."""
        typed = self.text[self.words[index].start : self.words[index].end]
        acronym = typed.isupper() and 1 < len(typed) <= _ACRONYM
        return not self.shouted and typed[0].isupper() and not acronym and not self._opens_a_sentence(index)

    def capital_within(self, index: int, after: int) -> bool:
        """Whether a word of a name is written with a capital of its own, even after an acronym."""
        return any(self.capital(at) for at in range(index, after))

    def _opens_a_sentence(self, index: int) -> bool:
        """The full stop of an initial ("Mme D. Cognac") ends none."""
        if index == 0:
            return True
        before = self.words[index - 1]
        abbreviated = before.end - before.start == 1 and before.text.isalpha() and self.between(index - 1, index).strip() == "."
        return not abbreviated and _SENTENCE.search(self.between(index - 1, index)) is not None

    def set_apart(self, index: int, after: int) -> float:
        """1 between two punctuation marks, ages or ends of the text, a half with one."""
        before = self.breaks(index - 1, index) or self._ends_an_age(index - 1)
        return 0.5 * (before + (self.breaks(after - 1, after) or self._begins_an_age(after)))

    def _begins_an_age(self, at: int) -> bool:
        """ "26 ans", "F 26a", "H41", "dame de 80 ans"."""
        if at + 1 >= len(self.words):
            return False
        if self.words[at].text.isdigit():
            return self.words[at + 1].text in ("a", "an", "ans")
        return _SOMEBODY.fullmatch(self.words[at].text) is not None and self.words[at + 1].text.isdigit()

    def _ends_an_age(self, at: int) -> bool:
        """ "26 ans", "F26", "3a8m"."""
        if at < 1 or self.breaks(at - 1, at):
            return False
        if self.words[at].text.isdigit():
            return _SEX.fullmatch(self.words[at - 1].text) is not None
        return self.words[at].text in ("a", "an", "ans") and self.words[at - 1].text.isdigit()

    def _just_aged(self, index: int) -> bool:
        """ "80 ans Cazaubon": a surname comes before the age rather."""
        return index > 0 and self._ends_an_age(index - 1) and not self.breaks(index - 1, index)

    def heads(self, index: int, after: int) -> bool:
        """Whether a note opens so: "SF Grasse : retour de maternité", "inf collège Sens : élève de 15 ans"."""
        return 0 < index <= _HEADING and self.capital(index) and after < len(self.words) and ":" in self.between(after - 1, after)

    def spelt(self, first: str, begins: int, length: int) -> str:
        """The words of a name as they would be kept; the slash of "La Roche/Yon" stands for "sur"."""
        parts = [first]
        for at in range(begins + 1, begins + length):
            slashed = self.between(at - 1, at) == "/" and self.words[at - 1].text not in ("sur", "sous")
            parts += ["sur", self.words[at].text] if slashed else [self.words[at].text]
        return " ".join(parts)

    def of_an_area(self, index: int, bears_its_name: bool) -> bool:
        """Whether a département or a stretch of land is meant: "en Mayenne", "dans la Vienne", "massif du Sancy"."""
        before = self.words[index - 1].text if index and not self.breaks(index - 1, index) else ""
        within = before if before in ("dans", "ds") else self.words[index - 2].text if index > 1 and before in ARTICLES else ""
        return bears_its_name and (before in _BEFORE_AREAS or within in ("dans", "ds")) or self.led_by(index, _LANDS)

    def lived_in(self, index: int) -> bool:
        """Whether someone is said to live there: "habite X", "domicilié à X", "secteur X", "ville de X", "75 ans, de X"."""
        sited = index > 1 and self.words[index - 1].text in PARTICLES and self.led_by(index, _SITED)
        aged = index > 1 and self.words[index - 1].text in FROM and self._ends_an_age(index - 2)
        homed = _LED_HOME.search(self.plain[max(0, self.words[index].start - 30) : self.words[index].start]) is not None
        coming = self.words[index - 1].text not in FROM and self.led_by(index, _COMING) if index else False
        return (
            sited or aged or homed or coming or self.said_before(index, AT_HOME) or self.led_by(index, _LIVING, across=PARTICLES | _SOMEONE)
        )

    def said_before(self, index: int, told: re.Pattern[str]) -> bool:
        """Whether what is written right before a word ends so."""
        start = self.words[index].start
        return told.search(self.plain[max(0, start - 70) : start]) is not None

    def _street_at(self, index: int) -> int | None:
        """Where the word for a street stands that leads to a name, a full stop after it or none: "rue de X", "av. de X", "14 r. X"."""
        at = index - 1
        while at >= 0 and index - at <= _LOOKED_BACK:
            word = self.words[at].text
            numbered = at > 0 and (self.words[at - 1].text.isdigit() or self.words[at - 1].text in _REPEATED)
            street = _STREET.fullmatch(word) is not None or numbered and _AFTER_A_NUMBER.fullmatch(word) is not None
            if self.breaks(at, at + 1) and not (street and len(word) < _WHOLE_STREET and self.between(at, at + 1).strip() == "."):
                return None
            if street:
                return at
            if word not in PARTICLES:
                return None
            at -= 1
        return None

    def _in_a_street(self, index: int) -> bool:
        """Whether a street is named so; "éducateur de rue", "à la rue" are none."""
        at = self._street_at(index)
        if at is None or any(word.text in ("sur", "a", "en", "chez", "ds", "dans") for word in self.words[at + 1 : index]):
            return False  # "de la place sur Lunel"
        before = tuple(word.text for word in self.words[max(0, at - 2) : at])
        return not (self.words[at].text == "rue" and (before in _OF_THE_STREET or before[-1:] == ("de",)))

    def in_a_quarter(self, start: int) -> bool:
        """Whether the name that starts there is led by "quartier", "camping"…, which towns have inside them."""
        index = next(at for at, word in enumerate(self.words) if word.start >= start)
        return self.led_at(index, _QUARTER) is not None

    def led_at(self, index: int, leader: re.Pattern[str]) -> int | None:
        """Where such a word comes before, small words only between."""
        at = index - 1
        while at >= 0 and index - at <= _LOOKED_BACK and not self.breaks(at, at + 1):
            if leader.fullmatch(self.words[at].text):
                return at
            if self.words[at].text not in PARTICLES:
                return None
            at -= 1
        return None

    def led_by(self, index: int, leader: re.Pattern[str], *, directly: bool = False, across: frozenset[str] = PARTICLES) -> bool:
        """Whether such a word comes before, with nothing but small words and no punctuation between."""
        at = index - 1
        while at >= 0 and index - at <= _LOOKED_BACK and not self.breaks(at, at + 1):
            if leader.fullmatch(self.words[at].text):
                return True
            if directly or self.words[at].text not in across:
                return False
            at -= 1
        return False

    def a_person(self, index: int) -> bool:
        """Whether a title comes before, or a title and a first name: "Mme Beaumont", "Dr Jean Lambert"."""
        if index and self._abbreviated_title(index - 1):
            return True
        return index > 1 and self.capital(index - 1) and not self.breaks(index - 1, index) and self._abbreviated_title(index - 2)

    def _abbreviated_title(self, at: int) -> bool:
        """ "M. Lambert" keeps its full stop; any other punctuation ends the title's reach."""
        word = self.words[at]
        counted = word.start > 0 and self.text[word.start - 1].isdigit()  # "3a8m Vaulx"
        kind_of_home = word.text == "famille" and at > 0 and self.words[at - 1].text in FROM  # "pension de famille"
        return not (counted or kind_of_home) and _TITLE.fullmatch(word.text) is not None and self.between(at, at + 1).strip() in ("", ".")

    def breaks(self, first: int, second: int) -> bool:
        return _SIDE.search(self.between(first, second)) is not None

    def accents(self, index: int, after: int, named: Sequence[Named]) -> float:
        """1 when the accents typed are those of the name, -1.5 when they are others, 0 when there are none."""
        typed = self.text[self.words[index].start : self.words[after - 1].end].lower()
        accented = {word for word in _LETTERS.findall(typed) if word != folded(word)}
        if not accented:
            return 0.0
        if any(accented <= set(_LETTERS.findall(candidate.commune.name.lower())) for candidate in named):
            return 1.0
        bare = {folded(word) for word in accented}
        written = [candidate for candidate in named if bare <= set(_LETTERS.findall(folded(candidate.commune.name)))]
        # A former commune or a locality bears the name of another: its accents are not known.
        return 0.0 if all(candidate.commune.departement in _SPELT_EITHER_WAY for candidate in written) else -1.5

    def cues(self, index: int, after: int, *, hinted: bool, sure: bool) -> Cues:
        """What speaks for a place; `sure`: the word is nothing else, so that a bare "a" or "de" counts in full."""
        starts = index + 1 if after - index > 1 and self.words[index].text in ARTICLES else index
        capital = self.capital(index) or (starts > index and self.capital(starts))
        leading = self.words[index - 1] if index and not self.breaks(index - 1, index) else None
        written = self.text[leading.start : leading.end].lower() if leading is not None else ""
        if self.on_a_journey(index, after):
            return Cues(3.0 * hinted, 1.0, 1.0, float(capital), True)
        located = written in ("à", "sur", "vers") or (capital and written in ("au", "aux"))
        preposition = 0.0
        if leading is not None and leading.text in _PREPOSITIONS:
            preposition = 1.0 if sure or capital or located else 0.5
        living = self.lived_in(index)
        return Cues(3.0 * hinted, 2.0 if living else preposition, self.set_apart(index, after), float(capital), located or living)

    def on_a_journey(self, index: int, after: int) -> bool:
        """Whether an arrow leads from there or to there: "VSL Aurillac > Clermont"."""
        return _ARROW.fullmatch(self.between(index - 1, index)) is not None or _ARROW.fullmatch(self.between(after - 1, after)) is not None

    def _owned(self, index: int) -> bool:
        """ "ses cannes", "ma chance": what somebody has is no town; "MA Osny" is a prison."""
        if index == 0 or self.between(index - 1, index).strip():
            return False
        before = self.words[index - 1]
        acronym = self.text[before.start : before.end].isupper() and not self.shouted
        return before.text in _MINE_OR_THEIRS and not acronym

    def _coded(self, index: int) -> bool:
        """ "ville='Colmar'": the value of some code, said by nobody."""
        return index > 0 and _VALUE.search(self.between(index - 1, index)) is not None

    def abbreviated(self, index: int) -> bool:
        """Whether a word was typed as the abbreviation of one in names, "St" or "MT", which names nothing by itself."""
        return folded(self.text[self.words[index].start : self.words[index].end]) in ABBREVIATIONS

    def cut_short(self, index: int, after: int) -> bool:
        """Whether the name goes on past a hyphen, so that it is another's: "Nouvelle-Zélande", "Vieux-Boucau"."""
        acronym = index > 0 and self.text[self.words[index - 1].start : self.words[index - 1].end].isupper()  # "IDE-Lannion"
        return "-" in ("" if acronym else self._joint(index - 1, index), self._joint(after - 1, after))

    def goes_on(self, after: int) -> bool:
        """Whether small words lead on to more of a name: "Plaine des Cafres", "Grau d'Agde"."""
        at = after
        while at < len(self.words) and at - after < 2 and self.words[at].text in _GOING_ON and not self.breaks(at - 1, at):
            at += 1
        return after < at < len(self.words) and not self.breaks(at - 1, at) and self.capital(at) and not self._abbreviated_title(at)

    def _joint(self, first: int, second: int) -> str:
        """What joins two words, nothing beside a number or an initial: "Paris-13", "Hénin-B."."""
        if first < 0 or second >= len(self.words) or self.words[first].text.isdigit() or self.words[second].text.isdigit():
            return ""
        if self.words[second].end - self.words[second].start == 1:
            return ""
        return self.between(first, second)

    def names_a_place(self, index: int, after: int, key: str, named: Sequence[Named], *, hinted: bool) -> bool:
        """Whether a spelling that names a commune is meant so here."""
        weight = max(candidate.weight or 0 for candidate in named)
        kind = self._kind(key, weight, named)
        if (
            self._in_a_street(index)
            or self._owned(index)
            or self._coded(index)
            or (self.a_person(index) and not hinted)
            or (kind == "etranger" and not hinted)
        ):
            return False
        heads = self.heads(index, after)
        if (
            not (hinted or heads or self._named_with_article(index, after))
            and self.led_by(index, FACILITY, directly=True)
            and not (self.words[index - 1].text in _OF_A_TOWN and self.capital_within(index, after) and weight >= _MIDDLING)
            and (kind or key.startswith("saint") and key.count(" ") < _LONG_SAINT)
        ):
            return False
        cues = self.cues(index, after, hinted=hinted, sure=kind is None)
        score = cues.total - self._acronym(index, after, weight)
        if kind is None:
            score += self._likeness(key, weight, named) + self.accents(index, after, named)
        else:
            whole = max((candidate.weight or 0 for candidate in named if candidate.tier != SHORT), default=None)
            full = max((candidate.weight or 0 for candidate in named if candidate.tier == FULL), default=0)
            score += self._doubt(kind, index, after, weight, cues, full) + (kind == "personne") * self.accents(index, after, named)
            score += min(0.0, self.accents(index, after, named)) * (kind != "personne")
            score += 0.5 * heads + (kind != "personne") * cues.capital * max(0.0, self.accents(index, after, named))
            score -= whole is None
            score += self._opens(index, after, whole or 0) + self._stands_as_a_town(kind, index, after, weight, cues)
        return score >= _ENOUGH

    def _named_with_article(self, index: int, after: int) -> bool:
        """ "CLIC Le Blanc": the article's own capital, not that of a sentence, makes it a name."""
        article = after - index > 1 and self.words[index].text in ARTICLES and self.capital(index)
        return article and self.text[self.words[index + 1].start].isupper()

    def _stands_as_a_town(self, kind: str, index: int, after: int, weight: int, cues: Cues) -> float:
        """What a word that is also a town says beside an age or alone between stops: "74 ans, cognac.", "MDPH. Romans. Stable"."""
        if kind != "mot" or weight < _SETTLED or self.words[index].text in _BESIDE_AGES:
            return 0.0
        typed = self.text[self.words[index].start : self.words[after - 1].end]
        starts = index + 1 if after - index > 1 and self.words[index].text in ARTICLES else index
        alone = self.text[self.words[starts].start].isupper() and self._enclosed(index, after)
        if starts > index and self._just_aged(index) and self.words[index].text in ("la", "le"):
            return 1.5  # "mon oncle 68a la souterraine": an age leads to a town rather than to a thing and its article
        aged = not (typed.isupper() and len(typed) <= _ACRONYM and not self.shouted) and (
            self._ends_an_age(index - 1)
            and self.breaks(after - 1, after)
            or self._begins_an_age(after)
            and (index == 0 or cues.apart > 0.5)
        )
        shouted = self.shouted and self._enclosed(index, after) and weight >= _HEAVY
        capital = 1.0 if weight >= _HUGE else 0.5 if weight >= _MIDDLING else 0.0
        return 1.0 * (alone or aged or shouted) + capital * bool(cues.capital)

    def _opens(self, index: int, after: int, whole: int) -> float:
        """1 for a town of some size that a text opens with: "Grasse, couple de 60 ans"."""
        capital = index == 0 and not self.shouted and self.text[self.words[0].start].isupper()
        return float(capital and whole >= _HEAVY and _COMMAS.fullmatch(self.between(after - 1, after)) is not None)

    def _doubt(self, kind: str, index: int, after: int, weight: int, cues: Cues, whole: int) -> float:
        """What to take from or add to a spelling that is also something else.

        A person's capital says nothing, unless "à" leads to the name or it stands between commas. A thing that is lived in ("vit à la rue")
        counts less, unless it is a large town's name; an article written with its own capital is part of a name ("Le Tampon").
        """
        with_article = after - index > 1 and self.words[index].text in ARTICLES
        named = 1.0 if with_article and cues.capital and self.text[self.words[index].start].isupper() else 0.0
        if kind == "personne" and weight < _HEAVY:
            if cues.located:
                return named + float(weight >= _LIGHT)
            told = self._enclosed(index, after) or self._just_aged(index) and self.breaks(after - 1, after)
            return named - (0.0 if told else cues.capital)
        unlikely = 1.0 if cues.leading > 1 and not cues.capital else 0.0
        large = 1.0 if whole >= _HEAVY and cues.located and not with_article else 0.0
        return named + large - unlikely

    def _enclosed(self, index: int, after: int) -> bool:
        return all(_COMMAS.fullmatch(side) for side in (self.between(index - 1, index), self.between(after - 1, after)))

    def _acronym(self, index: int, after: int, weight: int) -> float:
        """1 for a short word in capitals amid a text that is not, unless a commune of some size is named so: "MAS", "SPADA"."""
        typed = self.text[self.words[index].start : self.words[after - 1].end]
        return float(typed.isupper() and len(typed) <= _ACRONYM and not self.shouted and weight < _MIDDLING)

    def _likeness(self, key: str, weight: int, named: Sequence[Named]) -> float:
        """What a name that is no other word says by itself: more when long, of several words or a larger commune, less for a head."""
        size = 1.5 if weight >= _HUGE else 1.0 if weight >= _MIDDLING or len(key) >= _DISTINCT else 0.5 if weight >= _LIGHT else 0.0
        headed = 0.5 * (min(candidate.tier for candidate in named) == SHORT)
        return 1.0 + size + float(" " in without_article(key)) - headed

    def _kind(self, key: str, weight: int, named: Sequence[Named]) -> str | None:
        """What else a spelling is: a very short one is taken as a word unless a large town has it as its whole name."""
        kind = self.place_words.ambiguous.get(key) or self.place_words.ambiguous.get(without_article(key))
        large = weight >= _HEAVY and any(candidate.tier == FULL and candidate.weight == weight for candidate in named)
        return kind or ("mot" if len(key) <= 3 and not large else None)

    def may_name(self, index: int) -> bool:
        """Whether anything at all suggests a place here; spares looking for slips everywhere."""
        before = self.words[index - 1].text if index else ""
        return (
            self.capital(index)
            or before in _PREPOSITIONS
            or _LIVING.fullmatch(before) is not None
            or self.breaks(index - 1, index)
            or (index + 1 < len(self.words) and self.words[index + 1].text.isdigit())
        )

    def names_a_misspelt_place(self, index: int, after: int, named: Sequence[Named], wrong: int, *, hinted: bool) -> bool:
        """Whether a word near the name of a commune is meant so: more must speak for it than for a name well spelt."""
        weight = max(candidate.weight or 0 for candidate in named)
        if self._in_a_street(index) or self.led_by(index, FACILITY, directly=True) or self.a_person(index):
            return False
        score = self.cues(index, after, hinted=hinted, sure=False).total + 0.5 * (weight >= _HEAVY) - 0.5 * (wrong - 1)
        return score >= _ENOUGH_MISSPELT
