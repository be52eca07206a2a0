"""What the words around a place say of who is there: the one helped, who writes, kin, or a hospital."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Literal

from orientation.geography.cues import AT_HOME, FACILITY, lived_in
from orientation.geography.surroundings import FROM, PARTICLES, Surroundings

Role = Literal["sejour", "domicile", "ancien", "etablissement", "auteur", "proche", "famille"]

_LEAVING = re.compile(
    r"(de|em)?menag\w*|quitt\w*|part(i|ie|ir|ent|is)?|arriv\w*|reven\w*|revien\w*|venu\w*|vien(t|s|nent)|departs?|rentr\w*|originaire|vend(re|u|ent)?"
    r"|natifs?|natives?|retours?|sort(i|ie|is|ant|ante)?|transfer\w*|evasan\w*|rapatri\w*|mute(e|es)?|mutation"
)
# "sa fille (qui habite X)", "leur fils vit à X", "sa sœur, à X,": where kin live, unless the one helped lives with them.
_KIN_LIVE = re.compile(
    r"(?<!chez )(?<!avec )(?<!par )(?<!de )(?<!vers )\b(?:sa|son|ses|leurs?) (?:seule? "
    r"|unique )?(?:petite?s?[- ])?(?:filles?|fils|neveux?|nieces?|freres?|soe?urs?|cousine?s?|enfants?)"
    r"(?: unique| ainee?)?(?:\s?[,(]?\s?(?:qui )?(?:habite|vi[ts]|reside|demeure|travaille|habitent|vivent"
    r"|installee?|sont|est)(?: a| sur| au| pres de| a cote de)?\s*|, (?:a|au|sur) )$"
)
# "son conjoint est parti à X", "ma fille est partie à X", "le père, à X,": whom the one helped lives without.
_KIN_GONE = re.compile(
    r"\b(?:conjoint|compagnon|mari|ex|filles?|fils|soe?urs?|freres?|enfants)\b[^.;!?\n]{0,30}"
    r"\b(?:s')?(?:est|sont) (?:reparti|parti|installe)(?:e?s?)(?: vivre| habiter| travailler)? (?:a|au|sur) $"
    r"|\ble pere, (?:a|au|sur) $"
)
# "une USLD en Dordogne ou à défaut X": where nothing is wanted but for want of better.
_FOR_WANT_OF_BETTER = re.compile(r"\b(?:a defaut|sinon|au pire),?(?: a| au| sur| vers)? $")
_CARER = re.compile(r"\b(?:dr|docteure?|medecin|generaliste|infirmiere?|kine\w*|dentiste|pediatre)\b[^.,;:!?\n]{0,30}$")
# Who writes opens with their trade: "Bonjour, IDE libérale à X, patiente de Y".
_TRADE_OPENS = re.compile(
    r"\s*(?:(?:bonjour|bonsoir)\s*,?\s*)?(?:ici |une? |l')?"
    r"(?:medecin|generaliste|mg|ide|idel|infirmiere?|kine\w*|pharmaci(?:en|enne|e)|sage-femme|notaire|avocate?|assistante?|as|educat(?:eur|rice)|orthophoniste|puericultrice|psychologue|ergotherapeute|gardien(?:ne)?|concierge|tuteur|tutrice"
    r"|mandataire|aide-soignante?|professeure?|enseignante?|direct(?:eur|rice)|aide a domicile)"
    r"(?: (?:liberale?|generaliste|sociale?|scolaire|traitante?|judiciaire|maternelle|remplacante?|d'immeuble|specialisee?)){0,2}"
    r" (?:a |au |sur |de |d')\s*"
)
_FAR = re.compile(r"\s*,?\s*(?:c'?\s?est|c|est|ce serait|trop)\s+(?:trop\s+|un peu\s+|bien\s+)?loin|\s+(?:trop\s+)?loin\b")
# What is done to somebody elsewhere than at home: "suivi à X", "prothèse posée il y a deux mois à X", "11 mois d'attente à X".
_DONE_THERE = re.compile(
    r"faite?s?|posee?s?|realisee?s?|accouch(e|ee|er)|hemodialyse|hd|operation|intervention|prothese|operer|greffee?|hospi\w*"
    r"|injections?|delais?|attente|creneaux?|rdv|rendez|aller|descendre|emmener|amener|accompagner|conduire|jusqu|jusque|scanner|irm|voir"
    r"|dialyse|dialysee?|chimio\w*|radiotherapie|rayons|seances?|consult\w*|suivie?s?|operee?s?|soignee?s?|rea|reanimation|specialiste|examens?"
    r"|arret|infarctus|debout(e|ee|es)|agressee?s?|traitee?s?|incarceree?|detenue?|scolarisee?|radio|controle|travaill(e|ait|ant)|nee?"
)
_STAYING = re.compile(r"vacances?|sejour(ne|nera)?|part(irai|ira|irons|ons|ir)?|pars|pass(e|er|era|ons)|demenag(e|era|ent|er)")
# Those who go are the writer: "nous partons en vacances à X, qui garde maman ?".
_US = frozenset({"je", "nous", "on", "pars", "partons", "passons"})
_STAYED = re.compile(
    r"\s*,?\s*(?:chez (?:moi|nous|lui|elle|eux|sa|son|ses|ma|mon|mes|une?|des|leur)\b(?!(?: \w+)? (?:a|au|sur|c)\b)"
    r"|ou (?:elle |il |ils |elles |je |j'|on |nous )(?:vi[ts]|habite|vivent|habitent|vivons|habitons)\b)"
)
_REFUSED_BEFORE = re.compile(
    r"\b(?:pas|jamais|impossible d[e']|refuse d[e']|refus d[e'])\s?(?:pas |plus )?(?:l[ea']s? ?|y )?"
    r"(?:rentrer|retourner|loger|vivre|heberger|accueillir|revenir|reprendre)\b[^,.;!?\n]{0,25}$"
)
_REFUSED_AFTER = re.compile(r"\s*,?\s*(?:(?:mais |et )?qui )?(?:refusent?|ne (?:le|la|les) repren(?:d|nent) (?:pas|plus))\b")
_KIN_BRACKETED = re.compile(
    r"(?<!mon )(?<!ma )(?<!notre )(?<!nos )(?<!mes )\b(?:fils|fille|frere|soe?ur|neveu|niece|gendre)s? ?\([^)]{0,25}$"
)
_TOLD_ASIDE = re.compile(
    r"(?<!chez )(?<!avec )(?<!pour )\b"
    r"(?:(?:moi|nous)(?:,? (?:je suis|on est|nous sommes|on habite|on vit|j'habite|je vis))? (?:a|au|sur|de)"
    r"|je suis (?:etudiante?|etudiants|lyceenne|infirmiere?|aide-soignante?|assistante sociale|educatrice|educateur|medecin"
    r"|enseignante?|prof) (?:a|au|sur)) $"
)
_WRITER = frozenset({"je", "j", "moi", "jhabite", "jvis", "nous", "ns", "on"})
_WRITING = re.compile(
    r"ecri(s|vons)|appell?e|contacte|suis|habite|vis|demeure|reside|loge|travaille|est|sommes|habitons|vivons|demeurons|residons"
)
_KIN_ELSEWHERE = re.compile(r"fils|filles?|freres?|soeurs?|enfants?|neveux?|nieces?|cousine?s?|famille")
_NEARBY = re.compile(r"pres|proche|alentours|environs|autour|cote")
# "l'USLD la plus proche de Toul", "on cherche un kiné près de Toul": wanted there.
_WANTED_THERE = re.compile(
    r"\bplaces? (?:en|d'|dans une?|de|pour) [^.,;:!?\n]{0,30}\b(?:a|au|sur|vers) $"
    r"|(?:(?:\bplus|\+) (?:proche|pres)|\b(?:cherch\w*|recherch\w*|trouver|places?)\b[^.,;:!?\n]*\b(?:pres|proche)) d(?:e |u |'|es )$"
)
_BRIDGE = re.compile(r"ponts?|porte")
_SIDE_OF = re.compile(r"nord|sud")
_LIVED = re.compile(r"viva(it|is|ient)|habita(it|is|ient)|demeura(it|is|ient)|loge(ait|ais|aient)|resida(it|is|ient)")
_SOMEBODY = re.compile(
    r"patiente?s?|voisine?s?|dames?|hommes?|femmes?|messieurs|monsieur|couples?|familles?|cousine?s?|oncle|tante|niece|neveu|amie?s?|mere|pere"
    r"|maman|papa|mamie|papi|soeur|frere|fils|filles?|jeunes?|etudiante?s?|retraitee?s?|enfants?|garcon|usagere?s?|locataires?|personnes?"
)
_LOST_HOME = re.compile(
    r"\b(?:plus|perdu|rendu|quitte|vendu) (?:de |d'|son |sa |mon |ma |leur |le |la |l')?"
    r"(?:appart\w*|logement|maison|studio|chambre) (?:a|au|sur|de) $"
)
_NEGATION = re.compile(r"pas|plus")
_FORMERLY = re.compile(
    r"\b(?:avant|auparavant|autrefois|jusqu'ici|ancien(?:ne)? (?:domicile|adresse|logement|commune))\s?[,:]? ?(?:a |au |sur )?$"
)
_THEY_LIVE = re.compile(r"sont|habitent|vivent|resident|logent|demeurent")
_KIN_LIVING = re.compile(r"parents|enfants|filles|fils|freres|soeurs|famille")
_DRIVEN = re.compile(r"taxis?|vsl|ambulances?|transports?|trajets?|conduire|emmener|navette")
_HOSTING = re.compile(r"heberg(e|ee|es|ees|ent)|habit(e|ent)|domicili(e|ee|es)|log(e|ee|es|ees|ent)")
_AT = frozenset({"a", "au", "aux", "sur", "jusqua"})
_FOR_A_WHILE = frozenset({"vacances", "vacance", "sejour", "chez", "semaines", "semaine", "sem", "jours", "j", "15j", "ete", "mois"})
_SUBJECT_WITHIN = 6
_LEFT_WITHIN = 6
_STAYING_WITHIN = 9
_OF_SERVICES = frozenset(
    "locale municipale sociale social communale scolaire departementale polyvalence hospitalier france services".split()
)


def role_of(around: Surroundings, index: int, after: int) -> Role | None:
    """What a name's leading words say of it, and whether those that follow only tell how far it is."""
    if _far(around, after) or _refused(around, index, after) or around.said_before(index, _FOR_WANT_OF_BETTER):
        return "proche"
    if _bound_for(around, index):
        return "auteur" if any(word in _US for word in _walked_back(around, index, _STAYING_WITHIN)) else "sejour"
    if _told_of_the_writer(around, index):
        return "auteur"
    if _told_of_kin(around, index) or _left(around, index):
        return "proche"
    if _told_of_a_family(around, index):
        return "famille"
    if around.led_by(index, _LIVED, across=PARTICLES | {"seul", "seule"}) or around.said_before(index, _LOST_HOME):
        return "ancien"
    if lived_in(around, index) or _hosted_at(around, index) or _set_out_from(around, index) or _stayed_at(around, after):
        return "domicile"
    if around.said_before(index, _WANTED_THERE):
        return None
    led = around.led_by(index, FACILITY, across=PARTICLES | _OF_SERVICES | {"est"})
    led = led or around.led_by(index, _DONE_THERE, across=PARTICLES | {"douleur", "memoire"})
    led = led or _TRADE_OPENS.fullmatch(around.plain[: around.words[index].start]) is not None
    return "etablissement" if led or _treated_at(around, index) else None


