"""`bench understand`: how long it takes to start reading and to read a request, and what it costs in memory."""

from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from itertools import cycle, islice
from typing import Any

from orientation.bench.measuring import own_mb, spread, timed, times_ms
from orientation.conversation.understanding import understand
from orientation.workplace import Workplace

DAY = date(2026, 11, 2)
# Written for the measure, in the registers people use; none is in a corpus.
REQUESTS = (
    "Mme 79a sort de l'hôpital lundi, vit seule à Créteil, GIR 4. Il faut une aide à domicile et des repas livrés, sa voisine est épuisée.",
    "pt diab 66 a Brest, plaie talon, IDEL tous les jours + podologue svp, pas de MT depuis 6 mois",
    "Bonjour, mon fils de 14 ans ne va plus au collège depuis trois mois, il ne dort plus. Nous habitons Morlaix. Qui appeler ? Merci",
    "monsieur 45 ans sans papiers hébergé chez un ami à Cayenne, plus de droits sécu, toux depuis 1 mois, ne parle pas français",
    "cherche place accueil de jour alzheimer pour papa 83 ans vers Vannes, maman n'en peut plus",
)


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (requests read, 2,000 at most)."""
    parser = ArgumentParser(prog="bench understand", description=__doc__)
    parser.add_argument("--size", type=int, default=500)
    count = min(parser.parse_args(argv).size, 2_000)
    place = Workplace()
    before_mb = own_mb()
    reader, loading_ms = timed(lambda: place.reader)
    _, first_ms = timed(lambda: understand(REQUESTS[0], reader, DAY))
    times = times_ms(lambda text: understand(text, reader, DAY), islice(cycle(REQUESTS), count))
    return {"requests": count, "start_ms": loading_ms, "first_ms": first_ms, "read_ms": spread(times), "memory_mb": own_mb() - before_mb}
