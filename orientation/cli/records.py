"""Commands about records: withdraw a source, decide of duplicates, report an error, export."""

from argparse import Namespace
from datetime import UTC, datetime

from orientation.cli.printing import say
from orientation.reference.merging import load_merge_rules
from orientation.store.linking import decide as keep_decision
from orientation.store.reporting import report_error
from orientation.store.withdrawing import withdraw_source
from orientation.workplace import Workplace


def withdraw(options: Namespace) -> None:
    version = withdraw_source(Workplace().engine, options.name, rules=load_merge_rules(), now=datetime.now(UTC))
    say(options, {"source": options.name, "directory_version": version}, [f"Source « {options.name} » retirée."])


def decide(options: Namespace) -> None:
    now = datetime.now(UTC)
    version = keep_decision(Workplace().engine, options.a, options.b, options.verdict, by=options.by, rules=load_merge_rules(), now=now)
    said = "une seule ressource" if options.verdict == "same" else "deux ressources différentes"
    value = {"a": options.a, "b": options.b, "verdict": options.verdict, "directory_version": version}
    say(options, value, [f"{options.a} et {options.b} : {said}. Décision gardée ; elle peut être changée."])


def report(options: Namespace) -> None:
    place = Workplace()
    text, proposed = (place.reader.masker.mask(said).text if said else None for said in (options.text, options.proposed))
    done = report_error(
        place.engine, options.resource, options.field, text or "", proposed, rules=load_merge_rules(), now=datetime.now(UTC)
    )
    value = {"id": done.id, "resource": done.resource_id, "field": done.field, "text": done.text, "proposed": done.proposed}
    say(options, value, [f"Signalement {done.id} gardé sur {done.resource_id} ({done.field}) : il se voit sur la fiche."])
