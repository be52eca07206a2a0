"""Annuaire Santé, the open extract: who practises where. One entry is one person at one place, whatever the number of rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from orientation.mapping import Meaning, Meanings
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import CareMode, Identifier, Resource, SourceRef
from orientation.sources import fields
from orientation.sources.extract import Extract
from orientation.sources.mended import rows_raw
from orientation.sources.places import commune_of, padded_postcode
from orientation.sources.reading import Context, Entries, Reader

SOURCE = "rpps"
_PERSON, _PROFESSION = "Identification nationale PP", "Code profession"
_LIBERAL = "L"
# Salaried professionals are reached through the establishment that employs them, except where patients book with the
# professional: health centres and practices (TRE_R02).
_OPEN_PLACES = frozenset({"SA05", "SA07", "SA08", "SA09"})
_AT_HOME = frozenset({"soins-infirmiers-domicile"})
Row = Mapping[str, str]


def recognises(extract: Extract) -> bool:
    return {_PERSON, _PROFESSION} <= {cell.strip() for cell in extract.opening.split("\n", 1)[0].split("|")}


def read(extracts: Iterable[Extract], context: Context) -> Entries:
    for extract in extracts:
        rows: list[tuple[int, Row]] = []
        for line, row in _rows(extract):
            if isinstance(row, Rejected):
                yield row
                continue
            if rows and rows[-1][1][_PERSON] != row[_PERSON]:
                yield from _person(rows, extract, context)
                rows = []
            rows.append((line, row))
        if rows:
            yield from _person(rows, extract, context)


def _rows(extract: Extract) -> Iterator[tuple[int, Row | Rejected]]:
    """Columns by header name: their number and order change from one year to the next."""
    header: list[str] = []
    for line, cells in extract.rows("|"):
        if not header:
            header = [cell.strip() for cell in cells or []]
        elif cells is None or len(cells) < len([name for name in header if name]):
            reason = f"{len(cells or [])} colonnes trouvées, {len(header)} attendues ; ligne laissée de côté."
            yield line, Rejected(SOURCE, extract.name, line, None, None, reason, _alone(header, cells or []))
        else:
            row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
            if row.get(_PERSON) and row.get("Nom d'exercice"):
                yield line, row
            else:
                reason = "un identifiant national et un nom d'exercice étaient attendus ; ligne laissée de côté."
                yield line, Rejected(SOURCE, extract.name, line, _PERSON, row.get(_PERSON) or None, reason, _alone(header, cells))


def _alone(header: Sequence[str], cells: Sequence[str]) -> str | None:
    """A row with the header it is read by."""
    return rows_raw("|", header, cells)


def _person(rows: Sequence[tuple[int, Row]], extract: Extract, context: Context) -> Iterator[SourceRecord]:
    by_place = sorted(rows, key=lambda numbered: _place_id(numbered[1]))
    for place, at_place in groupby(by_place, key=lambda numbered: _place_id(numbered[1])):
        numbered = list(at_place)
        yield _record(place, [row for _, row in numbered], numbered[0][0], extract, context)


def _place_id(row: Row) -> str:
    said = ("Identifiant technique de la structure", "Numéro FINESS site", "Numéro SIRET site")
    return next((row[column] for column in said if row.get(column)), "sans-lieu")


def _record(place: str, rows: Sequence[Row], line: int, extract: Extract, context: Context) -> SourceRecord:
    row = rows[0]
    id = f"{row[_PERSON]}-{place}"
    meanings = tuple(meaning for one in rows for meaning in _meanings(one, context)) if any(map(_receives, rows)) else ()
    said = Meanings.together(meanings)
    postcode = padded_postcode(_at(row, "Code postal"))
    commune = commune_of(context.gazetteer, _at(row, "Code commune"), postcode, _at(row, "Bureau cedex") or _at(row, "Libellé commune"))
    resource = Resource(
        id=f"{SOURCE}:{id}",
        name=_name(row),
        sector="sanitaire",
        organisation=fields.text(row.get("Enseigne commerciale site")) or fields.text(row.get("Raison sociale site")),
        categories=tuple(dict.fromkeys(label for one in rows for label in _labels(one))),
        needs=said.needs,
        specialties=said.specialties,
        publics=said.publics or None,
        ages=said.ages,
        modes=_modes(said.needs) if commune else frozenset(),
        commune=commune.code if commune else None,
        address=_street(row),
        postcode=postcode,
        phone=fields.phone(_at(row, "Téléphone")) or fields.phone(_at(row, "Téléphone 2")),
        email=fields.email(_at(row, "Adresse e-mail")),
        identifiers=_identifiers(row),
        sources=(SourceRef(SOURCE, id),),
    )
    return SourceRecord(SOURCE, id, _raw(rows), resource, None, None, None, extract.name, line)


def _meanings(row: Row, context: Context) -> tuple[Meaning, ...]:
    """A specialty says more than the profession that carries it: a cardiologist is not a general practitioner."""
    skill = context.mappings.meanings("rpps-skills", row.get("Code savoir-faire") or None)
    answers = tuple(meaning for meaning in skill if meaning.needs)
    return answers or context.mappings.meanings("rpps-professions", row.get(_PROFESSION) or None)


def _receives(row: Row) -> bool:
    """Whether patients can turn to this person there; a student or a salaried hospital doctor is not called directly."""
    if row.get("Code catégorie professionnelle") == "E":
        return False
    return row.get("Code mode exercice") == _LIBERAL or row.get("Code secteur d'activité") in _OPEN_PLACES


def _modes(needs: frozenset[str]) -> frozenset[CareMode]:
    if needs & _AT_HOME:
        return frozenset({"a-domicile"})
    return frozenset({"sur-place"}) if needs else frozenset()


def _at(row: Row, column: str) -> str | None:
    """A column of the place of work, whose name is followed by "(coord. structure)"."""
    return row.get(f"{column} (coord. structure)") or None


def _name(row: Row) -> str:
    parts = (row.get("Libellé civilité d'exercice"), row.get("Prénom d'exercice"), row.get("Nom d'exercice"))
    return fields.name(" ".join(part for part in parts if part))[0] or row[_PERSON]


def _labels(row: Row) -> tuple[str, ...]:
    said = (fields.text(row.get("Libellé savoir-faire")), fields.text(row.get("Libellé profession")))
    return tuple(label for label in said if label)


def _street(row: Row) -> str | None:
    parts = ("Numéro Voie", "Indice répétition voie", "Libellé type de voie", "Libellé Voie")
    line = " ".join(part for part in (_at(row, column) for column in parts) if part)
    more = (line, _at(row, "Complément point géographique"), _at(row, "Mention distribution"))
    return fields.text(", ".join(part for part in more if part))


def _identifiers(row: Row) -> frozenset[Identifier]:
    said = (("rpps", row[_PERSON]), ("finess", row.get("Numéro FINESS site")), ("siret", row.get("Numéro SIRET site")))
    return frozenset(Identifier(scheme, value) for scheme, value in said if value)


def _raw(rows: Sequence[Row]) -> dict[str, object]:
    """The cells that say something: all of the first row, and of the others what differs."""
    first: dict[str, object] = {name: cell for name, cell in rows[0].items() if cell}
    others = [{name: cell for name, cell in row.items() if cell != rows[0].get(name)} for row in rows[1:]]
    return {**first, "autres lignes": others} if others else first


READER = Reader(SOURCE, "Annuaire Santé (extraction en libre accès, personnes et activités)", recognises, read)
