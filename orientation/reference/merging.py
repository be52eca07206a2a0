"""Loads data/merging: which record is believed for which field, and what makes a record trustworthy."""

from pathlib import Path
from typing import Any, get_args

from orientation.directory.merge_rules import Comparison, FieldRule, MergeRules, RuleName
from orientation.directory.trust import CRITERIA, Expected, TrustNorms
from orientation.reference.folder import data_folder, open_yaml
from orientation.refusal import Refused
from orientation.resource import CARE_MODES

_RULE_KEYS = {"fields", "rule", "reason", "authority", "comparison", "at_least", "at_most_km", "others_in"}
_NORM_KEYS = {"version", "fresh_months", "stale_months", "unknown_age", "weights", "expected"}


def load_merge_rules(folder: Path | None = None) -> MergeRules:
    """The rules in force. Raises Refused naming the file and what is wrong in it."""
    path = (folder or data_folder() / "merging") / "rules.yaml"
    content: dict[str, Any] = open_yaml(path)
    try:
        _only(content, {"version", "authority", "fields"})
        authority = {str(entry["source"]): str(entry["reason"]) for entry in content["authority"]}
        return MergeRules(str(content["version"]), authority, tuple(_rule(entry) for entry in content["fields"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise _refused(path, problem) from problem


def _rule(entry: dict[str, Any]) -> FieldRule:
    _only(entry, _RULE_KEYS)
    if entry["rule"] not in get_args(RuleName) or entry.get("comparison", "exact") not in get_args(Comparison):
        raise ValueError(f"unknown rule or comparison in {entry}")
    return FieldRule(**{**entry, "fields": tuple(entry["fields"]), "authority": tuple(entry.get("authority", ()))})


def load_trust_norms(folder: Path | None = None) -> TrustNorms:
    """What makes a record trustworthy, and how much. Raises Refused naming the file and what is wrong in it."""
    path = (folder or data_folder() / "merging") / "trust.yaml"
    content: dict[str, Any] = open_yaml(path)
    try:
        _only(content, _NORM_KEYS)
        weights = {str(name): _explained(entry) for name, entry in content["weights"].items()}
        if set(weights) != {criterion.__name__ for criterion in CRITERIA}:
            raise ValueError(f"one weight for each of {[criterion.__name__ for criterion in CRITERIA]} is expected")
        return TrustNorms(
            version=str(content["version"]),
            fresh_months=_explained(content["fresh_months"]),
            stale_months=_explained(content["stale_months"]),
            unknown_age=_explained(content["unknown_age"]),
            weights=weights,
            expected=tuple(_expected(entry) for entry in content["expected"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise _refused(path, problem) from problem


def _expected(entry: dict[str, Any]) -> Expected:
    _only(entry, {"field", "only", "reason"})
    _reason(entry)
    modes = frozenset(entry.get("only", CARE_MODES))
    if not modes <= set(CARE_MODES):
        raise ValueError(f"unknown care mode in {entry}")
    return Expected(str(entry["field"]), modes if "only" in entry else None)


def _explained(entry: dict[str, Any]) -> float:
    _only(entry, {"value", "reason"})
    _reason(entry)
    return float(entry["value"])


def _reason(entry: dict[str, Any]) -> None:
    if not str(entry["reason"]).strip():
        raise ValueError(f"no reason given for {entry}")


def _only(entry: dict[str, Any], keys: set[str]) -> None:
    if unknown := set(entry) - keys:
        raise ValueError(f"unknown keys {sorted(unknown)}")


def _refused(path: Path, problem: Exception) -> Refused:
    what = f"clé manquante {problem}" if isinstance(problem, KeyError) else str(problem)
    return Refused(f"merging/{path.name} : {what}. Chaque champ a une règle et une raison ; corrigez ce fichier.")
