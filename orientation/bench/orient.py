"""`bench orient`: a whole orientation (read, assess, search three needs, plan, reasons in words) in a directory of a given size."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from orientation.assistant import Orientation, case_of, orient
from orientation.bench import generated
from orientation.bench.directory import database, temporary_folder
from orientation.bench.generated import Land
from orientation.bench.measuring import middle, own_mb, resident_mb, spread, timed, times_ms
from orientation.conversation.understanding import understand
from orientation.inquiry import next_questions
from orientation.reference.gazetteer import load_gazetteer
from orientation.workplace import Workplace

PASSES = 3
REQUESTS = 200
# Written for the measure, each naming three needs; none is in a corpus.
TEXTS = (
    "Mme {age} ans, vit seule à {place}, GIR 3, sort de l'hôpital vendredi. Il faut une aide à domicile, un portage de repas et un SSIAD.",
    "patient {age}a à {place}, isolé, sans médecin traitant, besoin kiné à domicile et pharmacie",
    "Bonjour, ma mère de {age} ans habite {place}. Nous cherchons un EHPAD, un accueil de jour et du soutien pour les aidants. Merci.",
    "monsieur {age} ans, sans domicile, à {place} : hébergement d'urgence, aide alimentaire et domiciliation",
    "cherche pour une dame de {age} ans de {place}, APA en cours : téléassistance, adaptation du logement, portage de repas",
)


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (services), --requests N."""
    parser = ArgumentParser(prog="bench orient", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    options = parser.parse_args(argv)
    with temporary_folder() as folder:
        _, build_ms = timed(lambda: whole_directory(folder, generated.land_of(load_gazetteer()), options.size))
        with get_context("spawn").Pool(1) as process:
            measured = process.apply(measure, (folder, options.requests))
    return {"bench": "orient", "size": options.size, "requests": options.requests, "directory_s": round(build_ms / 1000, 1), **measured}


def whole_directory(folder: Path, land: Land, size: int) -> None:
    """A database with all that is shown of each service, and its snapshot."""
    database(folder, land, generated.batches(land, size), whole=True).dispose()
    _ = workplace(folder).live.current()


def workplace(folder: Path) -> Workplace:
    return Workplace(f"sqlite:///{folder / 'directory.sqlite'}")


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Figures of a process that has just started."""
    before = own_mb()
    place = workplace(folder)
    texts = list(requests(generated.land_of(place.gazetteer), count))
    _, open_ms = timed(lambda: (place.reader, place.world))
    found, first_ms = timed(lambda: answered(texts[0], place))
    del found
    cold = times_ms(lambda text: answered(text, place), texts)
    warm = [spread(times_ms(lambda text: answered(text, place), texts)) for _ in range(PASSES)]
    oriented = [one for text in texts if (one := answered(text, place)) is not None]
    return {
        "open_ms": round(open_ms),
        "first_ms": round(first_ms, 1),
        "oriented": f"{len(oriented)} of {len(texts)}",
        "needs_a_request": round(float(np.mean([len(one.answers) for one in oriented])), 2),
        "cold": spread(cold),
        "warm": middle(warm),
        "with_questions": spread(times_ms(lambda text: answered(text, place, questions=True), texts)),
        "parts": {name: middle([spread(times) for times in passes]) for name, passes in _parts(texts, place).items()},
        "own_memory_mb": round(own_mb() - before, 1),
        "resident_mb": round(resident_mb(), 1),
    }


def requests(land: Land, count: int) -> Iterator[str]:
    """Requests from communes drawn by population, named with their département, so that none has a namesake."""
    rng = np.random.default_rng(generated.SEED + 3)
    for number, at in enumerate(rng.choice(len(land.communes), count, p=land.share).tolist()):
        commune = land.communes[at]
        yield TEXTS[number % len(TEXTS)].format(age=int(rng.integers(62, 95)), place=f"{commune.name} ({commune.departement})")


def answered(text: str, place: Workplace, *, questions: bool = False) -> Orientation | None:
    """All that a professional is given for a request, in words; None when its place or needs were not understood."""
    read = understand(text, place.reader, generated.TODAY)
    case = case_of(read, place.gazetteer, generated.TODAY)
    if case.place is None or not case.needs:
        return None
    found = orient(case, place.world)
    if questions:
        next_questions(case, place.world, found.rules, read.commune_candidates, [one.id for one in read.suggestions])
    render = place.messages.render
    for answer in found.answers.values():
        for one in answer.description.matches:
            _ = [render(reason) for reason in (*one.why, *one.to_check)]
        _ = [render(miss.reason) for miss in answer.description.near_misses]
    return found


def _parts(texts: Sequence[str], place: Workplace) -> dict[str, list[list[float]]]:
    """Reading apart from the rest."""
    reads = [understand(text, place.reader, generated.TODAY) for text in texts]
    cases = [case for read in reads if (case := case_of(read, place.gazetteer, generated.TODAY)).place and case.needs]
    return {
        "understand": [times_ms(lambda text: understand(text, place.reader, generated.TODAY), texts) for _ in range(PASSES)],
        "orient": [times_ms(lambda case: orient(case, place.world), cases) for _ in range(PASSES)],
    }