def inhabitant_role(around: Surroundings, index: int) -> Role | None:
    """What "bisontine" says of somebody or of a service it follows; None after anything else, "la région nantaise"."""
    if index == 0 or around.breaks(index - 1, index):
        return None
    before = around.words[index - 1].text
    if _SOMEBODY.fullmatch(before) or before in ("un", "une") and around.capital(index):
        return "domicile"
    return "etablissement" if FACILITY.fullmatch(before) else None


def is_a_ride(around: Surroundings) -> bool:
    """Whether somebody is to be driven somewhere."""
    return any(_DRIVEN.fullmatch(word.text) for word in around.words)


def denied(around: Surroundings, index: int) -> bool:
    """Whether a name is led by a negation, as in "il ne s'agit pas de Béziers mais de Sète"."""
    return around.led_by(index, _NEGATION)


def _left(around: Surroundings, index: int) -> bool:
    """Whether someone comes from there: "déménage de X", "vend sa maison de X", "arrivée de X", "avant à X"; not "le Dr D. quitte X"."""
    if around.said_before(index, _FORMERLY):
        return True
    if index == 0 or around.breaks(index - 1, index) or around.said_before(index, _CARER):
        return False
    if around.words[index - 1].text.startswith("quitt"):
        return True
    if around.words[index - 1].text not in FROM:
        return False
    first = max(0, index - 1 - _LEFT_WITHIN)
    return any(
        _LEAVING.fullmatch(around.words[at].text) and not any(around.breaks(one, one + 1) for one in range(at, index))
        for at in range(first, index - 1)
    )


