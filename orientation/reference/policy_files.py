"""Policy files under work: the text of a proposal, with dated values and the evidence for each. Nothing is written nor applied here.

A published file only ever grows: values are added with their date, earlier ones are never rewritten.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from orientation.dated import Dated
from orientation.ranking.criteria import CRITERIA
from orientation.ranking.learning import LearntWeights, WeightChange
from orientation.reference.folder import data_folder
from orientation.reference.policies import load_policies
from orientation.refusal import Refused

Number = int | float
_INDENT = "  "


def proposed_policy(
    id: str, day: date, weights: Mapping[str, Number], references: Mapping[str, str] | str, folder: Path | None = None
) -> str:
    """The text of a policy's file with new weights from a day on; a weight equal to the present one is not repeated.

    `references`: where each value comes from, by criterion or for all. Raises Refused for what a policy file would not take.
    """
    folder = folder or data_folder() / "policies"
    policies = load_policies(folder)
    if id not in policies.files:
        raise Refused(f"Politique « {id} » inconnue. Attendu l'une de : {', '.join(sorted(policies.files))}.")
    present = policies.on(id, day).weights
    own, all_values = policies.files[id].values, policies.values(id)
    lines = (folder / f"{id}.yaml").read_text(encoding="utf-8").splitlines()
    for criterion, weight in weights.items():
        _refuse_unsound(id, day, criterion, weight, own.get(("weights", criterion)))
        if float(weight) == float(present.get(criterion, 0.0)):
            continue
        reference = references if isinstance(references, str) else references.get(criterion, "")
        if not reference.strip():
            raise Refused(f"policies/{id}.yaml, weights.{criterion} : il manque la référence ; dites d'où vient cette valeur.")
        key = ("weights", criterion)
        # A file that states a weight stands alone for it: what it inherited until then is stated too, or the past would change.
        inherited = () if key in own or key not in all_values else all_values[key].entries
        entries = [(entry.start, entry.value, entry.reference) for entry in inherited if entry.start < day]
        for start, value, said in (*entries, (day, weight, reference)):
            lines = _with_weight(lines, criterion, _entry(start, value, said))
    text = "\n".join(lines) + "\n"
    _refuse_if_unread(id, day, text, weights, present)
    return text


def proposed_from(learnt: LearntWeights, id: str, day: date, source: str, folder: Path | None = None) -> str:
    """The same from learnt weights, to one decimal, each with its evidence. `source`: which decisions, and from when."""
    weights = {change.criterion: _rounded(change) for change in learnt.changes if change.pairs}
    references = {change.criterion: evidence(change, learnt, source) for change in learnt.changes}
    return proposed_policy(id, day, weights, references, folder)


def evidence(change: WeightChange, learnt: LearntWeights, source: str) -> str:
    """Where a learnt weight comes from and what it is worth, in a sentence."""
    return (
        f"Proposé, à valider : appris de {source} ({learnt.decisions} décisions, {learnt.pairs} paires, dont {change.pairs} que ce critère "
        f"départage) ; intervalle à 95 % de {_said(change.interval.low)} à {_said(change.interval.high)}, contre {_said(change.present)} "
        f"aujourd'hui. La proposition retenue passe devant dans {_percent(learnt.learnt.value)} des paires mises de côté, contre "
        f"{_percent(learnt.present.value)} avec les poids actuels et {_percent(learnt.constant.value)} à poids égaux."
    )


def _rounded(change: WeightChange) -> Number:
    """The present weight itself where one decimal does not tell it from the learnt one."""
    value = round(change.learnt, 1)
    return change.present if round(change.present, 1) == value else int(value) if value == int(value) else value


def _said(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".replace(".", ",") + " %"


def _entry(start: date, value: Number | None, reference: str) -> str:
    plain = int(value) if isinstance(value, float) and value.is_integer() else value
    return f"{start}: {{value: {json.dumps(plain)}, reference: {json.dumps(reference, ensure_ascii=False)}}}"


def _refuse_unsound(id: str, day: date, criterion: str, weight: Number, history: Dated[Any] | None) -> None:
    known = sorted(one.__name__ for one in CRITERIA)
    if criterion not in known:
        raise Refused(f"policies/{id}.yaml : « {criterion} » n'est pas un critère de classement. Attendu : {', '.join(known)}.")
    if not weight >= 0:
        raise Refused(f"policies/{id}.yaml, weights.{criterion} : un poids positif ou nul était attendu, trouvé {weight}.")
    if history is not None and history.entries[-1].start >= day:
        raise Refused(
            f"policies/{id}.yaml, weights.{criterion} : une valeur est déjà datée du {history.entries[-1].start:%d/%m/%Y}. "
            "Le passé ne se réécrit pas : proposez un jour plus tardif."
        )


def _refuse_if_unread(id: str, day: date, text: str, weights: Mapping[str, Number], present: Mapping[str, float]) -> None:
    """What was added must be what a reader of the file finds, however it was indented."""
    held = yaml.safe_load(text).get("weights") or {}
    for criterion, weight in weights.items():
        found = (held.get(criterion, {}).get("values") or {}).get(day)
        if float(weight) != float(present.get(criterion, 0.0)) and (found is None or found.get("value") != weight):
            raise Refused(
                f"policies/{id}.yaml, weights.{criterion} : la valeur n'a pas pu être inscrite. Indentez le fichier par deux espaces."
            )


def _with_weight(lines: list[str], criterion: str, entry: str) -> list[str]:
    """The lines with one more dated value of a weight; the keys it needs are added where the file does not have them."""
    group = _key(lines, "weights:", 0, len(lines))
    if group is None:
        return [*lines, "weights:", *_block(criterion, entry)]
    end = _end_of(lines, group, 0)
    held = _key(lines, f"{_INDENT}{criterion}:", group + 1, end)
    if held is None:
        return [*lines[:end], *_block(criterion, entry), *lines[end:]]
    place = _end_of(lines, held, 1)
    return [*lines[:place], f"{_INDENT * 3}{entry}", *lines[place:]]


def _block(criterion: str, entry: str) -> list[str]:
    return [f"{_INDENT}{criterion}:", f"{_INDENT * 2}unit: poids", f"{_INDENT * 2}values:", f"{_INDENT * 3}{entry}"]


def _key(lines: list[str], key: str, start: int, end: int) -> int | None:
    return next((place for place in range(start, end) if lines[place].startswith(key)), None)


def _end_of(lines: list[str], key: int, depth: int) -> int:
    """Just after the last line of content of a key's block; comments and blanks that follow belong to what comes next."""
    deeper, last = _INDENT * (depth + 1), key
    for place in range(key + 1, len(lines)):
        line = lines[place]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith(deeper):
            break
        last = place
    return last + 1
