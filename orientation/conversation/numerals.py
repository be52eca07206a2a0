"""Numbers in figures or in letters."""

from collections.abc import Mapping

from orientation.conversation.words import Words

_UNITS: Mapping[str, int] = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11,
    "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS: Mapping[str, int] = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "octante": 80, "huitante": 80,
    "nonante": 90,
}  # fmt: skip
NUMBER_WORDS: Mapping[str, int] = {**_UNITS, **_TENS, "cent": 100}
_TEENS = ("sept", "huit", "neuf")


def number_at(words: Words, position: int) -> tuple[float, int] | None:
    """The number, in figures or in letters, that begins at a word, and its last word; None when there is none.

    >>> from orientation.conversation.words import cut
    >>> number_at(cut("quatre-vingt-deux ans"), 0)
    (82, 2)
    """
    form = words.forms[position]
    if form.isdigit():
        return (int(form), position) if len(form) <= 3 else None
    total, last, index = 0, None, position
    while index < len(words) and index < position + 5:
        form = words.forms[index]
        if form == "cent" and total == 0:
            total = 100
        elif form == "quatre" and words.forms[index + 1 : index + 2] in (("vingt",), ("vingts",)):
            total, index = total + 80, index + 1
        elif form in _TENS and total % 100 == 0:
            total += _TENS[form]
        elif form in _UNITS and (total == 0 or total % 10 == 0) and (total % 100 != 10 or form in _TEENS):
            total += _UNITS[form]
            if _UNITS[form] < 10 or form == "dix" and words.forms[index + 1 : index + 2] not in tuple((form,) for form in _TEENS):
                last = index
                break
            if form != "dix":
                last = index
                break
        elif form == "et" and total:
            index += 1
            continue
        else:
            break
        last = index
        index += 1
    return (total, last) if last is not None else None
