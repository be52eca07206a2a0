"""Where an export is written: standard output, a file or a folder. A file appears whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from orientation.refusal import Refused


@contextmanager
def opened(output: Path | None) -> Iterator[BinaryIO]:
    """A stream to write to; the file takes its name once everything is in it. Raises Refused when it cannot be written."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if output.is_dir():
        raise Refused(f"{output} est un dossier : un fichier était attendu, par exemple {output / 'annuaire.csv'}.")
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as stream:
            yield stream
        partial.replace(output)
    except OSError as error:
        raise Refused(f"{output} : impossible d'écrire ({error.strerror or error}). Vérifiez le chemin, les droits et la place.") from error
    finally:
        partial.unlink(missing_ok=True)


def folder(output: Path | None) -> Path | None:
    """The folder an output names (one that exists, or a name without an extension); None for a file or for standard output."""
    if output is None or (not output.is_dir() and (output.exists() or output.suffix)):
        return None
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{output} : dossier impossible à créer ({error.strerror or error}). Vérifiez le chemin et les droits.") from error
    return output
