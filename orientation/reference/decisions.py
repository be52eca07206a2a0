"""Decisions as lines of JSON: exported for the notebooks, read back, each line checked."""

from collections.abc import Iterable
from pathlib import Path

from orientation.decision import Decision
from orientation.decision_json import dumps, loads
from orientation.refusal import Refused, Rejected


def write_decisions(decisions: Iterable[Decision], path: Path) -> int:
    """Writes one decision a line and gives how many."""
    lines = [dumps(decision) for decision in decisions]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)


def load_decisions(path: Path) -> tuple[tuple[Decision, ...], tuple[Rejected, ...]]:
    """The decisions of a file, and the lines left out with the reason. Raises Refused when there is no such file."""
    if not path.is_file():
        raise Refused(f"Le fichier de décisions « {path} » n'existe pas. Exportez les décisions, ou engendrez celles de la démonstration.")
    decisions, rejected = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            decisions.append(loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            reason = f"Cette ligne n'est pas une décision exportée ({error}). Refaites l'export."
            rejected.append(Rejected("decisions", path.name, number, None, None, reason, line[:200]))
    return tuple(decisions), tuple(rejected)
