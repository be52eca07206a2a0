"""Loads data/tables: one description for each layout of rows and columns, its file's name being the name of the source."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from orientation.mapping import Meaning
from orientation.reference.folder import data_folder, open_yaml
from orientation.refusal import Refused
from orientation.resource import CARE_MODES, AgeRange
from orientation.table import RESOURCE_COLUMNS, CodedColumn, PriceColumn, TableDescription, Words, word_key
from orientation.vocabulary import Need, Public, Vocabulary
from orientation.wording import normalised

_KEYS = {
    "label",
    "reference",
    "licence",
    "recognised_by",
    "id",
    "columns",
    "constants",
    "hours",
    "identifiers",
    "codes",
    "words",
    "prices",
    "enriches",
}
_WORDS_KEYS = {"column", "any", "exact", "along", "unless"}
_MEANING_KEYS = {"sector", "needs", "publics", "modes", "age_low", "age_high", "category", "confidential"}


def load_tables(vocabulary: Vocabulary, folder: Path | None = None) -> Mapping[str, TableDescription]:
    """Descriptions by source. Raises Refused naming the file and the key for anything that would be read wrongly."""
    folder = folder or data_folder() / "tables"
    return {path.stem: _Description(path, vocabulary).read() for path in sorted(folder.glob("*.yaml"))}


class _Description:
    """One file being read, with what its errors must name."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        self._path, self._vocabulary = path, vocabulary
        self._needs, self._publics = frozenset(vocabulary.needs), frozenset(vocabulary.publics)
        self._content = open_yaml(path)

    def read(self) -> TableDescription:
        content = self._content
        unknown, missing = set(content) - _KEYS, {"label", "reference", "licence", "recognised_by", "id", "columns"} - set(content)
        if unknown or missing:
            raise self._refused(f"clés inconnues {sorted(unknown)}, clés manquantes {sorted(missing)}")
        columns = {key: self._names(value) for key, value in self._mapping("columns").items()}
        if wrong := set(columns) - set(RESOURCE_COLUMNS):
            raise self._refused(f"« columns » : champs inconnus {sorted(wrong)}, attendus parmi {', '.join(RESOURCE_COLUMNS)}")
        enriches = self._mapping("enriches")
        return TableDescription(
            source=self._path.stem,
            label=str(content["label"]),
            reference=str(content["reference"]),
            licence=str(content["licence"]),
            recognised_by=tuple(frozenset(self._names(one)) for one in self._list("recognised_by")),
            id=self._names(content["id"]),
            columns=columns,
            constants=self._meaning(self._mapping("constants"), "constants"),
            hours={day: normalised(str(column)) for day, column in self._mapping("hours").items()},
            identifiers={scheme: self._names(value) for scheme, value in self._mapping("identifiers").items()},
            codes=tuple(CodedColumn(normalised(one["column"]), one["list"]) for one in self._list("codes")),
            words=tuple(self._words(one) for one in self._list("words")),
            prices=tuple(PriceColumn(normalised(one["column"]), one["label"], one["unit"]) for one in self._list("prices")),
            enriches=(str(enriches["source"]), normalised(str(enriches["column"]))) if enriches else None,
            need_words=_words_of(self._vocabulary.needs.values()),
            public_words=_words_of(self._vocabulary.publics.values()),
        )

    def _words(self, entry: dict) -> Words:
        said = {key: value for key, value in entry.items() if key not in _WORDS_KEYS}
        words, along, unless = (tuple(normalised(str(word)) for word in entry.get(key) or ()) for key in ("any", "along", "unless"))
        if not words or "column" not in entry:
            raise self._refused("« words » : une colonne (column) et des mots (any) étaient attendus")
        meaning = self._meaning(said, f"words {words[:1]}")
        return Words(normalised(entry["column"]), words, meaning, bool(entry.get("exact")), along, unless)

    def _meaning(self, said: Mapping, where: str) -> Meaning:
        needs, publics = frozenset(said.get("needs") or ()), frozenset(said.get("publics") or ())
        modes = frozenset(said.get("modes") or ())
        wrong = (set(said) - _MEANING_KEYS) | (needs - self._needs) | (publics - self._publics) | (modes - set(CARE_MODES))
        if wrong:
            raise self._refused(f"« {where} » : {sorted(wrong)} n'est ni une clé ni un identifiant connus")
        low, high = said.get("age_low"), said.get("age_high")
        ages = None if low is None and high is None else AgeRange(float(low or 0), None if high is None else float(high))
        category = said.get("category")
        return Meaning(
            category or "", said.get("sector"), needs, publics, ages, modes, None, frozenset(), category, bool(said.get("confidential"))
        )

    def _names(self, value: object) -> tuple[str, ...]:
        return tuple(_column(str(one)) for one in (value if isinstance(value, list) else [value]))

    def _mapping(self, key: str) -> dict:
        found = self._content.get(key) or {}
        if not isinstance(found, dict):
            raise self._refused(f"« {key} » : des « clé: valeur » étaient attendues")
        return found

    def _list(self, key: str) -> list:
        found = self._content.get(key) or []
        if not isinstance(found, list):
            raise self._refused(f"« {key} » : une liste était attendue")
        return found

    def _refused(self, what: str) -> Refused:
        return Refused(f"tables/{self._path.name} : {what}.")


def _column(written: str) -> str:
    """A column's name as rows are keyed by; "a+b" names two of them."""
    return "+".join(normalised(part) for part in written.split("+"))


def _words_of(entries: Iterable[Need | Public]) -> dict[str, str]:
    """An entry is known by its id, by its label, and by its label without what stands in brackets."""
    written = ((one.id, text) for one in entries for text in (one.id, one.label_fr, one.label_fr.split("(")[0]))
    return {word_key(text): id for id, text in written}
