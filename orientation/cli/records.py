"""Commands about records: withdraw a source, decide of duplicates, report an error, export."""

from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from orientation.cli.printing import progress, say
from orientation.directory.reports import CONTACT_FIELDS
from orientation.reference.folder import data_folder
from orientation.reference.merging import load_merge_rules
from orientation.refusal import Refused
from orientation.store.engine import reading
from orientation.store.linking import Pair, pairs
from orientation.store.linking import decide as keep_decision
from orientation.store.reporting import report_error
from orientation.store.withdrawing import withdraw_source
from orientation.workplace import PROGRESS_EVERY, Workplace

if TYPE_CHECKING:
    from orientation.directory.linking.reasons import ReasonIds


def withdraw(options: Namespace) -> None:
    version = withdraw_source(Workplace().engine, options.name, rules=load_merge_rules(), now=datetime.now(UTC))
    say(options, {"source": options.name, "directory_version": version}, [f"Source « {options.name} » retirée."])


def duplicates(options: Namespace) -> None:
    """Links first, when records changed; then the pairs that wait for a person, those merged, those that are merely alike."""
    from orientation.directory.linking.reasons import ReasonIds
    from orientation.reference.linking import load_linking

    place = Workplace()
    place.link(progress)
    found, ids = sorted(pairs(place.engine), key=_order)[: options.limit], ReasonIds(load_linking().rules)
    lines = [f"{_VERDICTS[one.verdict]}{_sure(one)}  {one.a}  {one.b}  {' ; '.join(one.link.reasons) if one.link else ''}" for one in found]
    say(options, {"pairs": [_pair(one, ids) for one in found]}, lines or ["Aucune paire de fiches ne se ressemble."])


def _order(one: Pair) -> tuple[int, float, str, str]:
    return _FIRST.index(one.verdict), -one.link.probability if one.link else 0.0, one.a, one.b


def _sure(one: Pair) -> str:
    if one.decision is not None:
        return f" (décidé par {one.decision.by})"
    return f" ({one.link.probability:.0%})" if one.link else ""


def _pair(one: Pair, ids: "ReasonIds") -> dict[str, object]:
    reasons = one.link.reasons if one.link else ()
    return {
        "a": one.a,
        "b": one.b,
        "verdict": one.verdict,
        "probability": one.link.probability if one.link else None,
        "reasons": [{"id": ids.of(text), "text": text} for text in reasons],
        "decided": None if one.decision is None else {"by": one.decision.by, "at": one.decision.at.isoformat()},
    }


_FIRST = ("review", "same", "different")
_VERDICTS = {"review": "à relire", "same": "même ressource", "different": "différentes"}


def learn(options: Namespace) -> None:
    """Weights learnt from decisions, written as a dated file that nothing uses until the rules name it."""
    from orientation.reference.linking import weights_text

    weights, fit = Workplace().learn_to_link(date.today())
    output = options.output or data_folder() / "linking" / "weights" / f"{weights.version}.yaml"
    if output.exists():
        raise Refused(f"{output} existe déjà ; nommez un autre fichier avec --output.")
    output.write_text(weights_text(weights), encoding="utf-8")
    sentences = [weights.origin, f"Poids proposés dans {output}. Pour les employer : « in_force » de data/linking/rules.yaml."]
    say(options, {"file": str(output), "version": weights.version, **asdict(fit)}, sentences)


def decide(options: Namespace) -> None:
    now = datetime.now(UTC)
    version = keep_decision(Workplace().engine, options.a, options.b, options.verdict, by=options.by, rules=load_merge_rules(), now=now)
    said = "une seule ressource" if options.verdict == "same" else "deux ressources différentes"
    value = {"a": options.a, "b": options.b, "verdict": options.verdict, "directory_version": version}
    say(options, value, [f"{options.a} et {options.b} : {said}. Décision gardée ; elle peut être changée."])


def report(options: Namespace) -> None:
    place = Workplace()
    mask = place.reader.masker.mask
    proposed = options.proposed if options.field in CONTACT_FIELDS or not options.proposed else mask(options.proposed).text
    done = report_error(
        place.engine, options.resource, options.field, mask(options.text).text, proposed, rules=load_merge_rules(), now=datetime.now(UTC)
    )
    value = {"id": done.id, "resource": done.resource_id, "field": done.field, "text": done.text, "proposed": done.proposed}
    say(options, value, [f"Signalement {done.id} gardé sur {done.resource_id} ({done.field}) : il se voit sur la fiche."])


def export(options: Namespace) -> None:
    # The libraries of every format, and readers, are loaded for an export only.
    from orientation.exports.formats import write
    from orientation.exports.leaving import Leaving
    from orientation.exports.selection import selection
    from orientation.sources.reading import Context

    place = Workplace()
    asked = selection(options.query, place.vocabulary, place.gazetteer, place.place_of)
    context = Context(place.gazetteer, place.mappings, datetime.now(UTC).date(), place.vocabulary)
    with reading(place.engine) as connection:
        leaving = Leaving(connection, asked, context, _tell_sometimes)
        count = write(options.format, leaving, place.vocabulary, options.output)
    told = [f"{number} {_LEFT[reason]}" for reason, number in leaving.kept.items() if number]
    progress(" ; ".join([f"{count} ressources écrites", *told]) + ".")


def _tell_sometimes(seen: int) -> None:
    if seen % PROGRESS_EVERY == 0:
        progress(f"export : {seen} ressources lues…")


_LEFT = {
    "confidential": "confidentielles laissées de côté",
    "closed": "laissées de côté, car déjà fermées, ce que ce format ne sait pas dire",
    "undated": "laissées de côté, car sans date de mise à jour depuis 2000, que ce format exige : datez-les à la source",
    "unnamed": "laissées de côté, car leur nom a moins de trois lettres",
    "themeless": "écrites sans thématique, aucune ne disant exactement leurs besoins",
}
