"""The `decisions` command: what was recorded, exported for the notebooks, or erased."""

from argparse import Namespace
from datetime import date

from orientation.cli.printing import say
from orientation.reference.decisions import write_decisions
from orientation.refusal import Refused
from orientation.store import decisions
from orientation.workplace import KEPT_DAYS_VARIABLE, Workplace


def status(options: Namespace) -> None:
    place = Workplace()
    found, kept_days = place.decisions(date.today()), place.kept_days
    first, last = (found[0].day.isoformat(), found[-1].day.isoformat()) if found else (None, None)
    value = {"recording": kept_days is not None, "kept_days": kept_days, "decisions": len(found), "first": first, "last": last}
    lines = [
        f"Enregistrement activé : chaque décision est gardée {kept_days} jours."
        if kept_days
        else f"Enregistrement désactivé ({KEPT_DAYS_VARIABLE} n'est pas donnée) : rien n'est enregistré.",
        f"{len(found)} décisions gardées, du {first} au {last}." if found else "Aucune décision gardée.",
    ]
    say(options, value, lines)


def export(options: Namespace) -> None:
    """The file that notebooks read (`DECISIONS_FILE`)."""
    count = write_decisions(Workplace().decisions(date.today()), options.file)
    say(options, {"file": str(options.file), "decisions": count}, [f"{count} décisions écrites dans {options.file}."])


def erase(options: Namespace) -> None:
    if not options.all and options.since is None and options.until is None:
        raise Refused("Dites quelles décisions effacer : --all, ou --since et --until avec des dates (les deux jours compris).")
    count = decisions.erase(Workplace().engine, since=options.since, until=options.until)
    say(options, {"erased": count}, [f"{count} décisions effacées."])