def _far(around: Surroundings, after: int) -> bool:
    """Whether the place is only said to be far: "Nîmes c'est loin"."""
    return _FAR.match(around.plain[around.words[after - 1].end : around.words[after - 1].end + 30]) is not None


def _told_of_the_writer(around: Surroundings, index: int) -> bool:
    """Whether the writer says where they are themselves: "je vis à X", "je vous écris de X", "moi je suis à X"."""
    if around.said_before(index, _TOLD_ASIDE):
        return True
    at = around.led_at(index, _WRITING)
    if at is None:
        return False
    before = [word.text for word in around.words[max(0, at - 3) : at]]
    return any(form in _WRITER for form in before)


def _told_of_a_family(around: Surroundings, index: int) -> bool:
    """Whether it is where several of kin live: "mes parents ne savent rien et habitent à X"."""
    at = around.led_at(index, _THEY_LIVE)
    if at is None:
        return False
    first = next((one for one in range(at, max(0, at - _SUBJECT_WITHIN), -1) if around.breaks(one - 1, one)), max(0, at - _SUBJECT_WITHIN))
    return any(_KIN_LIVING.fullmatch(word.text) for word in around.words[first:at])


def _set_out_from(around: Surroundings, index: int) -> bool:
    """Whether someone is driven from there: "taxi pour la chimio à Bayonne depuis X"."""
    if index == 0 or around.words[index - 1].text != "depuis":
        return False
    return any(_DRIVEN.fullmatch(word.text) for word in around.words[max(0, index - 12) : index - 1])


