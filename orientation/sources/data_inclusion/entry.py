"""A service, or a structure that has none, as a resource."""

from collections.abc import Iterable, Mapping
from datetime import date

from data_inclusion.schema import v1
from pydantic import BaseModel, ValidationError

from orientation.geography.gazetteer import COUNTRY, Gazetteer
from orientation.mapping import Meaning, Meanings
from orientation.record import SourceRecord
from orientation.refusal import Rejected
from orientation.resource import Resource, SourceRef
from orientation.sources import fields, hours
from orientation.sources.data_inclusion.rows import SOURCE, Record, Row, values
from orientation.sources.data_inclusion.structure import Structure, record_id, structure, structure_of, whole
from orientation.sources.mended import json_raw
from orientation.sources.reading import Context
from orientation.territory import Area, CatchmentArea
from orientation.wording import normalised

# What only one version of the schema has.
_OF_V1 = frozenset({"reseaux_porteurs", "publics", "mobilisable_par", "modes_mobilisation", "zone_eligibilite", "type", "frais_precisions"})
_OF_V0 = frozenset(
    {"typologie", "types", "profils", "labels_nationaux", "presentation_resume", "presentation_detail", "zone_diffusion_type"}
)
_YES, _NO = frozenset({"true", "vrai", "oui", "1"}), frozenset({"false", "faux", "non", "0"})
_FRANCE = frozenset({"france", "99100", "fr"})
# A structure of the reshaped mediation schema is listed because it helps with digital tools.
_MEDIATION_NEED = frozenset({"inclusion-numerique"})
_FEES = {"gratuit": "Gratuit", "payant": "Payant", "gratuit-sous-conditions": "Gratuit sous conditions", "adhesion": "Sur adhésion"}
_MOST_FAULTS = 4


def service_entry(one: Record, file: str, known: Mapping[str, Structure], context: Context) -> SourceRecord | Rejected:
    """A service with what its structure lends it: its name, and whatever the service does not say of where it is and how to call."""
    row, nested = one.row, one.row.get("structure")
    owner = structure(nested, context) if isinstance(nested, Mapping) else known.get(structure_of(row) or "")
    own = structure(row, context)
    lender = owner or own
    has_themes = bool(values(row.get("thematiques")))
    themes, strangers = _meanings("data-inclusion-themes", row.get("thematiques"), row, context)
    kinds, _ = _meanings("data-inclusion-structures", owner.kinds if owner else (), row, context)
    types, _ = _meanings("data-inclusion-service-types", row.get("types") or row.get("type"), row, context)
    said = Meanings.together([*(themes if has_themes else kinds), *types])
    hidden = Meanings.together(kind for kind in kinds if kind.confidential)
    catchment, unplaced = _catchment(row, context.gazetteer)
    is_public = normalised(str(row.get("contact_public"))) not in _NO
    stranger = f"thématiques inconnues des tables : {', '.join(strangers[:3])}." if strangers else None
    orphan = "structure absente des fichiers donnés : ni adresse ni contact hérités." if owner is None and structure_of(row) else None
    return _entry(
        one,
        file,
        context,
        Structure(
            name=owner.name if owner else None,
            kinds=(),
            spot=own.spot or lender.spot,
            phone=(own.phone if is_public else None) or (owner.phone if owner else None),
            email=(own.email if is_public else None) or (owner.email if owner else None),
            website=own.website or fields.website(row.get("lien_mobilisation") or row.get("page_web")) or lender.website,
            hours=own.hours or fields.text(row.get("recurrence")) or lender.hours,
            identifiers=lender.identifiers,
        ),
        said,
        modes=_meanings("data-inclusion-modes", row.get("modes_accueil"), row, context)[0],
        categories=[*types, *themes],
        catchment=catchment,
        sector_from=kinds,
        confidential=said.confidential or bool(hidden.needs & said.needs),
        warnings=(unplaced, stranger, orphan, _faults(row, v1.Service)),
    )


