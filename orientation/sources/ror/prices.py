"""Tariffs, published on the establishment, shown with the offers they are the price of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from orientation.resource import Price
from orientation.sources import fields
from orientation.sources.ror.dates import day_of
from orientation.sources.ror.fhir import Extensions, codings, extensions, first_word, is_true, value, values

LABELS = {
    "01": "Supplément d'hébergement SMR", "02": "Hébergement", "03": "Dépendance", "04": "Prestation supplémentaire",
    "05": "Accueil de jour",    "06": "Aide humaine à domicile", "07": "Portage de repas",
}  # fmt: skip
UNITS = {"1": "par heure", "2": "par jour", "3": "par mois", "4": "l'unité"}
_GROUPS = {"01": "GIR 1-2", "02": "GIR 3-4", "03": "GIR 5-6"}
_STAYS = {"01": "temporaire", "02": "permanent"}
# The needs each type of tariff is the price of; the others go with any offer of the establishment.
_ONLY_FOR = {
    "02": frozenset({"ehpad", "hebergement-temporaire", "residence-autonomie", "soins-longue-duree", "foyer-vie", "mas-fam"}),
    "03": frozenset({"ehpad", "hebergement-temporaire", "soins-longue-duree", "accueil-jour"}),
    "05": frozenset({"accueil-jour"}),
    "06": frozenset({"aide-domicile", "garde-nuit"}),
    "07": frozenset({"portage-repas"}),
}
_STAY_NEEDS = {"01": frozenset({"hebergement-temporaire"}), "02": frozenset({"ehpad", "residence-autonomie", "soins-longue-duree"})}


@dataclass(frozen=True, slots=True)
class Tariff:
    """One tariff; `kind`: TRE_R246, `stay`: TRE_R240 (temporary or permanent)."""

    kind: str | None
    stay: str | None
    price: Price


def tariffs(found: Extensions) -> tuple[Tariff, ...]:
    return tuple(tariff for one in found.get("rororganizationprice", ()) for tariff in _tariff(extensions(one)))


def prices(given: Iterable[Tariff], needs: frozenset[str], today: date) -> tuple[Price, ...]:
    """Of the tariffs that concern an offer, the one in force for each label."""
    latest: dict[tuple[str, str], Price] = {}
    for tariff in given:
        price = tariff.price
        if not _concerns(tariff, needs) or (price.as_of is not None and price.as_of > today):
            continue
        known = latest.get((price.label, price.unit))
        if known is None or (price.as_of or date.min) > (known.as_of or date.min):
            latest[price.label, price.unit] = price
    return tuple(latest.values())


def _concerns(tariff: Tariff, needs: frozenset[str]) -> bool:
    if not needs:
        return True
    only, stay = _ONLY_FOR.get(tariff.kind or ""), _STAY_NEEDS.get(tariff.stay or "")
    return (only is None or bool(only & needs)) and (
        stay is None or not needs & frozenset().union(*_STAY_NEEDS.values()) or bool(stay & needs)
    )


def _tariff(said: Extensions) -> Iterator[Tariff]:
    amount = next((_amount(held) for one in said.get("amount", ()) if (held := value(one)) is not None), None)
    if amount is None or amount <= 0:
        return
    kind, stay, unit = _code(said, "pricetype"), _code(said, "welcometype"), first_word(said, "priceunit")
    parts = [LABELS.get(kind or "") or _display(said, "pricetype") or "Tarif"]
    parts += [
        part
        for part in (_STAYS.get(stay or ""), _GROUPS.get(_code(said, "dependencylevel") or ""), _display(said, "residentialtype"))
        if part
    ]
    parts += [part for part in (_display(said, "specialprice"), _name(said)) if part]
    if is_true(said, "under60"):
        parts.append("moins de 60 ans")
    unit_words = UNITS.get((unit or "").lstrip("0")) or _display(said, "priceunit") or "unité non précisée"
    yield Tariff(kind, stay, Price(", ".join(parts), amount, unit_words, day_of(first_word(said, "startdate"))))


def _amount(held: object) -> float | None:
    """A sum in euros; other currencies are not shown as euros."""
    if isinstance(held, dict):
        return fields.number(held.get("value")) if held.get("currency") in (None, "EUR", "€") else None
    return fields.number(held)


def _code(said: Extensions, name: str) -> str | None:
    code = first_word(said, name)
    return code.zfill(2) if code else None


def _display(said: Extensions, name: str) -> str | None:
    return next((fields.text(coding.display) for held in values(said, name) for coding in codings(held) if coding.display), None)


def _name(said: Extensions) -> str | None:
    names = ("name", "humanhelppricename", "mealdeliveryname", "otheradditionalservicename", "surchargepricename")
    plain = (first_word(said, name) for name in names)
    return fields.text(next((one for one in plain if one), None)) or _display(said, "additionalservicename")
