"""The ROR, the national directory of health and support offers, as FHIR R4: bundles, one resource a line, or single files.

An offer's place, organisation and professionals may stand in any file of the command, before or after it: they are gathered
first, kept small, then offers are read one by one. Only offers are entries; in a command without any, the rest is.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from orientation.refusal import Refused, Rejected
from orientation.sources.extract import Extract
from orientation.sources.reading import Context, Entries, Reader
from orientation.sources.ror.bundles import SOURCE, Found, recognises, resources, types_in_head
from orientation.sources.ror.fhir import MALFORMED, word
from orientation.sources.ror.joined import Joined, names_of
from orientation.sources.ror.offer import OfferReader
from orientation.sources.ror.unattached import entries as unattached_entries
from orientation.sources.ror.unattached import is_unattached

_OBJECTS_BETWEEN_COLLECTIONS = 50_000
_OFFER, _ROLE = "HealthcareService", "PractitionerRole"
_DIRECTORY = frozenset({_OFFER, _ROLE, "Organization", "Location", "Practitioner"})


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    with seldom_collecting():
        yield from _entries(list(extracts), context)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """JSON and what is made of it hold no cycles: collecting every 700 objects would take a third of the time of a national extract."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _entries(given: list[Extract], context: Context) -> Entries:
    joined, offers, has_role = Joined(context), set[str](), False
    for file, extract in enumerate(given):
        types = set[str]()
        for found in resources(extract):
            if isinstance(found, Rejected):
                types.add("")
                continue
            kind = found.kind
            types.add(kind)
            has_role = has_role or kind == _ROLE
            if kind == _OFFER:
                offers.update(names_of(found))
            elif kind in _DIRECTORY:
                joined.add(found, file)
        if types and not types & (_DIRECTORY | {""}):
            raise _no_directory(extract, types)
    reader = OfferReader(context, joined)
    for file, extract in enumerate(given):
        for found in resources(extract):
            if isinstance(found, Rejected):
                yield found
            elif found.kind == _OFFER:
                yield reader.entry(found, file, extract.name)
            elif _is_entry(found, offers, has_role):
                try:
                    yield from unattached_entries(found, file, extract.name, joined, context)
                except MALFORMED as error:
                    yield _unreadable(found, extract.name, error)


def _is_entry(found: Found, offers: set[str], has_role: bool) -> bool:
    """Roles without a given offer; the rest only when neither offer nor role could have used it."""
    if found.kind == _ROLE:
        return is_unattached(found, offers)
    return found.kind in _DIRECTORY and not offers and not has_role


def _unreadable(found: Found, file_name: str, error: Exception) -> Rejected:
    reason = f"{found.kind} illisible ({str(error)[:120]}) ; laissé de côté."
    return Rejected(SOURCE, file_name, found.line, None, word(found.outline.id), reason)


def _no_directory(extract: Extract, types: set[str]) -> Refused:
    return Refused(
        f"{extract.name} : ce fichier FHIR contient {', '.join(sorted(types))}, pas d'offre de soins ou d'accompagnement. Attendu pour "
        "le ROR : des HealthcareService, avec leurs Organization, Location et PractitionerRole ; demandez cet extrait et réimportez-le."
    )


READER = Reader(SOURCE, "ROR (FHIR R4 : Bundle, une ressource par ligne ou fichiers séparés)", recognises, read)
__all__ = ["READER", "read", "recognises", "seldom_collecting", "types_in_head"]