def structure_entry(one: Record, file: str, context: Context) -> SourceRecord | Rejected:
    """A structure that no service of the command names, by what it is."""
    row, own = one.row, structure(one.row, context)
    kinds, strangers = _meanings("data-inclusion-structures", own.kinds, row, context)
    themes, _ = _meanings("data-inclusion-themes", row.get("thematiques"), row, context)
    said = Meanings.together([*kinds, *themes])
    if "pivot" in row and values(row.get("services")):
        said = Meanings(said.needs | _MEDIATION_NEED, said.publics, said.ages, said.modes, said.specialties, said.sector or "social")
    stranger = f"types de structure inconnus des tables : {', '.join(strangers[:3])}." if strangers else None
    return _entry(
        one,
        file,
        context,
        Structure(None, (), own.spot, own.phone, own.email, own.website, own.hours, own.identifiers),
        said,
        modes=(),
        categories=kinds,
        catchment=None,
        sector_from=(),
        confidential=any(kind.confidential for kind in kinds),
        warnings=(stranger, _faults(row, v1.Structure)),
    )


def _entry(
    one: Record,
    file: str,
    context: Context,
    shown: Structure,
    said: Meanings,
    *,
    modes: Iterable[Meaning],
    categories: Iterable[Meaning],
    catchment: CatchmentArea | None,
    sector_from: Iterable[Meaning],
    confidential: bool,
    warnings: tuple[str | None, ...],
) -> SourceRecord | Rejected:
    row, spot = one.row, shown.spot
    id, (name, renamed) = record_id(row), fields.name(row.get("nom"))
    if id is None or name is None:
        reason = "un identifiant et un nom étaient attendus ; entrée laissée de côté."
        return Rejected(SOURCE, file, one.line, "id" if id is None else "nom", id, reason, json_raw(row))
    updated, wrong_update = fields.day(row.get("date_maj"), context.today)
    closed_on = _closed_on(row, updated, context.today)
    stated = Meanings.together(modes).modes or said.modes
    resource = Resource(
        id=f"{SOURCE}:{id}",
        name=name,
        sector=said.sector or Meanings.together(sector_from).sector,
        organisation=shown.name,
        categories=tuple(dict.fromkeys(meaning.category or meaning.label for meaning in categories)),
        needs=said.needs,
        specialties=said.specialties,
        publics=_publics(row, context) or said.publics or None,
        ages=said.ages,
        modes=stated or (frozenset({"sur-place"}) if spot.address and "modes_accueil" not in row else frozenset()),
        catchment=catchment,
        commune=spot.commune.code if spot.commune else None,
        address=spot.address,
        postcode=spot.postcode,
        lat=spot.lat,
        lon=spot.lon,
        position_is_reliable=spot.reliable,
        phone=shown.phone,
        email=shown.email,
        website=shown.website,
        hours=_hours(shown.hours),
        admission=_admission(row),
        description=_description(row),
        confidential=confidential,
        closed_on=closed_on,
        identifiers=frozenset(shown.identifiers),
        sources=(SourceRef(SOURCE, id, updated),),
        updated_on=updated,
    )
    told = tuple(dict.fromkeys(w for w in (renamed, spot.warning, wrong_update, *warnings) if w))
    return SourceRecord(SOURCE, id, _raw(row), resource, updated, closed_on, None, file, one.line, told)


def _meanings(code_list: str, cell: object, row: Row, context: Context) -> tuple[list[Meaning], list[str]]:
    """The meanings of a field's values, and the values no table knows. A child nobody knows is read as its parent."""
    found: list[Meaning] = []
    strangers: list[str] = []
    for value in values(cell):
        keys = [key for part in (value, value.split("--")[0]) for key in _keys(code_list, part, row)]
        key = next((key for key in keys if context.mappings.knows(code_list, key)), None)
        if key is None:
            strangers.append(value)
        else:
            found += context.mappings.meanings(code_list, key)
    return found, strangers


def _keys(code_list: str, value: str, row: Row) -> tuple[str, ...]:
    """Where a value may stand in the tables: under the record's own version of the schema first."""
    is_v1 = len(_OF_V1 & row.keys()) > len(_OF_V0 & row.keys())
    versions = ("v1", "v0") if is_v1 else ("v0", "v1")
    return (*(f"{version}:{value}" for version in versions), value)


def _publics(row: Row, context: Context) -> frozenset[str] | None:
    stated = (*values(row.get("publics")), *values(row.get("profils")))
    said = Meanings.together(_meanings("data-inclusion-publics", stated, row, context)[0])
    return said.publics or None


