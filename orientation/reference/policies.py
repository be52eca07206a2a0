"""Loads data/policies: what each territory weighs and how, dated and with references; a file that `extends` another states what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from orientation.dated import Dated, Entry
from orientation.policy import Policy, PublicRule
from orientation.ranking.criteria import CRITERIA
from orientation.reference.folder import data_folder, open_yaml
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused
from orientation.resource import AgeRange
from orientation.vocabulary import Vocabulary

_SINGLE = (
    "radii_km",
    "enough",
    "shown",
    "fresh_months",
    "stale_months",
    "places_fresh_days",
    "everyone_mark",
    "saving",
    "sector_needs",
    "place_needs",
)
_GROUPS = ("weights", "unknown", "radii_by_need", "publics")
_KEYS = {"id", "label", "extends", *_SINGLE, *_GROUPS}
_RULE_KEYS = {"ages", "ages_suffice", "sex", "sex_suffices", "everyone", "facts", "not_facts", "girs", "needs"}

Key = tuple[str, ...]


@dataclass(frozen=True)
class PolicyFile:
    """One file: its dated values by key, ("weights", "is_near") or ("enough",); `extends` None: it stands alone."""

    id: str
    label: str
    extends: str | None
    values: Mapping[Key, Dated[Any]]


@dataclass(frozen=True)
class Policies:
    """Every policy file, by id."""

    files: Mapping[str, PolicyFile]

    def on(self, id: str, day: date) -> Policy:
        """The policy in force that day. Raises Refused when there is none, or when its values do not hold together."""
        if id not in self.files:
            raise Refused(f"Politique « {id} » inconnue. Attendu l'une de : {', '.join(sorted(self.files))}.")
        held: dict[Key, Any] = {key: dated.on(day) for key, dated in self.values(id).items()}
        missing = [
            key
            for key in (*((name,) for name in _SINGLE), ("weights",))
            if not any(k[: len(key)] == key and v is not None for k, v in held.items())
        ]
        if missing:
            raise Refused(f"policies/{id}.yaml : aucune valeur de « {missing[0][0]} » n'est en vigueur le {day:%d/%m/%Y}.")
        groups: dict[str, Any] = {
            group: {key[1]: value for key, value in held.items() if key[0] == group and value is not None} for group in _GROUPS
        }
        try:
            return Policy(id=id, version=self._version(id, day), **groups, **{name: held[(name,)] for name in _SINGLE})
        except ValueError as error:
            raise Refused(f"policies/{id}.yaml, au {day:%d/%m/%Y} : {error}.") from error

    def values(self, id: str) -> Mapping[Key, Dated[Any]]:
        """The dated values of a policy, those it states itself over those of the one it extends."""
        file = self.files[id]
        return {**(self.values(file.extends) if file.extends else {}), **file.values}

    def _version(self, id: str, day: date) -> str:
        changes = [entry.start for dated in self.values(id).values() for entry in dated.entries if entry.start <= day]
        return f"{id} {max(changes).isoformat()}"


def load_policies(folder: Path | None = None, vocabulary: Vocabulary | None = None) -> Policies:
    """Every policy of data/policies. Raises Refused naming file, key and date of what cannot be taken."""
    vocabulary = vocabulary or load_vocabulary()
    found: dict[str, PolicyFile] = {}
    for path in sorted((folder or data_folder() / "policies").glob("*.yaml")):
        file = _file(path, vocabulary)
        if file.id != path.stem:
            raise Refused(f"policies/{path.name} : l'identifiant « {file.id} » doit être le nom du fichier.")
        found[file.id] = file
    for file in found.values():
        _check_ancestors(file, found)
    return Policies(found)


def _check_ancestors(file: PolicyFile, found: Mapping[str, PolicyFile]) -> None:
    seen, extends = [file.id], file.extends
    while extends is not None:
        if extends in seen or extends not in found:
            raise Refused(f"policies/{file.id}.yaml : « extends: {extends} » nomme une politique absente ou qui se prolonge elle-même.")
        seen.append(extends)
        extends = found[extends].extends


def _file(path: Path, vocabulary: Vocabulary) -> PolicyFile:
    content = open_yaml(path)
    _only(content, _KEYS, path, "")
    values: dict[Key, Dated[Any]] = {(name,): _dated(content[name], (name,), path, vocabulary) for name in _SINGLE if name in content}
    known = {
        "weights": {criterion.__name__ for criterion in CRITERIA},
        "unknown": {criterion.__name__ for criterion in CRITERIA},
        "radii_by_need": set(vocabulary.needs),
        "publics": set(vocabulary.publics),
    }
    for group in _GROUPS:
        entries = content.get(group) or {}
        _only(entries, known[group], path, group)
        values |= {(group, name): _dated(entry, (group, name), path, vocabulary) for name, entry in entries.items()}  # type: ignore[attr-defined]
    return PolicyFile(str(content.get("id", "")), str(content.get("label", "")), content.get("extends"), values)  # type: ignore[arg-type]


def _only(content: object, allowed: set[str], path: Path, key: str) -> None:
    if not isinstance(content, dict):
        raise Refused(f"policies/{path.name}, {key} : une liste de « clé: valeur » était attendue, trouvé {content!r}.")
    unknown = sorted(str(name) for name in content if name not in allowed)
    if unknown:
        raise Refused(
            f"policies/{path.name}{', ' + key if key else ''} : clé inconnue « {unknown[0]} ». Attendu : {', '.join(sorted(allowed))}."
        )


def _dated(content: object, key: Key, path: Path, vocabulary: Vocabulary) -> Dated[Any]:
    name = ".".join(key)
    _only(content, {"unit", "values"}, path, name)
    history = content.get("values")  # type: ignore[attr-defined]
    if not isinstance(history, dict) or not history:
        raise Refused(f"policies/{path.name}, {name} : « values » doit donner au moins une date.")
    entries: list[Entry[Any]] = []
    for start, entry in history.items():
        where = f"policies/{path.name}, {name}, {start}"
        if not isinstance(start, date):
            raise Refused(f"{where} : une date AAAA-MM-JJ était attendue.")
        if entries and start <= entries[-1].start:
            raise Refused(f"{where} : les dates doivent se suivre, {entries[-1].start} la précède dans le fichier.")
        _only(entry, {"value", "reference"}, path, f"{name}, {start}")
        if "value" not in entry or not str(entry.get("reference") or "").strip():
            raise Refused(f"{where} : il manque {'la valeur' if 'value' not in entry else 'la référence'} ; dites d'où vient cette valeur.")
        try:
            entries.append(Entry(start, _value(key, entry["value"], vocabulary), str(entry["reference"])))
        except (ValueError, TypeError, KeyError) as error:
            raise Refused(f"{where} : {error}.") from error
    return Dated(tuple(entries))


def _value(key: Key, value: Any, vocabulary: Vocabulary) -> Any:
    if value is None:
        return None
    match key[0]:
        case "radii_km" | "radii_by_need":
            return tuple(_number(radius) for radius in value)
        case "sector_needs" | "place_needs":
            return frozenset(_listed(value, vocabulary.needs, "besoin"))
        case "publics":
            return _rule(value, vocabulary)
        case "enough" | "shown":
            return int(_number(value))
        case _:
            return _number(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"un nombre positif ou nul était attendu, trouvé {value!r}")
    return float(value)


def _listed(values: Any, known: Mapping[str, object], kind: str) -> list[str]:
    unknown = [value for value in values if value not in known]
    if unknown:
        raise ValueError(f"{kind} inconnu : {unknown[0]!r}")
    return list(values)


def _rule(value: Mapping[str, Any], vocabulary: Vocabulary) -> PublicRule:
    unknown = set(value) - _RULE_KEYS
    if unknown:
        raise ValueError(f"clé inconnue {sorted(unknown)[0]!r}, attendu : {', '.join(sorted(_RULE_KEYS))}")
    ages = value.get("ages")
    facts, not_facts = (_levels(value.get(name) or {}, vocabulary) for name in ("facts", "not_facts"))
    return PublicRule(
        ages=None if ages is None else AgeRange(_number(ages[0]), None if ages[1] is None else _number(ages[1])),
        ages_suffice=bool(value.get("ages_suffice", False)),
        sex=value.get("sex"),
        sex_suffices=bool(value.get("sex_suffices", False)),
        everyone=bool(value.get("everyone", False)),
        facts=facts,
        not_facts=not_facts,
        girs=frozenset(value.get("girs") or ()),
        needs=frozenset(_listed(value.get("needs") or (), vocabulary.needs, "besoin")),
    )


def _levels(facts: Mapping[str, Any], vocabulary: Vocabulary) -> dict[str, frozenset[str]]:
    _listed(facts, vocabulary.criteria, "critère")
    for id, levels in facts.items():
        _listed(levels, dict.fromkeys(vocabulary.criteria[id].levels), f"niveau de {id}")
    return {id: frozenset(levels) for id, levels in facts.items()}
