"""What a grid file may hold, entry by entry: known keys, dates in order, a reference for each value.

Knows nothing of how files extend one another.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import TypeVar

from orientation.dated import Dated, Entry
from orientation.grid import AgeWithin, AllOf, AnyInDimension, AnyOf, AtLeast, Bounds, Breadth, Condition, Effect, TierSettings, Unless
from orientation.refusal import Refused

Value = TypeVar("Value")

_VALUE = {"value", "reference"}
_SETTINGS = {"who_acts", "weights", "fitting_needs", "coordination_need", "reference"}
SECTIONS: Mapping[str, tuple[str, frozenset[str]]] = {
    "dimensions": ("dimension", frozenset({"code", "label", "unit", "values"})),
    "criteria": (
        "critère",
        frozenset({"code", "dimension", "module", "label", "question", "levels", "additional", "beyond_facts", "unit", "values"}),
    ),
    "modules": ("module", frozenset({"label", "when", "reference"})),
    "context": ("contexte", frozenset({"label", "reference"})),
    "tiers": ("palier", frozenset({"label", "bounds", "settings"})),
    "rules": ("règle", frozenset({"label", "when", "first_needs", "values"})),
    "alerts": ("alerte", frozenset({"label", "when", "emergency", "reference"})),
    "facts": ("fait", frozenset({"values"})),
    "instruments": ("instrument", frozenset({"criterion", "calculator", "values"})),
}
HEADER = frozenset({"id", "label", "extends", "validated", "note", "publications"})


@dataclass(frozen=True)
class Where:
    """The place in a file that a refusal names."""

    file: str
    kind: str = ""
    id: str = ""
    day: date | None = None

    def refused(self, found: str) -> Refused:
        parts = [self.file, f"{self.kind} « {self.id} »" if self.kind else "", f"au {self.day:%d/%m/%Y}" if self.day else ""]
        return Refused(", ".join(part for part in parts if part) + f" : {found}")

    def on(self, day: date) -> "Where":
        return replace(self, day=day)


def mapping(content: object, where: Where, allowed: frozenset[str] | set[str] | None = None) -> dict[str, object]:
    """The mapping that stands there, its keys all known."""
    if not isinstance(content, dict):
        raise where.refused(f"une liste de « clé: valeur » est attendue, trouvé {content!r}. Corrigez cette entrée.")
    unknown = sorted(str(key) for key in content if allowed is not None and key not in allowed)
    if unknown and allowed is not None:
        raise where.refused(
            f"clé inconnue « {unknown[0]} ». Clés possibles : {', '.join(sorted(allowed))}. Corrigez son nom ou retirez-la."
        )
    return {str(key): value for key, value in content.items()}


def check_shape(content: Mapping[str, object], file: str) -> None:
    """Refuses, file by file and before any merge, unknown keys, dates out of order and values without a reference."""
    mapping(dict(content), Where(file), HEADER | SECTIONS.keys())
    for section, (kind, allowed) in SECTIONS.items():
        for id, entry in mapping(content.get(section) or {}, Where(file)).items():
            where = Where(file, kind, id)
            entry = mapping(entry, where, allowed)
            for day, value in _histories(entry, where):
                allowed_here = _SETTINGS if "who_acts" in value else _VALUE if "value" in value else {"from", "below", "reference"}
                _referenced(mapping(value, where.on(day), allowed_here), where.on(day))
            if "reference" in allowed:
                _referenced(entry, where)


def _referenced(entry: Mapping[str, object], where: Where) -> None:
    reference = entry.get("reference")
    if not isinstance(reference, str) or not reference.strip():
        raise where.refused(
            "la référence manque ; chaque valeur dit d'où elle vient. Ajoutez « reference: » avec un texte ou une adresse officielle."
        )


def _histories(entry: Mapping[str, object], where: Where) -> Iterator[tuple[date, dict[str, object]]]:
    nested = [mapping(entry[part], where, {"unit", "values"}) for part in ("bounds", "settings") if part in entry]
    for holder in (entry, *nested):
        if "values" in holder:
            yield from dated_values(holder["values"], where)


def dated_values(values: object, where: Where) -> list[tuple[date, dict[str, object]]]:
    """The entries of a history with their days, which must increase."""
    found: list[tuple[date, dict[str, object]]] = []
    held = mapping_of_days(values, where)
    for day, value in held:
        if found and day <= found[-1][0]:
            raise where.on(day).refused(
                f"les dates doivent se suivre ; celle-ci vient après le {found[-1][0]:%d/%m/%Y}. Remettez-les dans l'ordre."
            )
        found.append((day, mapping(value, where.on(day))))
    if not found:
        raise where.refused("aucune valeur datée ; une valeur au moins est attendue sous « values: ».")
    return found


def mapping_of_days(values: object, where: Where) -> list[tuple[date, object]]:
    if not isinstance(values, dict):
        raise where.refused("« values » est une liste de dates (AAAA-MM-JJ), chacune avec sa valeur et sa référence.")
    return [(_day(key, where), value) for key, value in values.items()]


def _day(key: object, where: Where) -> date:
    if isinstance(key, date) and not isinstance(key, datetime):
        return key
    try:
        return date.fromisoformat(str(key))
    except ValueError:
        raise where.refused(f"« {key} » n'est pas une date ; le format attendu est AAAA-MM-JJ, par exemple 2026-03-01.") from None


def history(holder: object, where: Where, read: Callable[[object, Where], Value]) -> Dated[Value]:
    """A dated history whose values are read by `read`; a null value withdraws."""
    values = dated_values(mapping(holder, where).get("values"), where)
    entries = []
    for day, entry in values:
        plain = entry.get("value", entry)
        read_value = None if "value" in entry and plain is None else read(plain, where.on(day))
        entries.append(Entry(day, read_value, str(entry.get("reference", ""))))
    return Dated.of(entries)


def number(value: object, where: Where) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise where.refused(f"un nombre est attendu, trouvé {value!r}. Corrigez cette valeur.")
    return Fraction(str(value))


def positive(value: object, where: Where) -> Fraction:
    found = number(value, where)
    if found <= 0:
        raise where.refused(f"un poids est positif, trouvé {value}. Pour retirer le critère, datez une valeur « null ».")
    return found


def text(value: object, where: Where) -> str:
    if not isinstance(value, str) or not value.strip():
        raise where.refused(f"un texte est attendu, trouvé {value!r}. Complétez cette entrée.")
    return value.strip()


def texts(value: object, where: Where) -> tuple[str, ...]:
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        raise where.refused(f"une liste de mots est attendue, trouvé {value!r}. Écrivez-la entre crochets.")
    return tuple(value)


def level(value: object, where: Where, lowest: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= 3:
        raise where.refused(f"un niveau va de {lowest} à 3, trouvé {value!r}. Corrigez ce niveau.")
    return value


def level_texts(value: object, where: Where) -> tuple[str, str, str, str]:
    held = mapping(value, where)
    if not {"1", "2", "3"} <= held.keys() <= {"0", "1", "2", "3"}:
        raise where.refused("« levels » décrit les niveaux 1, 2 et 3 (et 0 si besoin). Complétez-les.")
    return (str(held.get("0", "rien à signaler")), *(text(held[n], where) for n in ("1", "2", "3")))  # type: ignore[return-value]


def bounds(value: object, where: Where) -> Bounds:
    held = mapping(value, where, {"from", "below", "reference"})
    if "from" not in held or "below" not in held:
        raise where.refused(
            "un palier a deux bornes : « from » (comprise) et « below » (non comprise, null pour le dernier). Ajoutez celle qui manque."
        )
    below = None if held["below"] is None else number(held["below"], where)
    return Bounds(number(held["from"], where), below)


def tier_settings(value: object, where: Where) -> TierSettings:
    held = mapping(value, where, _SETTINGS)
    need = held.get("coordination_need")
    weights = {name: float(positive(factor, where)) for name, factor in mapping(held.get("weights") or {}, where).items()}
    return TierSettings(
        text(held.get("who_acts"), where),
        weights,
        frozenset(texts(held.get("fitting_needs") or [], where)),
        None if need is None else text(need, where),
    )


def effects(value: object, where: Where) -> dict[str, tuple[Effect, ...]]:
    """Answer by answer, what a fact says of the criteria."""
    return {
        answer: tuple(_effect(criterion, said, where) for criterion, said in mapping(touched, where).items())
        for answer, touched in mapping(value, where).items()
    }


def _effect(criterion: str, said: object, where: Where) -> Effect:
    if isinstance(said, dict):
        held = mapping(said, where, {"exactly", "level", "at_most"})
        if set(held) == {"exactly"}:
            exact = level(held["exactly"], where, 1)
            return Effect(criterion, exact, exact)
        low, high = level(held.get("level"), where, 1), level(held.get("at_most"), where, 1)
        if low > high:
            raise where.refused(
                f"« {criterion} » compte {low} et au plus {high} : le plus haut niveau doit être au moins le niveau compté."
            )
        return Effect(criterion, low, high)
    return Effect(criterion, level(said, where, 1), 3)


def gir_levels(value: object, where: Where) -> dict[int, int]:
    held = mapping(value, where)
    if held.keys() != {"1", "2", "3", "4", "5", "6"}:
        raise where.refused("les six GIR, de 1 à 6, ont chacun un niveau. Complétez la liste.")
    found = {int(gir): level(held[gir], where) for gir in held}
    if any(found[gir] < found[gir + 1] for gir in range(1, 6)):
        raise where.refused("un GIR plus lourd (plus petit) ne peut avoir un niveau plus bas. Corrigez les niveaux.")
    return found


def three_bounds(value: object, where: Where) -> tuple[Fraction, Fraction, Fraction]:
    if not isinstance(value, list) or len(value) != 3:
        raise where.refused(f"trois bornes sont attendues, celles des niveaux 1, 2 et 3 ; trouvé {value!r}.")
    first, second, third = (number(bound, where) for bound in value)
    if not first < second < third:
        raise where.refused(f"les bornes des niveaux doivent croître, trouvé {value!r}. Corrigez-les.")
    return first, second, third


def condition(value: object, where: Where) -> Condition:
    """A condition as written in a grid: one of any, all, criterion, dimension, dimensions, age, unless."""
    held = mapping(value, where)
    match sorted(held):
        case ["any"] | ["all"]:
            (kind, parts), *_ = held.items()
            if not isinstance(parts, list) or not parts:
                raise where.refused(f"« {kind} » attend une liste de conditions, non vide.")
            inner = tuple(condition(part, where) for part in parts)
            return AnyOf(inner) if kind == "any" else AllOf(inner)
        case ["at_least", "criterion"]:
            return AtLeast(text(held["criterion"], where), level(held["at_least"], where, 1))
        case ["at_least", "dimension"]:
            return AnyInDimension(text(held["dimension"], where), level(held["at_least"], where, 1))
        case ["at_least", "dimensions"]:
            return Breadth(int(positive(held["dimensions"], where)), level(held["at_least"], where, 1))
        case ["age"]:
            age = mapping(held["age"], where, {"from", "below", "or_unknown"})
            years = {name: None if age.get(name) is None else float(number(age[name], where)) for name in ("from", "below")}
            return AgeWithin(years["from"], years["below"], age.get("or_unknown") is True)
        case ["unless"]:
            stated = mapping(held["unless"], where, {"context", "answer"})
            return Unless(text(stated.get("context"), where), text(stated.get("answer"), where))
        case keys:
            raise where.refused(
                f"condition non comprise ({', '.join(keys) or 'vide'}). Attendu : any, all, {{criterion, at_least}}, "
                "{dimension, at_least}, {dimensions, at_least}, {age: {from, below}} ou {unless: {context, answer}}."
            )


def parts_of(held: Condition) -> Iterator[Condition]:
    """A condition and all that it is made of."""
    yield held
    if isinstance(held, AnyOf | AllOf):
        for part in held.conditions:
            yield from parts_of(part)
