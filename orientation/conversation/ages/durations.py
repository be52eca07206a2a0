"""Tells a duration, a wait or a debt from an age."""

from orientation.conversation.words import Words, word_set

_LASTING = word_set(
    """
    fait font depuis depui pendant durant dans sous ya voila apres avant tous toutes chaque attente delai moins dernier dernieres derniers
    bail cdd cdi contrat suivi prison ferme peine anciennete mariage retraite travaille dure connait connais premiere ete environs sur
    prochaine prochains prochain premier premieres premiers reconduit passe passes terme enceinte grossesse ds valable valables garantie
    garanti absent absente absents parti partie partis
    """
)
_SKIPPED = word_set(
    """
    de d les la le l environ a peu pres plus presque deja bientot bien quasi au des ces cet cette et un une
    """
)
_AFTERWARDS = word_set(
    """
    attente delai traitement suivi mariage anciennete experience loyer loyers retard prison plus auparavant avant durant pendant
    ferme sursis bail carriere vie abstinence sevrage grossesse errance service services formation stage terme hospitalisation prise chimio
    evolution evol rue boite metier maison conduite collaboration garantie benevolat exercice pratique recul presence validite
    """
)
_OWED = word_set("attente delai retard arriere arrieres impaye impayes loyer loyers liste preavis")
_PAPERS = frozenset({"sejour", "resident"})
_BORN_WITHIN = 9
_FOLLOWS = word_set("apres auparavant durant avant que qu ferme")


def is_owed(words: Words, last: int) -> bool:
    """Whether what follows makes it a wait or a debt, even after "a": "le SSIAD a 6 mois d'attente"."""
    return words.at(last + 1) in ("d", "de") and words.at(last + 2) in _OWED


def is_duration(words: Words, position: int, last: int) -> bool:
    """Whether what stands around makes it a lapse of time: "depuis 6 ans", "il y a 10 ans", "2 ans d'attente"."""
    forms = words.forms
    goes_on = last + 1 < len(words) and words.segments[last + 1] == words.segments[last] and "." not in words.cuts[last + 1]
    after = forms[last + 1 : last + 3] if goes_on else ()  # "Die, 32a. Que faire"
    if after[:1] == ("plus",) and after[1:] in (("tard",), ("tot",)):
        return True
    if after and (after[0] in _FOLLOWS or after[0] in ("d", "de") and after[1:] and after[1] in _AFTERWARDS):
        return True
    if forms[max(0, position - 2) : position] == ("jusqu", "a"):
        return True
    index = position - 1
    while index >= 0 and index > position - 5 and words.sentences[index] == words.sentences[position]:
        form = forms[index]
        if form == "a" and _is_since_birth(words, index):
            return False
        if form == "a" and forms[max(0, index - 1)] in ("y", "il", "i"):
            return forms[max(0, index - 1)] == "y" or words.segments[index] == words.segments[position] and forms[index - 1] != "il"
        if form == "h" and index and forms[index - 1].isdigit() and words.segments[index] == words.segments[position]:
            return True
        if form == "depuis" and any(one.isdigit() for one in forms[index + 1 : position]):
            return False  # "vomit depuis 1h, 61 ans"
        if form in _PAPERS and forms[index - 1 : index] == ("de",) and words.segments[index] == words.segments[position]:
            return True  # "titre de séjour 10 ans"
        if form in _LASTING:
            return words.segments[index] == words.segments[position] or form in ("depuis",)
        if form in ("en", "ses", "mes", "leurs", "ces") and index == position - 1:
            return True
        if form not in _SKIPPED:
            return False
        index -= 1
    return False


def _is_since_birth(words: Words, index: int) -> bool:
    """ "ma fille est née à la maison il y a 2 ans": so long ago is how old she is; `index`: the "a"."""
    if words.forms[index - 1 : index] not in (("y",), ("i",)):
        return False
    before = range(max(0, index - _BORN_WITHIN), index)
    born = (at for at in before if words.sentences[at] == words.sentences[index])
    return any(words.text[words.starts[at] : words.ends[at]].lower() in ("né", "née") for at in born)
