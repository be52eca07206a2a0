"""`bench compare`: the same searches by PostgreSQL (PostGIS with GiST and GIN; a hand-made covering index; pg_trgm), in turn with ours.

PostgreSQL answers in two ways. `whole`: the same ten best scores, the same counts of what each rule leaves out, the same near misses, as
ours does at every search. `ten_best`: the scores alone, which is less than ours gives. Both are spared the widening (the final radius is
given) and the telling of marks. Each round asks other cases, so that nobody answers from what was asked before; within a round every
case is asked three times of each in turn and its best time kept, since what else the machine does is nobody's merit.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from orientation.bench import generated, names
from orientation.bench.in_turn import ROUNDS, middle, ratio, round_of
from orientation.bench.measuring import timed
from orientation.bench.postgis import KINDS, Sql, load
from orientation.bench.search import SHOWN, Reference
from orientation.bench.server import server
from orientation.case import Case
from orientation.directory.building import columns_of_batches
from orientation.directory.columns import area_key
from orientation.directory.directory import Directory
from orientation.directory.names import Named, names_of
from orientation.ranking.rank import SearchResult, search

# One plan for all: planning such a statement anew costs more than it gains.
PLANS = "force_generic_plan"


def run(argv: Sequence[str] = ()) -> dict[str, Any]:
    """Options: --size N (services), --cases N (searches), --names N (names typed)."""
    parser = ArgumentParser(prog="bench compare", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--names", type=int, default=100)
    options = parser.parse_args(argv)
    reference = Reference.load()
    batches = list(generated.batches(reference.land, options.size))
    named = Named.empty()
    areas = {number: [area_key(area) for area in held] for number, held in reference.land.catchments.items()}
    columns = columns_of_batches(named.taking(batches), areas, reference.vocabulary, commune_point=_points(reference))
    towns = {commune.code: commune.name for commune in reference.gazetteer.communes}
    directory = Directory(columns, names_of(named, columns, towns, reference.aliases))
    with server() as address, psycopg.connect(address, autocommit=True) as connection:
        connection.prepare_threshold = 1
        connection.execute(f"SET plan_cache_mode = {PLANS}")
        _, load_ms = timed(lambda: load(connection, columns))
        searches = _searches(connection, reference, directory, generated.cases(reference.land, (ROUNDS + 1) * options.cases))
        typed = list(names.typed_names(batches, options.names))
        found = _names(connection, directory, typed, {id: name for b in batches for id, name in zip(b["id"], b["name"], strict=True)})
    return {"bench": "compare", "size": options.size, "load_s": round(load_ms / 1000, 1), "searches": searches, "names": found}


def _points(reference: Reference) -> Callable[[str], tuple[float, float] | None]:
    def point(code: str) -> tuple[float, float] | None:
        commune = reference.gazetteer.commune(code)
        return None if commune is None or commune.lat is None or commune.lon is None else (commune.lat, commune.lon)

    return point


def _searches(connection: psycopg.Connection, reference: Reference, directory: Directory, cases: Sequence[Case]) -> dict[str, Any]:
    """`cases`: those of the check, then those of each round."""
    policy, columns = reference.policy, directory.columns

    def ours(case: Case) -> SearchResult:
        return search(case, case.needs, columns, policy, reference.gazetteer, limit=SHOWN)

    asks = {f"{way}_{kind}": Sql(connection, way, kind, reference, columns) for way in ("postgis", "covering") for kind in KINDS}
    engines: dict[str, Callable[[Case, SearchResult], object]] = {"ours": lambda case, _: ours(case), **asks}
    known = [(case, ours(case)) for case in cases]
    share = len(known) // (ROUNDS + 1)
    checked, timed_rounds = known[:share], [known[share * number : share * (number + 1)] for number in range(1, ROUNDS + 1)]
    equal = {name: sum(ask.agrees(case, one) for case, one in checked) for name, ask in asks.items()}
    columns.forget()
    calls = {name: _calling(engine) for name, engine in engines.items()}
    rounds = [round_of(calls, pairs) for pairs in timed_rounds]
    return {
        "same_answers": {name: f"{count} of {share}" for name, count in equal.items()},
        "times": {name: middle([one[name] for one in rounds]) for name in engines},
        "times_faster_at_p50": {name: ratio(rounds, name, "p50_ms") for name in asks},
        "times_faster_at_p99": {name: ratio(rounds, name, "p99_ms") for name in asks},
    }


def _calling(engine: Callable[[Case, SearchResult], object]) -> Callable[[tuple[Case, SearchResult]], object]:
    return lambda pair: engine(*pair)


def _names(connection: psycopg.Connection, directory: Directory, typed: Sequence[names.Typed], name_of: dict[str, str]) -> dict[str, Any]:
    """Names typed with mistakes, by ours and by pg_trgm on the distinct names."""
    texts = directory.names.names.texts
    connection.execute("CREATE UNLOGGED TABLE name (text text)")
    with connection.cursor() as cursor, cursor.copy("COPY name FROM STDIN") as copy:
        for number in range(len(texts)):
            copy.write_row((texts[number],))
    connection.execute("CREATE INDEX ON name USING gin (text gin_trgm_ops)")
    connection.execute("VACUUM (ANALYZE, FREEZE) name")
    connection.execute("SET pg_trgm.similarity_threshold = 0.3")

    def theirs(one: names.Typed) -> list[str]:
        query = "SELECT text FROM name WHERE text %% %(typed)s ORDER BY similarity(text, %(typed)s) DESC LIMIT 10"
        return [text for (text,) in connection.execute(query, {"typed": one.text}).fetchall()]

    engines: dict[str, Callable[[names.Typed], object]] = {"ours": lambda one: directory.find(one.text), "pg_trgm": theirs}
    recalls = {
        "ours": names.recalls(typed, lambda one: names.found_names(directory, one.text, name_of)),
        "pg_trgm": names.recalls(typed, theirs),
    }
    rounds = [round_of(engines, typed) for _ in range(ROUNDS)]
    return {
        "typed": len(typed),
        "distinct_names": len(texts),
        "recall_at_1": {name: first for name, (first, _) in recalls.items()},
        "recall_at_10": {name: ten for name, (_, ten) in recalls.items()},
        "times": {name: middle([one[name] for one in rounds]) for name in engines},
        "times_faster_at_p50": ratio(rounds, "pg_trgm", "p50_ms"),
        "times_faster_at_p99": ratio(rounds, "pg_trgm", "p99_ms"),
    }
