"""The measure of linking, on a pair of directories small enough for a test."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orientation.bench.link import run
from orientation.refusal import Refused

SIZE, SHARED = 1_500, 900


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory, and another that tells part of it again with other spellings, fewer phones and moved points."""
    rng = np.random.default_rng(3)
    made = tmp_path_factory.mktemp("link")
    kinds, words = ("EHPAD", "CMP", "SSIAD", "IME"), ("Érables", "Loutre", "Genêts", "Cistes", "Pins", "Merle", "Saule", "Hêtres")
    kind = rng.integers(0, len(kinds), 2 * SIZE)
    town = rng.integers(0, 60, 2 * SIZE)
    whole = {
        "name": [
            f"{kinds[k]} Les {words[a]} {words[b]}" for k, a, b in zip(kind, *rng.integers(0, len(words), (2, 2 * SIZE)), strict=True)
        ],
        "address": [f"{n} rue des {words[w]}" for n, w in zip(rng.integers(1, 99, 2 * SIZE), rng.integers(0, 8, 2 * SIZE), strict=True)],
        "postcode": [f"940{t:02}" for t in town],
        "commune": [f"940{t:02}" for t in town],
        "city": [f"Ville {t}" for t in town],
        "lon": (2.3 + town / 30 + rng.normal(0, 0.01, 2 * SIZE)).tolist(),
        "lat": (48.7 + rng.normal(0, 0.01, 2 * SIZE)).tolist(),
        "phone": [f"01{n:08}" for n in rng.integers(0, 10**8, 2 * SIZE)],
        "cat": kind.astype(np.int16).tolist(),
    }
    chosen = rng.choice(SIZE, SHARED, replace=False)
    rows = [*chosen, *range(SIZE, 2 * SIZE - SHARED)]
    second = {name: [values[row] for row in rows] for name, values in whole.items()}
    luck = rng.random((len(rows), 3))
    second["name"] = [name.upper() if one < 0.5 else name for name, one in zip(second["name"], luck[:, 0], strict=True)]
    second["phone"] = [None if one < 0.4 else phone for phone, one in zip(second["phone"], luck[:, 1], strict=True)]
    second["lat"] = [None if one < 0.05 else lat + 0.0003 for lat, one in zip(second["lat"], luck[:, 2], strict=True)]
    second["lon"] = [None if lat is None else lon for lat, lon in zip(second["lat"], second["lon"], strict=True)]
    first = {name: values[:SIZE] for name, values in whole.items()}
    pq.write_table(pa.table({"id": range(SIZE), **first}), made / "link_a.parquet")
    pq.write_table(pa.table({"id": range(len(rows)), **second}), made / "link_b.parquet")
    pq.write_table(pa.table({"b": range(SHARED), "a": chosen}), made / "link_truth.parquet")
    return made


def test_the_measure_reads_the_files_and_runs_the_linking(folder: Path) -> None:
    measured = run([str(folder), "--labels", "0"])
    assert measured["records"] == [SIZE, SIZE]
    assert measured["f1"] > 0.97
    assert measured["precision"] > 0.98
    assert set(measured["seconds"]) >= {"prepare", "block", "score"}
    assert "f1_labels" not in measured


def test_labels_are_held_out_of_what_is_measured(folder: Path) -> None:
    measured = run([str(folder), "--labels", "300"])
    assert measured["labels"] <= 300
    assert measured["f1_labels"] > 0.97
    assert measured["same_records_without_labels"]["f1"] != measured["f1"] or measured["f1"] == 1.0


def test_without_activity_the_linking_still_works(folder: Path) -> None:
    assert run([str(folder), "--labels", "0", "--without-activity"])["f1"] > 0.95


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"il manque link_a\.parquet"):
        run([str(tmp_path)])
