"""What an import left out, mended in its quarantine file, is imported from there."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from orientation.record import SourceRecord
from orientation.refusal import Refused, Rejected
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract
from orientation.store.quarantine import Quarantine
from orientation.table import TableDescription
from tests.sources.entries import written
from tests.sources.ror_json import bundle, offer
from tests.sources.test_data_inclusion import service
from tests.sources.test_finess import establishment, extraction, flow
from tests.sources.test_finess import structure as finess_line
from tests.sources.test_rpps import listing
from tests.sources.test_tables import TEAM

ReadAll = Callable[[str, Path], list[SourceRecord | Rejected]]


@pytest.fixture
def read_all(context: Context, descriptions: Mapping[str, TableDescription]) -> ReadAll:
    return lambda source, path: list(read_extract(source, [path], context, descriptions))  # type: ignore[arg-type]


def quarantined(folder: Path, *rejected: Rejected) -> Path:
    with Quarantine(folder, "q.jsonl") as quarantine:
        for one in rejected:
            quarantine.add(one)
        kept = quarantine.keep()
    assert kept is not None
    return Path(kept)


def team(**changes: str) -> str:
    row = {**TEAM, **changes}
    return ";".join(row) + "\n" + ";".join(cell.replace(";", ",") for cell in row.values())


NAME = "Nom"
BROKEN = {
    "ror": ("ror", json.dumps(bundle(offer(name=None))), '"name":null', '"name":"SSIAD retrouvé"'),
    "ror-lines": ("ror", json.dumps(offer()) + '\n{"resourceType": "Healthcare', '{"resourceType": "Healthcare', json.dumps(offer(id="2"))),
    "data-inclusion": ("data-inclusion", json.dumps([service(nom=None)]), '"nom":null', '"nom":"Service retrouvé"'),
    "finess-flow": (
        "finess",
        json.dumps(flow(establishment(informationsGeneralesEGE={"numFinessEge": "94", "nomEgeCourt": "EHPAD"}))),
        '"94"',
        '"940000099"',
    ),
    "finess-lines": ("finess", extraction(finess_line(number="94")), ";94;", ";940000099;"),
    "rpps": ("rpps", listing({"Identification nationale PP": ""}), "\n|", "\n810000000099|"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_an_entry_mended_in_the_quarantine_is_read(case: str, read_all: ReadAll, tmp_path: Path) -> None:
    source, content, wrong, right = BROKEN[case]
    rejected = [one for one in read_all(source, written(tmp_path / "extrait", content)) if isinstance(one, Rejected)]
    assert len(rejected) == 1
    (raw,) = (one.raw for one in rejected)
    assert raw is not None and wrong in raw
    (again,) = read_all(source, quarantined(tmp_path / "a", *rejected))
    assert isinstance(again, Rejected) and again.raw is not None and wrong in again.raw
    mended = Rejected(**{**asdict(rejected[0]), "raw": raw.replace(wrong, right, 1)})
    (found,) = read_all(source, quarantined(tmp_path / "b", mended))
    assert isinstance(found, SourceRecord)


def test_what_was_kept_without_its_text_is_refused_again(read_all: ReadAll, tmp_path: Path) -> None:
    gone = Rejected("ror", "extrait.json", 3, "id", None, "illisible", None)
    (found,) = read_all("ror", quarantined(tmp_path, gone))
    assert found == gone


def test_what_lost_its_form_is_refused_with_a_sentence(read_all: ReadAll, tmp_path: Path) -> None:
    (found,) = read_all("ror", quarantined(tmp_path, Rejected("ror", "extrait.json", 3, "id", None, "illisible", "bonjour")))
    assert isinstance(found, Rejected) and "forme" in found.reason and found.raw == "bonjour"


def test_a_quarantine_of_another_source_says_which(read_all: ReadAll, tmp_path: Path) -> None:
    path = quarantined(tmp_path, Rejected("finess", "extrait.json", 3, "id", None, "illisible", "bonjour"))
    with pytest.raises(Refused, match=r"orientation import finess q\.jsonl"):
        read_all("ror", path)


def test_a_line_spoiled_while_mending_is_named(read_all: ReadAll, tmp_path: Path) -> None:
    path = quarantined(tmp_path, Rejected("ror", "extrait.json", 3, "id", None, "illisible", "{}"))
    path.write_text(path.read_text(encoding="utf-8") + "{oups\n", encoding="utf-8")
    with pytest.raises(Refused, match="ligne 2"):
        read_all("ror", path)


def test_a_team_s_row_is_mended_too(read_all: ReadAll, tmp_path: Path) -> None:
    rejected = [one for one in read_all("equipe", written(tmp_path / "t.csv", team(**{NAME: ""}))) if isinstance(one, Rejected)]
    assert len(rejected) == 1 and rejected[0].raw is not None
    row = {**json.loads(rejected[0].raw)[0], NAME.casefold(): "Équipe retrouvée"}
    (found,) = read_all("equipe", quarantined(tmp_path, Rejected(**{**asdict(rejected[0]), "raw": json.dumps([row])})))
    assert isinstance(found, SourceRecord) and found.resource.name == "Équipe retrouvée"