def _walked_back(around: Surroundings, index: int, within: int = _SUBJECT_WITHIN) -> Iterator[str]:
    """The words that come before a name and "à" or "sur", nearest first, up to what breaks the sentence."""
    if index == 0 or around.words[index - 1].text not in _AT or around.breaks(index - 1, index):
        return
    for at in range(index - 2, max(-1, index - 2 - within), -1):
        if around.breaks(at, at + 1) and around.between(at, at + 1) != "/":  # "dialysé 3x/sem à X"
            return
        yield around.words[at].text


def _treated_at(around: Surroundings, index: int) -> bool:
    """Whether something is done there, told over a few words: "injections tous les mois à X", "l'emmener à X"."""
    return any(_DONE_THERE.fullmatch(word) for word in takewhile(lambda word: not _HOSTING.fullmatch(word), _walked_back(around, index)))


def _bound_for(around: Surroundings, index: int) -> bool:
    """Whether the one helped is to stay there, so that it is there that help is wanted: "passe deux semaines en août à X"."""
    before = list(_walked_back(around, index, _STAYING_WITHIN))
    staying = next((at for at, word in enumerate(before) if _STAYING.fullmatch(word)), None)
    if staying is None or any(_is_of_care(word) for word in before[:staying]):
        return False
    return any(word in _FOR_A_WHILE for word in before[: staying + 1])


def _stayed_at(around: Surroundings, after: int) -> bool:
    """Whether what follows says so: "à X chez ma sœur", "à X où elle vit"."""
    return _STAYED.match(around.plain[around.words[after - 1].end : around.words[after - 1].end + 30]) is not None


def _refused(around: Surroundings, index: int, after: int) -> bool:
    """Whether nobody may live there: "ne peut pas rentrer chez sa mère à X", "parents à X qui refusent"."""
    following = around.plain[around.words[after - 1].end : around.words[after - 1].end + 50]
    return around.said_before(index, _REFUSED_BEFORE) or _REFUSED_AFTER.match(following) is not None


def _hosted_at(around: Surroundings, index: int) -> bool:
    """Whether someone is put up there, told over a few words: "sa mère l'héberge sans limite de temps à X"."""
    told = takewhile(lambda word: not _is_of_care(word), _walked_back(around, index))
    return any(_HOSTING.fullmatch(word) for word in told)


def _is_of_care(word: str) -> bool:
    return _DONE_THERE.fullmatch(word) is not None or FACILITY.fullmatch(word) is not None


def _told_of_kin(around: Surroundings, index: int) -> bool:
    """Whether it only says where kin are: "fils à X", "une fille sur X", never "ma fille à X" or "chez sa fille à X"."""
    if any(around.said_before(index, told) for told in (_KIN_LIVE, _KIN_BRACKETED, _KIN_GONE)):
        return True
    aged = around.words[index - 1].text in FROM and around.ends_an_age(index - 2)  # "fils 64 ans de X"
    at = around.led_at(index - 3 if aged else index, _KIN_ELSEWHERE)
    if at is None or at + 1 == index:
        return False
    first = next((one for one in range(at, max(0, at - 2), -1) if around.breaks(one - 1, one)), max(0, at - 2))
    before = {word.text for word in around.words[first:at]}
    return not before & {"mon", "ma", "mes", "notre", "nos", "chez", "avec", "pour", "par", "de", "d"}


def is_only_near(around: Surroundings, index: int) -> bool:
    """Whether the place is only a mark on the map: "près de X", "dans le nord Basse-Terre", "sous le pont d'Asnières"."""
    return (
        around.led_by(index, _NEARBY)
        and not around.said_before(index, _WANTED_THERE)
        and not around.said_before(index, AT_HOME)
        or around.led_by(index, _SIDE_OF, directly=True)
        or around.led_by(index, _BRIDGE)
    )
