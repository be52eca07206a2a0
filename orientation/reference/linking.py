"""Loads data/linking: words of names and addresses, rules, and the dated weights in force; writes weights as the file that is read."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

from orientation.directory.linking.blocking import BlockingRules
from orientation.directory.linking.link import LinkingData
from orientation.directory.linking.model import ADDRESSES, DISTANCES, FINDINGS, Cuts, Finding, LinkRules, Weights
from orientation.directory.linking.words import Kind, LinkingWords
from orientation.reference.folder import data_folder, open_yaml
from orientation.refusal import Refused

_RULE_KEYS = {"version", "in_force", "thresholds", "same_needs", "says", "cuts", "blocking", "comparisons"}
_WORD_KEYS = {"version", "reference", "abbreviations", "streets", "silent", "common", "sides", "audiences", "kinds"}
_WEIGHT_KEYS = {"version", "origin", "start", "bits"}


def load_linking(folder: Path | None = None) -> LinkingData:
    """What is in force. Raises Refused naming the file and what is wrong in it."""
    here = folder or data_folder() / "linking"
    rules: LinkRules = _read(here / "rules.yaml", _rules)
    weights = here / "weights" / f"{rules.in_force}.yaml"
    data = _read(here / "words.yaml", _words), rules, load_weights(weights)
    told = b"".join(file.read_bytes() for file in (here / "words.yaml", here / "rules.yaml", weights))
    return LinkingData(*data, version=blake2b(told, digest_size=8).hexdigest())


def load_weights(path: Path) -> Weights:
    if not path.is_file():
        raise Refused(f"linking/rules.yaml nomme les poids « {path.stem} », mais {path.name} n'est pas dans weights/. Corrigez `in_force`.")
    return _read(path, _weights)


def _read(path: Path, build: Any) -> Any:
    content = open_yaml(path)
    try:
        return build(content)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        what = f"clé manquante {problem}" if isinstance(problem, KeyError) else str(problem)
        raise Refused(f"linking/{path.name} : {what}. Corrigez ce fichier.") from problem


def _only(content: Mapping[str, Any], keys: set[str]) -> None:
    if unknown := set(content) - keys:
        raise ValueError(f"unknown keys {sorted(unknown)}")


def _explained(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Values by name, each with its reason."""
    for name, entry in entries.items():
        _only(entry, {"value", "reason"})
        if not str(entry["reason"]).strip():
            raise ValueError(f"no reason given for {name}")
    return {str(name): entry["value"] for name, entry in entries.items()}


def _words(content: dict[str, Any]) -> LinkingWords:
    _only(content, _WORD_KEYS)
    return LinkingWords(
        version=str(content["version"]),
        abbreviations=content["abbreviations"],
        streets=content["streets"],
        silent=frozenset(content["silent"]),
        common=frozenset(content["common"]),
        sides=frozenset(content["sides"]),
        audiences={str(name): frozenset(said) for name, said in content["audiences"].items()},
        kinds=tuple(map(_kind, content["kinds"])),
    )


def _kind(entry: dict[str, Any]) -> Kind:
    _only(entry, {"id", "label", "said", "opening", "near", "host"})
    return Kind(
        id=str(entry["id"]),
        label=str(entry["label"]),
        said=tuple(map(str, entry["said"])),
        opening=tuple(map(str, entry.get("opening", ()))),
        near=frozenset(entry.get("near", ())),
        host=bool(entry.get("host")),
    )


def _rules(content: dict[str, Any]) -> LinkRules:
    _only(content, _RULE_KEYS)
    blocking, thresholds = _explained(content["blocking"]), _explained(content["thresholds"])
    comparisons = dict(content["comparisons"])
    place = comparisons.pop("place")
    findings = {str(name): {str(id): Finding(**said) for id, said in found.items()} for name, found in comparisons.items()}
    return LinkRules(
        version=str(content["version"]),
        in_force=str(content["in_force"]),
        same_needs=tuple(map(tuple, content["same_needs"])),
        says_unsupported=str(content["says"]["unsupported"]),
        says_rivalled=str(content["says"]["rivalled"]),
        findings={**findings, "place": dict(_places(place["addresses"], place["distances"]))},
        cuts=Cuts(**_explained(content["cuts"])),
        blocking=BlockingRules(**{**blocking, "cells": tuple(blocking["cells"])}),
        **thresholds,
    )


def _places(addresses: Mapping[str, Any], distances: Mapping[str, Any]) -> Iterable[tuple[str, Finding]]:
    for address, said in addresses.items():
        _only(said, {"says", "supports"})
        for distance, away in distances.items():
            sentence = ", ".join(filter(None, (said["says"], away["says"])))
            yield f"{address}/{distance}", Finding(sentence, supports=distance in said["supports"])


def _weights(content: dict[str, Any]) -> Weights:
    _only(content, _WEIGHT_KEYS)
    bits = {str(name): {str(id): float(bit) for id, bit in said.items()} for name, said in content["bits"].items() if name != "place"}
    place = content["bits"]["place"]
    bits["place"] = {f"{address}/{distance}": float(place[address][distance]) for address in place for distance in place[address]}
    start = content["start"]
    return Weights(str(content["version"]), str(content["origin"]), float(start["between"]), float(start["within"]), bits)


def weights_text(weights: Weights) -> str:
    """The weights as a file that `load_weights` reads, in the order of `FINDINGS`."""
    bits: dict[str, Any] = {name: {id: weights.bits[name][id] for id in ids} for name, ids in FINDINGS.items()}
    bits["place"] = {one: {other: weights.bits["place"][f"{one}/{other}"] for other in DISTANCES} for one in ADDRESSES}
    content = {
        "version": weights.version,
        "origin": weights.origin,
        "start": {"between": weights.between, "within": weights.within},
        "bits": bits,
    }
    return _HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=140, default_flow_style=None)


_HEAD = """# Poids des constats, en bits : +1 rend deux fois plus probable que deux fiches décrivent un même service, -1 deux fois moins.
# `start` : d'où part une paire de deux sources (between) ou d'une même source (within). Voir rules.yaml pour le sens des constats.
"""