def _catchment(row: Row, gazetteer: Gazetteer) -> tuple[CatchmentArea | None, str | None]:
    """The zone a service states. One part that cannot be placed makes the whole unknown: half a zone would exclude wrongly."""
    kind, code = normalised(str(row.get("zone_diffusion_type") or "")), fields.text(whole(row.get("zone_diffusion_code")))
    codes: list[tuple[str | None, str]] = [(None, one) for one in values(whole(row.get("zone_eligibilite")))]
    if not codes and kind == "pays":
        return CatchmentArea((COUNTRY,)), None
    if not codes and kind and code:
        codes = [(kind, code)]
    if not codes:
        return None, None
    areas = [_area(kind, code, gazetteer) for kind, code in codes]
    unplaced = [code for (_, code), area in zip(codes, areas, strict=True) if area is None]
    if unplaced:
        return None, f"zone {', '.join(unplaced[:3])} inconnue : zone desservie laissée à vérifier."
    return CatchmentArea(tuple(area for area in areas if area is not None)), None


def _area(kind: str | None, code: str, gazetteer: Gazetteer) -> Area | None:
    """The area of a code; without its kind, whichever it is the code of: a département, a commune or an EPCI."""
    if code.casefold() in _FRANCE:
        return COUNTRY
    short = code.zfill(2) if code.isdigit() else code.upper()
    commune = gazetteer.current(code.zfill(5).upper()) if len(code) > 3 else None
    candidates = {
        "departement": Area("departement", short),
        "commune": Area("commune", commune.code) if commune else None,
        "epci": Area("epci", code),
        "region": Area("region", short),
    }
    wanted = (kind,) if kind else ("departement", "commune", "epci")
    found = (candidates.get(one) for one in wanted)
    return next((area for area in found if area is not None and gazetteer.area_name(area)), None)


def _closed_on(row: Row, updated: date | None, today: date) -> date | None:
    suspended, _ = fields.day(row.get("date_suspension"), date.max)
    if suspended is None and normalised(str(row.get("closed"))) in _YES:
        return updated or today
    return suspended


def _hours(written: str | None) -> str | None:
    """As written: the schema asks for OpenStreetMap's syntax, and what is not in it is still worth reading."""
    return written if written is None or hours.is_regular(written) else written[:300]


def _admission(row: Row) -> str | None:
    fees = [_FEES.get(one, one) for one in values(row.get("frais"))]
    precise = fields.text(row.get("frais_precisions")) or fields.text(row.get("frais_autres"))
    terms = ", ".join(fees) + (f" ({precise})" if precise and fees else precise or "")
    needed = [
        fields.text(row.get(key)) for key in ("conditions_acces", "publics_precisions", "profils_precisions", "mobilisation_precisions")
    ]
    listed = [", ".join(values(row.get(key))) for key in ("pre_requis", "justificatifs")]
    return fields.text("; ".join(dict.fromkeys(part for part in (terms, *needed, *listed) if part)), 1000)


def _description(row: Row) -> str | None:
    parts = [fields.text(row.get(key), 2000) for key in ("description", "presentation_resume", "presentation_detail")]
    whole_text = " ".join(dict.fromkeys(part for part in parts if part))
    return whole_text[:2000] or None


def _faults(row: Row, model: type[BaseModel]) -> str | None:
    """Which fields of a record of version 1 its published schema refuses; None for other versions and for a record without fault."""
    if not _OF_V1 & row.keys() or _OF_V0 & row.keys():
        return None
    try:
        model.model_validate({key: _as_in_schema(key, cell) for key, cell in row.items()})
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_url=False, include_input=False) if fault["loc"])
        return f"schéma data·inclusion v1 : {', '.join(list(names)[:_MOST_FAULTS])} non conforme." if names else None
    return None


_LISTS = frozenset(
    {"thematiques", "publics", "modes_accueil", "zone_eligibilite", "modes_mobilisation", "mobilisable_par", "reseaux_porteurs"}
)


def _as_in_schema(key: str, cell: object) -> object:
    if key in _LISTS:
        return list(values(whole(cell))) or None
    return (
        None
        if cell == ""
        else str(whole(cell))
        if key in ("siret", "code_postal", "code_insee", "telephone") and cell is not None
        else cell
    )


def _raw(row: Row) -> dict[str, object]:
    """What the record says. Who answers its phone is a person's name, and a contact said not to be public is left out."""
    hidden = {"contact_nom_prenom", "contact_nom"}
    if normalised(str(row.get("contact_public"))) in _NO:
        hidden |= {"telephone", "courriel"}
    return {key: cell for key, cell in row.items() if cell not in (None, "", []) and key not in hidden}
