"""Which reader a source's name means, and what a file really is, by its content.

A file of another format is refused before anything is read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from orientation.refusal import Refused, Rejected
from orientation.sources import data_inclusion, exported, finess, ror, rpps, tables
from orientation.sources.extract import Extract
from orientation.sources.mended import Mended, is_quarantine, mended
from orientation.sources.reading import Context, Entries, Reader
from orientation.table import TableDescription

_BUILT_IN = (finess.READER, ror.READER, data_inclusion.READER, rpps.READER, exported.READER)
# What other files begin with, so that a person knows what was taken for a directory.
_KINDS = (
    (b"%PDF", "un document PDF", "demandez les données en CSV, XLSX ou JSON"),
    (b"PK\x03\x04", "une archive zip ou un classeur aux colonnes inconnues", "décompressez-la, ou décrivez ses colonnes dans data/tables"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel (.xls)", "enregistrez-le au format .xlsx"),
    (b"7z\xbc\xaf", "une archive 7z", "décompressez-la"),
    (b"BZh", "une archive bzip2", "décompressez-la"),
    (b"(\xb5/\xfd", "une archive zstd", "décompressez-la"),
    (b"<!DOCTYPE html", "une page web", "téléchargez le fichier lui-même, pas la page qui le présente"),
    (b"<html", "une page web", "téléchargez le fichier lui-même, pas la page qui le présente"),
    (b"<", "un fichier XML", "demandez le même extrait en JSON ou en CSV"),
    (b"SQLite format 3", "une base SQLite", "exportez la table en CSV"),
)  # fmt: skip


def readers(descriptions: Mapping[str, TableDescription]) -> Mapping[str, Reader]:
    """Every reader by the name of its source, those of the tables included."""
    built_in = {reader.source: reader for reader in _BUILT_IN}
    return {**{name: tables.reader_of(one) for name, one in descriptions.items()}, **built_in}


def reader_for(source: str, descriptions: Mapping[str, TableDescription]) -> Reader:
    """The reader of a source. Raises Refused, naming every source, for a name that is none."""
    known = readers(descriptions)
    if source not in known:
        raise Refused(
            f"Aucune source ne s'appelle « {source} ». Sources connues : {', '.join(sorted(known))}. Pour le tableau d'une équipe, "
            f"décrivez ses colonnes dans data/tables/{source or 'nom'}.yaml."
        )
    return known[source]


def source_of(path: Path, descriptions: Mapping[str, TableDescription]) -> str | None:
    """The source whose format a file has, the most precise description first; None for none."""
    return next((reader.source for reader in _recognising(Extract(path), readers(descriptions), descriptions)), None)


def read_extract(source: str, paths: Sequence[Path], context: Context, descriptions: Mapping[str, TableDescription]) -> Entries:
    """Entries of the files of one extract. A directory stands for its files; those of another format are rejected, while a file
    named by itself is refused. A quarantine file stands for its entries, mended.

    Raises Refused before the first entry when the source, a file or its format is wrong.
    """
    reader, known = reader_for(source, descriptions), readers(descriptions)
    if not paths:
        raise Refused(f"Aucun fichier donné pour « {source} » : indiquez au moins un fichier ou un dossier.")
    recognised: list[Extract] = []
    strangers: list[Rejected] = []
    for path in paths:
        for one in _files(path):
            extract = Extract(one)
            if is_quarantine(extract):
                for entry in mended(extract, source):
                    if isinstance(entry, Rejected):
                        strangers.append(entry)
                    elif not entry.is_damaged and reader.recognises(entry):
                        recognised.append(entry)
                    else:
                        strangers.append(_still_wrong(entry, source))
            elif reader.recognises(extract):
                recognised.append(extract)
            elif path.is_dir():
                strangers.append(Rejected(source, extract.name, None, None, None, _otherwise(extract, reader, known, descriptions)))
            else:
                raise Refused(_otherwise(extract, reader, known, descriptions))
    if not recognised and not strangers:
        raise Refused(f"{paths[0]} : aucun fichier de « {source} » ({reader.label}) dans ce dossier. Vérifiez le chemin.")
    return chain(strangers, reader.read(recognised, context))


def _still_wrong(entry: Mended, source: str) -> Rejected:
    text = entry.content.decode("utf-8", "replace")
    reason = "entrée de quarantaine qui n'a plus la forme de sa source ; rétablissez sa forme et ses noms de champs, puis réimportez-la."
    return Rejected(source, entry.name, None, "raw", text[:80], reason, text)


def _files(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    return sorted(one for one in path.rglob("*") if one.is_file() and not any(part.startswith(".") for part in one.relative_to(path).parts))


def _recognising(extract: Extract, known: Mapping[str, Reader], descriptions: Mapping[str, TableDescription]) -> Iterator[Reader]:
    """Readers that recognise a file: the built-in ones, then the tables, those that ask for most columns first."""
    built_in = [reader for name, reader in known.items() if name not in descriptions]
    by_table = sorted((name for name in known if name in descriptions), key=lambda name: (-_precision(descriptions[name]), name))
    return (reader for reader in (*built_in, *(known[name] for name in by_table)) if reader.recognises(extract))


def _precision(description: TableDescription) -> int:
    return max(len(columns) for columns in description.recognised_by)


def _otherwise(extract: Extract, wanted: Reader, known: Mapping[str, Reader], descriptions: Mapping[str, TableDescription]) -> str:
    """What a file is instead of what was asked for, and what to do with it."""
    expected = f"« {wanted.source} » attend {wanted.label}"
    if not extract.head.strip(b"\x00 \t\r\n"):
        return f"{extract.name} : ce fichier est vide ; {expected}. Téléchargez-le à nouveau."
    other = next(_recognising(extract, known, descriptions), None)
    if other is not None:
        return (
            f"{extract.name} : ce fichier est de la source « {other.source} » ({other.label}) ; {expected}. "
            f"Lancez : orientation import {other.source} {extract.name}"
        )
    what, todo = _kind(extract)
    return f"{extract.name} : {what} ; {expected}. {todo[0].upper()}{todo[1:]}."


def _kind(extract: Extract) -> tuple[str, str]:
    head = extract.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, what, todo in _KINDS:
        if head[: len(start)].lower() == start.lower():
            return f"ce fichier est {what}", todo
    if head[:1] in (b"{", b"["):
        return f"ce fichier JSON n'est d'aucun format connu{_keys(extract)}", "vérifiez qu'il s'agit du bon fichier"
    if b"\x00" in head[:1024] and extract.encoding != "utf-16":
        return "ce fichier binaire n'est d'aucun format connu", "demandez les données en CSV, XLSX ou JSON"
    columns = extract.head_text.split("\n", 1)[0].strip()[:160]
    return (
        f"ce tableau n'a pas les colonnes attendues (il commence par « {columns} »)",
        "vérifiez le fichier, ou décrivez ses colonnes dans data/tables",
    )


def _keys(extract: Extract) -> str:
    """The first keys of a small JSON document, to recognise it by."""
    try:
        document = json.loads(extract.head_text)
    except (ValueError, RecursionError):
        return ""
    first = document[0] if isinstance(document, list) and document else document
    return f" (il contient {', '.join(list(first)[:6])})" if isinstance(first, dict) else ""
