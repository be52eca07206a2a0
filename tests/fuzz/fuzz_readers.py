"""Throws bytes at every reader, guided by the code they reach: `python tests/fuzz/fuzz_readers.py -max_total_time=600`.

Not a test that pytest collects: it needs atheris, which is no dependency of the project, in an environment of its own
(`pip install atheris --editable .`). A reader may answer with entries, with rejections or with one Refused; anything else that is
raised stops the run and leaves the bytes in a file crash-…, to be given again as an argument. Arguments are those of libFuzzer.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["orientation.sources"]):
    from orientation.sources import cells, data_inclusion, exported, finess, ror, rpps, stated, tables  # noqa: F401
    from orientation.sources.extract import Extract
    from orientation.sources.reading import Context
    from orientation.sources.registry import readers

from orientation.record import SourceRecord, Unread
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.mappings import load_mappings
from orientation.reference.tables import load_tables
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused, Rejected

VOCABULARY = load_vocabulary()
CONTEXT = Context(load_gazetteer(), load_mappings(), date(2026, 11, 21), VOCABULARY, b"essai")
READERS = sorted(readers(load_tables(VOCABULARY)).items())
FILE = Path(tempfile.mkdtemp()) / "essai"


def one_file(data: bytes) -> None:
    """The first byte chooses the reader, the rest is its file; it is read whether or not the reader recognises it."""
    if len(data) < 2:
        return
    _, reader = READERS[data[0] % len(READERS)]
    FILE.write_bytes(data[1:])
    extract = Extract(FILE)
    try:
        reader.recognises(extract)
        for entry in reader.read([extract], CONTEXT):
            assert isinstance(entry.read() if isinstance(entry, Unread) else entry, SourceRecord | Rejected)
    except Refused:
        pass


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_file)
    atheris.Fuzz()
