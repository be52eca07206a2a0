"""Commands about one request: understand, assess, orient, and the instruments."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import orjson

from orientation.assistant import case_of
from orientation.assistant import orient as orient_case
from orientation.case import Situation
from orientation.cli import answers
from orientation.cli.printing import say, say_json
from orientation.complexity.assess import assess as assess_situation
from orientation.complexity.assess import what_would_change
from orientation.conversation.understanding import Understanding
from orientation.conversation.understanding import understand as read_request
from orientation.refusal import Refused
from orientation.workplace import Workplace

# How many criteria are named of those that would lead to a tier.
CHANGING = 5


def understand(options: Namespace) -> None:
    place = Workplace()
    if options.jsonl is not None:
        for id, text in _requests(options.jsonl):
            say_json({"id": id, **_understood(read_request(text, place.reader, options.day), place, options.day)})
        return
    if options.text is None:
        raise Refused("Aucune demande à lire : donnez un texte entre guillemets, ou --jsonl FICHIER.")
    read = read_request(options.text, place.reader, options.day)
    said = _understood(read, place, options.day)
    say(options, said, _as_lines(said, place))


def assess(options: Namespace) -> None:
    place = Workplace()
    if options.territory not in place.territories:
        raise Refused(f"Territoire « {options.territory} » inconnu. Attendu l'un de : {', '.join(sorted(place.territories))}.")
    grid = place.grids[place.territories[options.territory].grid].on(options.day or date.today())
    situation = Situation(dict(options.fact), options.gir, options.age, options.sex)
    found, changing = assess_situation(situation, grid), what_would_change(situation, grid)
    said = answers.assessment(found, place.messages)
    said["would_change"] = [{"criterion": criterion, "tier": tier} for criterion, tier in changing.items()]
    lines = [
        f"{found.tier.label} ({'ferme' if found.firm else 'provisoire'}) : {found.points:.1f} points, entre {found.lower:.1f} et "
        f"{found.upper:.1f} selon ce qui reste inconnu ; grille {found.grid_id} {found.grid_version}"
    ]
    lines += [f"  {one.points:5.1f}  {grid.criterion[one.criterion].label}" for one in found.contributions]
    lines += [f"  {reason['text']}" for reason in answers.reasons((*found.overrides, *found.alerts), place.messages)]
    for tier in reversed(grid.tiers):
        leading = [grid.criterion[criterion].label for criterion, to in changing.items() if to == tier.id]
        if leading:
            more = f" ; et {len(leading) - CHANGING} autres" if len(leading) > CHANGING else ""
            lines.append(f"  Passerait à « {tier.label} », seul et au pire : {' ; '.join(leading[:CHANGING])}{more}")
    say(options, said, lines)


def orient(options: Namespace) -> None:
    place = Workplace()
    day = options.day or date.today()
    read = read_request(options.text, place.reader, options.day)
    said = _understood(read, place, options.day, options.territory)
    if read.commune is None or not read.needs:
        value: answers.Json = {"understanding": said, "assessment": None, "needs": {}, "plan": None, "coordination": None}
        say(options, value, _as_lines(said, place))
        return
    world, case = place.world, case_of(read, place.gazetteer, day)
    found = orient_case(case, world, options.territory)
    saying = answers.Saying(place.messages, place.gazetteer.current, found.minutes)
    value = answers.orientation(said, found, saying)
    lines = [*_as_lines(said, place), f"Complexité : {found.assessment.tier.label} ({found.assessment.points:.0f} points)"]
    for key, answer in found.answers.items():
        lines.append(f"\n{place.vocabulary.needs[answer.need.id].label_fr} (rayon {answer.result.radius_km:.0f} km)")
        lines += [
            f"  {one.resource.name}, {one.resource.phone or 'téléphone inconnu'} : {place.messages.render(one.why[-1])}"
            for one in answer.description.matches
        ] or ["  rien trouvé"]
        del key
    say(options, value, lines)


def _requests(file: Path) -> Iterator[tuple[object, str]]:
    try:
        content = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} : fichier illisible ({error}). Un fichier UTF-8 d'une demande par ligne était attendu.") from error
    for line, written in enumerate(content.splitlines(), start=1):
        if not written.strip():
            continue
        try:
            row = orjson.loads(written)
            yield row["id"], str(row["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(f"{file}, ligne {line} : un objet JSON avec « id » et « text » était attendu.") from error


def _understood(read: Understanding, place: Workplace, day: date | None, territory: str | None = None) -> answers.Json:
    return answers.understanding(read, place.questions(read, day or date.today(), territory), place.vocabulary, place.messages)


def _as_lines(said: answers.Json, place: Workplace) -> list[str]:
    needs = ", ".join(place.vocabulary.needs[need["id"]].label_fr for need in said["needs"])  # type: ignore[attr-defined]
    lines = [f"URGENCE : {one['label']}, appeler {' / '.join(one['numbers'])}" for one in said["emergencies"]]  # type: ignore[attr-defined]
    lines += [f"Compris : {needs or 'aucun besoin'}"]
    lines += [f"Question : {one['text']}" for one in said["questions"]]  # type: ignore[attr-defined]
    return lines
