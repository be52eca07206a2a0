"""Opens, once and only when asked for, all that the pages and the command work with: data files, the database, the directory."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from orientation.assistant import Drive, Orientation, World, case_of, rules_for
from orientation.complexity.instruments.serafin import SerafinTree
from orientation.conversation.lexicon import Reader
from orientation.conversation.understanding import Understanding
from orientation.decision import RETENTION_DAYS, Decision
from orientation.geography.access import Access
from orientation.geography.gazetteer import Gazetteer
from orientation.geography.names import find_place
from orientation.grid import ComplexityGrid
from orientation.inquiry import Question, next_questions
from orientation.mapping import Mappings
from orientation.messages import Messages
from orientation.policy import Policy
from orientation.ranking.reasons import Labels
from orientation.record import ImportReport
from orientation.recording import decision_of
from orientation.reference.access import load_access
from orientation.reference.catalogues import load_messages
from orientation.reference.folder import data_folder
from orientation.reference.gazetteer import load_gazetteer
from orientation.reference.grids import load_grids
from orientation.reference.lexicon import load_reader
from orientation.reference.mappings import load_mappings, load_specialties
from orientation.reference.merging import load_merge_rules
from orientation.reference.names import load_aliases
from orientation.reference.policies import Policies, load_policies
from orientation.reference.reading import how_entries_are_read
from orientation.reference.serafin import load_serafin
from orientation.reference.tables import load_tables
from orientation.reference.territories import load_territories
from orientation.reference.vocabularies import load_vocabulary
from orientation.refusal import Refused
from orientation.resource import Resource
from orientation.routing import ADDRESS_VARIABLE as ROUTING_VARIABLE
from orientation.routing import router_at
from orientation.selection import Selection
from orientation.store import decisions
from orientation.store.engine import ADDRESS_VARIABLE, engine, migrate
from orientation.store.importing import import_extract
from orientation.store.linking import linked_state, save_links, to_link
from orientation.store.read import fetch
from orientation.store.snapshot import LiveDirectory
from orientation.table import TableDescription
from orientation.territory import Place, Territory
from orientation.vocabulary import Vocabulary

PROGRESS_EVERY = 20_000
# How many days decisions are kept. Recording is off while nobody has said it.
KEPT_DAYS_VARIABLE = "ORIENTATION_DECISIONS_KEPT_DAYS"
# In the order they are imported: the file whose numbers others complete comes first.
DEMONSTRATION = ("finess", "ror", "data-inclusion", "carnet-equipe")


if TYPE_CHECKING:
    from orientation.directory.linking.learning import Fit
    from orientation.directory.linking.model import Weights


class Workplace:
    """One directory and one set of data files, shared by everything that runs in a process."""

    def __init__(self, address: str | None = None, language: str = "fr") -> None:
        self._address = address or os.environ.get(ADDRESS_VARIABLE) or None
        self._language = language

    @classmethod
    def on_demonstration(cls, folder: Path) -> "Workplace":
        """A directory of its own in a folder, holding the demonstration: what notebooks and tests run on."""
        place = cls(f"sqlite:///{folder / 'demonstration.sqlite'}")
        for source, files in place.demonstration():
            place.load(source, files)
        return place

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return load_vocabulary()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return load_gazetteer()

    @cached_property
    def messages(self) -> Messages:
        return load_messages(self._language)

    @cached_property
    def territories(self) -> Mapping[str, Territory]:
        return load_territories()

    @cached_property
    def grids(self) -> Mapping[str, ComplexityGrid]:
        return load_grids(vocabulary=self.vocabulary)

    @cached_property
    def policies(self) -> Policies:
        return load_policies(vocabulary=self.vocabulary)

    @cached_property
    def mappings(self) -> Mappings:
        return load_mappings()

    @cached_property
    def serafin(self) -> SerafinTree:
        return load_serafin(self.vocabulary)

    @cached_property
    def tables(self) -> Mapping[str, TableDescription]:
        return load_tables(self.vocabulary)

    @cached_property
    def reader(self) -> Reader:
        return load_reader(self.vocabulary, self.gazetteer)

    @cached_property
    def engine(self) -> Engine:
        opened = engine(self._address, folder=data_folder())
        migrate(opened)
        return opened

    @cached_property
    def live(self) -> LiveDirectory:
        """The directory as it is searched, following what other processes import."""
        return LiveDirectory(self.engine, self._snapshots, self.vocabulary, self.gazetteer, load_aliases())

    @property
    def _snapshots(self) -> Path:
        """Beside a SQLite file, so that each database has its own; in data/ for a server."""
        file = self.engine.url.database
        beside = self.engine.dialect.name == "sqlite" and file and file != ":memory:"
        return Path(file).with_suffix(".snapshot") if beside and file else data_folder() / "snapshot"

    @property
    def world(self) -> World:
        """What the assistant is handed: one state of the directory, whatever is imported meanwhile."""
        return World(
            gazetteer=self.gazetteer,
            territories=self.territories,
            grids=self.grids,
            policy=self._policy,
            columns=self.live.current().columns,
            fetch=self.fetch,
            labels=self._labels,
            access=self._access,
            drive=self._drive,
        )

    @cached_property
    def _drive(self) -> Drive | None:
        """None unless the operator named a routing server."""
        address = os.environ.get(ROUTING_VARIABLE)
        return router_at(address).minutes if address else None

    @cached_property
    def _policy(self) -> Callable[[str, date], Policy]:
        return lru_cache(maxsize=64)(self.policies.on)

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self.vocabulary, self.gazetteer, self._language, load_specialties())

    @cached_property
    def _access(self) -> Callable[[date], Access]:
        return lru_cache(maxsize=8)(lambda day: load_access(day, self.gazetteer))

    def fetch(self, ids: Sequence[str]) -> list[Resource]:
        return fetch(self.engine, ids)

    def named(self, typed: str, commune: str | None = None, limit: int = 10) -> list[tuple[Resource, float]]:
        """Resources whose name looks most like what was typed, likest first, with a likeness from 0 to 1."""
        code = None if commune is None else (place.code if (place := self.place_of(commune).commune) else None)
        found = {match.id: match.likeness for match in self.live.current().find(typed, commune=code, limit=limit)}
        return [(resource, found[resource.id]) for resource in self.fetch(list(found))]

    def questions(self, read: Understanding, day: date, territory: str | None = None) -> tuple[Question, ...]:
        """What is worth asking back, given the directory as it is."""
        case = case_of(read, self.gazetteer, day)
        suggested = [need.id for need in read.suggestions]
        rules = rules_for(case, self.world, territory)
        return next_questions(
            case,
            self.world,
            rules,
            read.commune_candidates,
            suggested,
            urgent=bool(read.emergencies),
            danger=read.danger_to_confirm,
        )

    def load(
        self, source: str, files: Sequence[Path], *, full: bool = False, progress: Callable[[str], None] | None = None
    ) -> ImportReport:
        """One extract, one transaction. Raises Refused for a file that is not of that source."""
        # Readers bring the libraries of every format: only an import waits for them.
        from orientation.sources.reading import Context
        from orientation.sources.registry import read_extract

        now = datetime.now(UTC)
        context = Context(self.gazetteer, self.mappings, now.date(), self.vocabulary, how_entries_are_read())
        return import_extract(
            self.engine,
            source,
            read_extract(source, files, context, self.tables),
            rules=load_merge_rules(),
            now=now,
            files=files,
            full=full,
            quarantine_dir=self._snapshots.parent / "quarantine",
            progress=_every(PROGRESS_EVERY, source, progress) if progress else None,
        )

    def link(self, progress: Callable[[str], None] | None = None) -> None:
        """Find the records that describe one service, and merge them, when records or what compares them changed since it was last done."""
        # What compares millions of texts is loaded for that only.
        from orientation.directory.linking.link import link
        from orientation.reference.linking import load_linking

        data = load_linking()
        linked = self._linked.read_text() if self._linked.is_file() else None
        found = to_link(self.engine, self._towns, data.version, linked)
        if found is not None:
            links = link(found.said, data, found.decided, progress)
            save_links(self.engine, links, rules=load_merge_rules(), now=datetime.now(UTC), replace_all=True)
            self._linked.write_text(linked_state(self.engine, found.read))

    def learn_to_link(self, day: date) -> "tuple[Weights, Fit]":
        """Weights that decisions on pairs make of those in force, and what they bring on decisions they did not learn from.

        Raises Refused when too few decisions were made. Nothing is applied.
        """
        from orientation.directory.linking.learning import learnt_and_checked
        from orientation.directory.linking.link import asked
        from orientation.reference.linking import load_linking

        data = load_linking()
        found = to_link(self.engine, self._towns, data.version)
        assert found is not None
        return learnt_and_checked(asked(found.said, data, found.decided), data.weights, day)

    @property
    def _linked(self) -> Path:
        """What the last linking worked with, beside the snapshots: losing it only costs another linking."""
        return self._snapshots.with_name(f"{self._snapshots.stem}.sqlite.linked")

    @property
    def _towns(self) -> Mapping[str, str]:
        return {commune.code: commune.name for commune in self.gazetteer.communes}

    @cached_property
    def kept_days(self) -> int | None:
        """How many days decisions are kept; None: the operator has not switched recording on. Raises Refused for what is not days."""
        written = os.environ.get(KEPT_DAYS_VARIABLE, "").strip()
        if written in ("", "0"):
            return None
        if not written.isdecimal() or int(written) > RETENTION_DAYS:
            raise Refused(
                f"{KEPT_DAYS_VARIABLE} vaut « {written} » ; attendu : le nombre de jours pendant lesquels les décisions sont gardées, de 1 "
                f"à {RETENTION_DAYS}, ou 0 pour ne rien enregistrer. Corrigez la variable puis relancez."
            )
        return int(written)

    def record(self, found: Orientation, selection: Selection, why_tier: str | None, id: str, today: date) -> bool:
        """Keeps the decision under a random id, in place of what was kept under it before, when recording is on.

        False: it is off, or the database was busy.
        """
        if self.kept_days is None:
            return False
        return decisions.record(self.engine, decision_of(found, selection, why_tier, id), self.kept_days, today)

    def decisions(self, today: date) -> tuple[Decision, ...]:
        """Those recorded whose retention has not ended; the others are erased."""
        return decisions.recorded(self.engine, today)

    def demonstration(self) -> list[tuple[str, list[Path]]]:
        """The fictional directory, by source."""
        folder = data_folder() / "demo"
        return [(source, sorted(file for file in (folder / source).iterdir() if file.is_file())) for source in DEMONSTRATION]

    def place_of(self, written: str) -> Place:
        """A commune by its code or its name. Raises Refused when it is none, or several."""
        if self.gazetteer.commune(written.strip().upper()) is not None:
            return self.gazetteer.place(written)
        found = find_place(written, self.gazetteer)
        if found.commune is not None:
            return self.gazetteer.place(found.commune.code)
        if found.candidates:
            named = ", ".join(f"{one.name} ({one.code})" for one in found.candidates[:12])
            raise Refused(f"« {written} » peut désigner plusieurs communes : {named}. Donnez le code INSEE de la bonne.")
        return self.gazetteer.place(written)

    def known_publics(self, ids: Iterable[str]) -> frozenset[str]:
        """Raises Refused naming what is not a public of the vocabulary."""
        unknown = sorted(set(ids) - set(self.vocabulary.publics))
        if unknown:
            raise Refused(f"Public inconnu : {', '.join(unknown)}. Attendu parmi : {', '.join(self.vocabulary.publics)}.")
        return frozenset(ids)


def _every(count: int, source: str, progress: Callable[[str], None]) -> Callable[[int], None]:
    said = 0

    def tell(read: int) -> None:
        nonlocal said
        if read - said >= count:
            said = read
            progress(f"{source} : {read} entrées lues…")

    return tell
