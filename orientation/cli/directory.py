"""Commands about the directory: load it, search it, find a name in it."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from orientation.assistant import rules_for, searched
from orientation.case import Case, Situation, WantedNeed
from orientation.cli import answers
from orientation.cli.printing import progress, say
from orientation.complexity.assess import assess
from orientation.ranking.reasons import described
from orientation.reference.folder import data_folder
from orientation.territory import Place
from orientation.workplace import Workplace


def demo(options: Namespace) -> None:
    place = Workplace()
    reports = [place.load(source, files, progress=progress) for source, files in place.demonstration()]
    place.link(progress)
    lines = [f"{done.source} : {done.created} créées, {done.updated} modifiées, {done.unchanged} inchangées" for done in reports]
    say(options, [answers.report(done) for done in reports], [*lines, "Annuaire de démonstration (fictif) chargé."])


def build_demo(options: Namespace) -> None:
    from orientation.demonstration import build

    build(data_folder() / "demo", Workplace().gazetteer)


def load(options: Namespace) -> None:
    place = Workplace()
    done = place.load(options.source, [file for given in options.files for file in _files(given)], full=options.full, progress=progress)
    sentence = (
        f"{done.source} : {done.read} entrées lues, {done.created} créées, {done.updated} modifiées, {done.unchanged} inchangées, "
        f"{done.closed} fermées, {done.rejected} refusées ; {done.closed_by_absence} fermées car absentes."
    )
    say(
        options,
        answers.report(done),
        [sentence, *([f"Refus à corriger, puis : orientation import {done.source} {done.quarantine}"] if done.quarantine else [])],
    )


def _files(given: Path) -> list[Path]:
    """A folder stands for the files in it."""
    return sorted(file for file in given.iterdir() if file.is_file()) if given.is_dir() else [given]


def search(options: Namespace) -> None:
    place = Workplace()
    case = _case(options, place)
    world = place.world
    rules = rules_for(case, world, options.territory)
    assessed = assess(case.situation, rules.grid) if case.situation.facts else None
    tier = assessed.tier if assessed else None
    limit = None if options.all else options.limit or rules.policy.shown
    result = searched(case, case.needs, world, rules, tier, limit)
    told = described(result, case, rules.policy, world.fetch, world.labels, tier=tier)
    minutes = world.minutes(case, (one.resource for one in told.matches))
    saying = answers.Saying(place.messages, place.gazetteer.current, minutes)
    lines = [
        f"{one.match.score:.2f}  {one.resource.name}, {one.resource.phone or 'téléphone inconnu'}"
        + (f", {one.match.distance_km:.1f} km" if one.match.distance_km is not None else "")
        + (f", environ {minutes[one.resource.id]} min (estimation)" if one.resource.id in minutes else "")
        + ("" if one.match.serves == "yes" else " (zone à vérifier)")
        for one in told.matches
    ]
    summary = f"{result.found} ressources dans un rayon de {result.radius_km:.0f} km"
    say(options, answers.search(result, told, saying), [*lines, summary])


def _case(options: Namespace, place: Workplace) -> Case:
    return Case(
        needs=tuple(WantedNeed(id) for id in dict.fromkeys(options.need)),
        situation=Situation(dict(options.fact), None, options.age, options.sex),
        place=_place(options, place),
        day=options.day or date.today(),
        publics=place.known_publics(options.public),
        radius_km=options.radius,
    )


def _place(options: Namespace, place: Workplace) -> Place:
    if options.at is None:
        return place.place_of(options.commune)
    lat, lon = options.at
    return Place(place.gazetteer.at(lat, lon), lat, lon)


def find(options: Namespace) -> None:
    place = Workplace()
    found = place.named(" ".join(options.text), options.commune, options.limit)
    saying = answers.Saying(place.messages, place.gazetteer.current)
    value = {"results": [{**answers.resource(one, saying), "score": round(score, 4)} for one, score in found]}
    lines = [f"{one.name}, {one.address or ''} {one.postcode or ''} {one.phone or ''}".strip() for one, _ in found]
    say(options, value, lines or ["Rien de ce nom dans l'annuaire. Essayez un mot de moins, ou le nom de la commune."])
