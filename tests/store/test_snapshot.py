"""The snapshot is what the database says, shared between processes, and never trusted when damaged."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from orientation.directory.building import columns_of
from orientation.directory.columns import Columns
from orientation.geography.gazetteer import Gazetteer
from orientation.reference.vocabularies import load_vocabulary
from orientation.resource import AgeRange, Places, Resource, SourceRef
from orientation.store import snapshot
from orientation.store.arrays import Damaged, flattened, read_arrays, write_arrays
from orientation.store.compression import Compressors
from orientation.store.engine import engine, migrate, writing
from orientation.store.resources import Catchments, ResourceWriter, detail_of
from orientation.store.snapshot import LiveDirectory, open_directory
from orientation.territory import Area, CatchmentArea
from tests.factories import CRETEIL, TODAY, a_catchment, a_resource

VOCABULARY = load_vocabulary()
GAZETTEER = Gazetteer((CRETEIL,))
ALIASES = (("saad", "service d aide a domicile"),)
DRAWN = CatchmentArea((Area("polygone", "POLYGON ((2.4 48.7, 2.5 48.7, 2.5 48.8, 2.4 48.8, 2.4 48.7))"),))


def put(database: Engine, resources: Iterable[Resource]) -> None:
    with writing(database) as connection:
        catchments, writer = Catchments(connection), ResourceWriter(connection, Compressors(connection))
        for resource in resources:
            key = catchments.key(resource.catchment) if resource.catchment else None
            known = None if key is None else (key, catchments.ids([resource.catchment])[key])  # type: ignore[list-item]
            writer.replace([writer.row(resource, detail_of(resource), known)])
        writer.finish(datetime.now(UTC))


def opened(database: Engine, folder: Path) -> Columns:
    return open_directory(database, folder, VOCABULARY, GAZETTEER, ALIASES).columns


def same(one: Columns, other: Columns) -> bool:
    mine, theirs = (flattened(columns)[0] for columns in (one, other))
    return list(mine) == list(theirs) and all(
        np.array_equal(value, theirs[name], equal_nan=value.dtype.kind == "f") and value.dtype == theirs[name].dtype
        for name, value in mine.items()
    )


SOURCED = {"sources": (SourceRef("essai", "1"),)}
SOME = [
    a_resource(id="essai:1", catchment=a_catchment(), publics=frozenset({"personnes-agees"}), ages=AgeRange(60), **SOURCED),
    a_resource(id="essai:2", catchment=DRAWN, places=Places(0, TODAY), closed_on=TODAY, **SOURCED),
    a_resource(id="essai:3", lat=None, lon=None, modes=frozenset({"sur-place"}), specialties=frozenset({"cardiologie"}), **SOURCED),
    a_resource(id="essai:4", lat=None, lon=None, commune=None, phone=None, updated_on=None, **SOURCED),
]


def test_a_snapshot_says_what_the_resources_say(database: Engine, tmp_path: Path) -> None:
    put(database, SOME)
    expected = columns_of(
        SOME,
        VOCABULARY,
        commune_point=lambda code: (CRETEIL.lat, CRETEIL.lon) if code == CRETEIL.code else None,  # type: ignore[arg-type, return-value]
        communes_in=lambda area: [CRETEIL.code],
    )
    assert same(opened(database, tmp_path), expected)


def test_a_second_opening_maps_the_same_file(database: Engine, tmp_path: Path) -> None:
    put(database, SOME)
    opened(database, tmp_path)
    (made,) = tmp_path.glob("*/columns.bin")
    inode = made.stat().st_ino
    opened(database, tmp_path)
    assert [path.stat().st_ino for path in tmp_path.glob("*/columns.bin")] == [inode]


def test_a_change_in_the_database_is_seen_and_what_was_open_still_reads(database: Engine, tmp_path: Path) -> None:
    put(database, SOME)
    before = opened(database, tmp_path)
    put(database, [a_resource(id="essai:5", **SOURCED)])
    after = opened(database, tmp_path)
    assert (len(before), len(after)) == (4, 5) and before.version != after.version
    assert before.id(0).startswith("essai:") and len(list(tmp_path.glob("*/columns.bin"))) == 1


def test_confidential_resources_leave_no_trace(database: Engine, tmp_path: Path) -> None:
    put(database, [*SOME, a_resource(id="essai:secret", confidential=True, **SOURCED)])
    assert len(opened(database, tmp_path)) == 4
    assert all(b"secret" not in path.read_bytes() for path in tmp_path.rglob("*.bin"))


def test_names_are_found_in_a_snapshot_just_made_and_in_one_opened(database: Engine, tmp_path: Path) -> None:
    put(database, [*SOME, a_resource(id="essai:6", name="SAAD Les Glycines", **SOURCED)])
    for _ in range(2):
        found = open_directory(database, tmp_path, VOCABULARY, GAZETTEER, ALIASES).find("saad les glicynes creteil")
        assert found[0].id == "essai:6"


def test_an_empty_directory_opens(database: Engine, tmp_path: Path) -> None:
    assert len(opened(database, tmp_path)) == 0
    assert len(opened(database, tmp_path)) == 0


@pytest.mark.parametrize("name", ["columns", "names"])
@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_damaged_snapshot_is_made_again(database: Engine, tmp_path: Path, name: str, part: float) -> None:
    put(database, SOME)
    expected = opened(database, tmp_path / "sound")
    opened(database, tmp_path / "damaged")
    (file,) = (tmp_path / "damaged").glob(f"*/{name}.bin")
    altered = bytearray(file.read_bytes())
    altered[int(part * len(altered))] ^= 0xFF
    file.write_bytes(altered)
    assert same(opened(database, tmp_path / "damaged"), expected)
    assert same(opened(database, tmp_path / "damaged"), expected)


@pytest.mark.parametrize("left", [0, 5, 100, -1])
def test_a_snapshot_cut_short_is_made_again(database: Engine, tmp_path: Path, left: int) -> None:
    put(database, SOME)
    expected = opened(database, tmp_path)
    (file,) = tmp_path.glob("*/columns.bin")
    content = file.read_bytes()
    file.unlink()  # what is mapped is kept; a file cut in place would take it away from whoever reads it
    file.write_bytes(content[:left])
    assert same(opened(database, tmp_path), expected)


@given(
    file=st.sampled_from(["columns", "names"]),
    flips=st.lists(st.tuples(st.integers(0, 10**9), st.integers(1, 255)), min_size=1, max_size=8),
    cut=st.none() | st.integers(0, 10**9),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_altered_the_answer_is_never_wrong(
    tmp_path_factory: pytest.TempPathFactory, file: str, flips: list[tuple[int, int]], cut: int | None
) -> None:
    folder = tmp_path_factory.mktemp("altered")
    database = engine(f"sqlite:///{folder / 'directory.sqlite'}")
    migrate(database)
    put(database, SOME)
    expected = open_directory(database, folder / "sound", VOCABULARY, GAZETTEER, ALIASES)
    opened(database, folder / "altered")
    (altered,) = (folder / "altered").glob(f"*/{file}.bin")
    content = bytearray(altered.read_bytes())
    for at, flip in flips:
        content[at % len(content)] ^= flip
    altered.unlink()
    altered.write_bytes(content if cut is None else content[: cut % len(content)])
    found = open_directory(database, folder / "altered", VOCABULARY, GAZETTEER, ALIASES)
    assert same(found.columns, expected.columns)
    assert found.find("aide a domicile creteil") == expected.find("aide a domicile creteil")
    database.dispose()


@pytest.mark.parametrize("files", [("columns",), ("names",), ("columns", "names")])
def test_a_sound_snapshot_of_another_directory_is_not_taken_for_this_one(database: Engine, tmp_path: Path, files: tuple[str, ...]) -> None:
    put(database, [a_resource(id="essai:other", **SOURCED)])
    opened(database, tmp_path / "other")
    put(database, SOME)
    opened(database, tmp_path / "mine")
    for name in files:
        (theirs,), (mine,) = ((tmp_path / folder).glob(f"*/{name}.bin") for folder in ("other", "mine"))
        mine.unlink()
        mine.write_bytes(theirs.read_bytes())
    found = open_directory(database, tmp_path / "mine", VOCABULARY, GAZETTEER, ALIASES)
    assert sorted(found.columns.ids(np.arange(len(found.columns)))) == ["essai:1", "essai:2", "essai:3", "essai:4", "essai:other"]
    assert len(found.names.name_of) == 5


def test_a_snapshot_of_another_vocabulary_is_not_used(database: Engine, tmp_path: Path) -> None:
    put(database, SOME)
    opened(database, tmp_path)
    fewer = replace(VOCABULARY, needs={id: need for id, need in VOCABULARY.needs.items() if id != "ehpad"})
    assert "ehpad" not in open_directory(database, tmp_path, fewer, GAZETTEER).columns.needs


def test_a_folder_that_cannot_be_written_only_costs_time(database: Engine, tmp_path: Path) -> None:
    put(database, SOME)
    (tmp_path / "file").write_text("in the way")
    assert len(opened(database, tmp_path / "file" / "snapshot")) == 4


def test_a_live_directory_asks_for_the_version_every_two_seconds(database: Engine, tmp_path: Path) -> None:
    now = [100.0]
    live = LiveDirectory(database, tmp_path, VOCABULARY, GAZETTEER, ALIASES, clock=lambda: now[0])
    put(database, SOME)
    assert len(live.current().columns) == 4
    put(database, [a_resource(id="essai:5", **SOURCED)])
    now[0] += snapshot.LOOK_EVERY_S - 0.1
    assert len(live.current().columns) == 4
    now[0] += 0.1
    assert len(live.current().columns) == 5


def test_threads_that_open_at_once_build_once(database: Engine, tmp_path: Path) -> None:
    put(database, SOME)
    live = LiveDirectory(database, tmp_path, VOCABULARY, GAZETTEER, ALIASES)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: live.current(), range(8)))
    assert len({id(directory) for directory in found}) == 1


ARRAYS: dict[str, np.ndarray] = {"whole": np.arange(40_000, dtype=np.int32), "none": np.empty((0, 3)), "words": np.array([b"a", b"bc"])}


@given(at=st.integers(0, 10**9), flip=st.integers(1, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_altered_byte_of_a_file_of_arrays_is_noticed_or_is_padding(tmp_path: Path, at: int, flip: int) -> None:
    write_arrays(tmp_path / "sound", ARRAYS, {"said": [1, None, "é"]})
    content = bytearray((tmp_path / "sound").read_bytes())
    content[at % len(content)] ^= flip
    (tmp_path / "altered").write_bytes(content)
    try:
        found = read_arrays(tmp_path / "altered")
    except Damaged:
        return
    assert found["said"] == [1, None, "é"] and all(np.array_equal(found[name], value) for name, value in ARRAYS.items())
