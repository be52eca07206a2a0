"""FINESS, the national file of health and social establishments: the JSON flow of 2026 and the frozen CSV forms before it."""

from collections.abc import Iterable

from orientation.sources.extract import Extract
from orientation.sources.finess import legacy, plus
from orientation.sources.reading import Context, Entries, Reader

_FORMS = (plus, legacy)


def recognises(extract: Extract) -> bool:
    return any(form.recognises(extract) for form in _FORMS)


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    """Entries of every file, form by form: the frozen CSV spreads an establishment over two files, read together."""
    given = list(extracts)
    for form in _FORMS:
        yield from form.read([extract for extract in given if form.recognises(extract)], context)


READER = Reader("finess", "FINESS (flux JSON « Structures », extraction cs1100502/cs1100507, stock annuel)", recognises, read)
