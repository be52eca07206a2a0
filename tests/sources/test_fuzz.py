"""No file breaks a reader: whatever the bytes, it answers with entries, with rejections, or with one sentence of refusal."""

import gzip
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orientation.record import Unread
from orientation.refusal import Refused, Rejected
from orientation.sources.extract import Extract
from orientation.sources.reading import Context
from orientation.sources.registry import read_extract, readers, source_of
from orientation.table import TableDescription
from tests.sources.entries import written
from tests.sources.ror_json import bundle, location, offer, organization, role
from tests.sources.test_data_inclusion import service, structure
from tests.sources.test_finess import establishment, extraction, flow
from tests.sources.test_finess import structure as finess_line
from tests.sources.test_rpps import listing
from tests.sources.test_tables import TEAM, feature


def workbook() -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(list(TEAM))
    book.active.append(list(TEAM.values()))
    book.save(content)
    return content.getvalue()


VALID = {
    "ror": json.dumps(bundle(offer(location=[{"reference": "Location/1"}]), location(), organization(), role())).encode(),
    "ror-lines": "\n".join(json.dumps(one) for one in (offer(), location())).encode(),
    "finess-flow": json.dumps(flow(establishment())).encode(),
    "finess-extraction": extraction(finess_line(), "geolocalisation;940000001;656512.0;6854000.0;1,X,EPSG:2154;2026-05-04").encode(),
    "data-inclusion": json.dumps([service(), structure()]).encode(),
    "rpps": listing({}).encode(),
    "table": (";".join(TEAM) + "\n" + ";".join(cell.replace(";", ",") for cell in TEAM.values())).encode(),
    "prices": b'"finessEt";"prixHebPermCs";"TARIF_GIR_12";"DATE_MAJ"\n"940000001";"72,5";"20,1";"2020-12-31"\n',
    "geojson": json.dumps({"type": "FeatureCollection", "features": [feature()]}).encode(),
    "workbook": workbook(),
}
# What breaks parsers: quotes, separators, brackets, line ends, NUL, half characters, marks of other encodings, huge and odd numbers.
SPOILERS = st.sampled_from(
    [
        *(b'"', b";", b",", b"|", b"\n", b"\r", b"\0", b"{", b"}", b"[", b"]", b"\\", b"<b>", b"=1+1", b" " * 3000),
        *(b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\\ud800", "é".encode("cp1252"), b"\x1f\x8b", b"PK\x03\x04"),
        *(b"null", b"-1", b"1e999", b"NaN", b"0" * 40, b"9" * 400, b"[" * 2000, b'{"a":' * 300),
    ]
)
Answers = Callable[[bytes], None]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A valid file with some pieces cut, repeated or replaced; sometimes compressed, and spoiled again."""
    content = draw(st.sampled_from(list(VALID.values())))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        piece = draw(SPOILERS | st.binary(max_size=12) | st.just(content[start:end] * 2))
        content = content[:start] + piece + content[end:]
    packed = gzip.compress(content)
    cut = draw(st.integers(0, len(packed)))
    return draw(st.sampled_from([content, content, packed, packed[:cut], packed[:cut] + b"x" + packed[cut + 1 :]]))


@pytest.fixture
def answers(context: Context, descriptions: Mapping[str, TableDescription], tmp_path: Path) -> Answers:
    """Every reader says whether a file is its own, and the one it is reads it to its end or refuses it naming it.

    What is left unread is read afterwards: it gives what reading at once gives.
    """
    asked = replace(context, version=b"essai")

    def answers(content: bytes) -> None:
        path = written(tmp_path / "fichier", content)
        try:
            for reader in readers(descriptions).values():
                if reader.recognises(Extract(path)):
                    entries = list(reader.read([Extract(path)], context))
                    later = [one.read() if isinstance(one, Unread) else one for one in reader.read([Extract(path)], asked)]
                    assert repr(later) == repr(entries)
                    assert all(entry.reason for entry in entries if isinstance(entry, Rejected))
            if source_of(path, descriptions) is None:
                read_extract("ror", [path], context, descriptions)
                raise AssertionError("a file of no source was taken")
        except Refused as refusal:
            assert path.name in str(refusal)

    return answers


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=spoiled())
def test_a_spoiled_file_is_read_or_refused(answers: Answers, content: bytes) -> None:
    answers(content)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_refused_with_a_sentence_or_read(answers: Answers, content: bytes) -> None:
    answers(content)


@pytest.mark.parametrize("content", VALID.values(), ids=VALID)
def test_the_files_that_are_spoiled_were_valid(
    context: Context, descriptions: Mapping[str, TableDescription], tmp_path: Path, content: bytes
) -> None:
    path = written(tmp_path / "fichier", content)
    source = source_of(path, descriptions)
    assert source is not None
    entries = list(read_extract(source, [path], context, descriptions))
    assert entries and not any(isinstance(entry, Rejected) for entry in entries)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[" * 100_000, id="brackets_only"),
        pytest.param(b'{"resourceType":"Bundle","entry":' + b"[" * 100_000, id="brackets_in_a_bundle"),
        pytest.param(
            b'[{"id":"1","nom":"A","source":"x","siret":' + b'{"a":' * 5000 + b"1" + b"}" * 5001 + b"]", id="objects_in_an_object"
        ),
        pytest.param(b'{"pmej":[' + b"[" * 5000 + b"]" * 5000 + b"]}", id="brackets_in_the_flow_of_finess"),
        pytest.param(b'"' + b"a;" * 500_000, id="a_quote_never_closed"),
        pytest.param(b"Nom;Besoins;Zone desservie\n" + b";" * 200_000, id="endless_columns"),
    ],
)
def test_nesting_and_endless_cells_exhaust_nothing(answers: Answers, content: bytes) -> None:
    answers(content)
