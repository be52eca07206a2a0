"""Reads judged cases: the files professionals can read (tests/cases/<territory>.yaml), and tables of judged situations."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from orientation.case import Situation
from orientation.complexity.judged import JudgedCase
from orientation.reference.folder import open_yaml
from orientation.refusal import Refused

_KEYS = {"id", "situation", "day", "age", "sex", "gir", "facts", "tier", "why", "points", "rules", "without", "alerts", "commune_kind"}


def load_cases(path: Path) -> tuple[JudgedCase, ...]:
    """The judged cases of one file. Raises Refused naming the case at fault."""
    if not path.is_file():
        raise Refused(f"Le fichier de cas « {path} » n'existe pas. Donnez un fichier YAML de cas jugés.")
    cases = open_yaml(path).get("cases")
    if not isinstance(cases, list):
        raise Refused(f"{path.name} : « cases » est une liste de cas (id, day, facts, tier, why). Complétez le fichier.")
    return tuple(_case(case, rank, path.name) for rank, case in enumerate(cases, start=1))


def _case(case: object, rank: int, file: str) -> JudgedCase:
    if not isinstance(case, Mapping) or not isinstance(case.get("facts"), Mapping):
        raise Refused(f"{file}, cas {rank} : un cas a au moins « id » et « facts » (critère: valeur). Complétez-le.")
    id = str(case.get("id", rank))
    unknown = sorted(set(map(str, case)) - _KEYS)
    if unknown:
        raise Refused(f"{file}, cas « {id} » : clé inconnue « {unknown[0]} ». Clés possibles : {', '.join(sorted(_KEYS))}.")
    day = case.get("day")
    facts = {str(fact): str(value) for fact, value in case["facts"].items()}
    try:
        situation = Situation(facts, gir=case.get("gir"), age_years=case.get("age"), sex=case.get("sex"))
    except (ValueError, TypeError) as error:
        raise Refused(f"{file}, cas « {id} » : âge (0 à 130) ou GIR (1 à 6) hors de ce qui est attendu. Corrigez-le.") from error
    tier = case.get("tier")
    kind = case.get("commune_kind")
    return JudgedCase(
        id, situation, None if tier is None else str(tier), day if isinstance(day, date) else None, None if kind is None else str(kind)
    )
