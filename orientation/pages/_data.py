"""What pages read: opened once for all sessions of a process. The only place where pages cache anything."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from orientation.case import Reason
from orientation.collector import set_aside_what_lives
from orientation.conversation.understanding import understand
from orientation.directory.merge_rules import MergeRules
from orientation.directory.trust import AgeTier, Trust, TrustNorms, counted_by_age, trust
from orientation.geography.sketch import Position, Sketch, sketch
from orientation.reference.merging import load_merge_rules, load_trust_norms
from orientation.refusal import Refused, Rejected
from orientation.resource import Resource
from orientation.store import decisions, reviewing
from orientation.store.fiction import holds_fiction
from orientation.store.journal import PastImport, SourceOverview, imports, rejections, sources_overview
from orientation.store.reporting import Doubtful, doubtful_resources
from orientation.store.reviewing import ReviewedPair, ReviewState
from orientation.store.sheet import RecordSheet, record_sheet
from orientation.workplace import Workplace

LANGUAGE_VARIABLE = "ORIENTATION_LANGUAGE"
CHECKED_DAYS, CHECKED, NAMED = 90, 30, 12
# A commune, one letter wrong: both ways of finding one are prepared.
_REHEARSAL = "84 ans, habite à Créteil, cherche une aide à domicile ; sa fille est à Vitri-sur-Seine"
Made = TypeVar("Made")
_HERE = Path(__file__).parent


@st.cache_resource(show_spinner=False)
def workplace() -> Workplace:
    """Shared by every session; it follows the database by itself when another process imports."""
    return Workplace(language=os.environ.get(LANGUAGE_VARIABLE, "fr"))


def get_ready() -> None:
    """Opens what the first answer needs, once, while somebody is still reading or typing."""
    place = workplace()
    _ = place.reader, place.gazetteer.names, place.world
    _rehearse()
    decisions.erase_ended(place.engine, date.today())


@st.cache_resource(show_spinner=False)
def _rehearse() -> None:
    """What is made of words and communes when they are first read is made by a request of ours; then all of it is set aside.

    Streamlit looks for garbage after every run of a page: among all that, it would take longer than the page.
    """
    understand(_REHEARSAL, workplace().reader, date.today())
    set_aside_what_lives()


def forget_decision(id: str) -> None:
    decisions.erase(workplace().engine, id=id)


def say(id: str, **values: object) -> str:
    """A sentence of the catalogue, in the language of the pages."""
    return workplace().messages.text(id, **values)


def told(reason: Reason) -> str:
    return workplace().messages.render(reason)


def holds_demonstration() -> bool:
    """False too while there is no directory to look into: the page itself then says so."""
    try:
        return _holds_fiction(workplace().live.current().version)
    except (Refused, SQLAlchemyError):
        return False


def check_directory() -> None:
    """Raises Refused, saying what to do, when there is nothing to search yet."""
    if not len(workplace().live.current().columns):
        raise Refused(say("frame-empty-directory"))


@st.cache_resource(show_spinner=False, max_entries=4)
def _holds_fiction(version: str) -> bool:
    return holds_fiction(workplace().engine)


def last_of_session(name: str, key: object, make: Callable[[], Made]) -> Made:
    """What was made last in this session when it was from the same key: keeping a proposal does not search again."""
    held = st.session_state.get(name)
    if held is None or held[0] != key:
        held = st.session_state[name] = (key, make())
    made: Made = held[1]
    return made


@st.cache_resource(show_spinner=False, max_entries=200)
def map_of(places: tuple[Position, ...]) -> Sketch:
    """The communes around some places. Nothing of a person: positions of resources, and of a town hall."""
    return sketch(places, workplace().gazetteer)


def sheet(id: str) -> RecordSheet | None:
    """Everything known of a resource; None when the directory no longer has it."""
    return record_sheet(workplace().engine, id, merge_rules())


def trust_of(found: RecordSheet, day: date) -> Trust:
    return trust(found.merged, day, trust_norms())


def to_check(day: date) -> list[Doubtful]:
    """Records worth a call, among those proposed lately."""
    since = day - timedelta(days=CHECKED_DAYS)
    return doubtful_resources(workplace().engine, since, day, rules=merge_rules(), norms=trust_norms(), limit=CHECKED)


def named(text: str, commune: str | None) -> list[Resource]:
    """Resources whose name is close to what is typed, the closest first."""
    place = workplace()
    return place.fetch([match.id for match in place.live.current().find(text, commune=commune, limit=NAMED)])


def sources(day: date) -> list[SourceOverview]:
    return sources_overview(workplace().engine, day)


def imports_of(source: str) -> list[PastImport]:
    return imports(workplace().engine, source)


def refused(import_id: int) -> list[Rejected]:
    return rejections(workplace().engine, import_id)


def quarantine(path: str | None) -> bytes | None:
    """The file of what an import refused; None when there is none, or when it stands on another machine."""
    file = Path(path) if path else None
    return file.read_bytes() if file and file.is_file() else None


def ages(day: date) -> Mapping[AgeTier, int]:
    """How many resources there are of each age."""
    columns = workplace().live.current().columns
    return counted_by_age(columns.standings["updated_on"][columns.standing], day, trust_norms())


@dataclass(frozen=True, slots=True)
class SourceDescribed:
    label: str
    reference: str = ""
    licence: str = ""


def source_described(source: str) -> SourceDescribed:
    """What a source is: a table says it in its description, the national directories in the catalogue."""
    table = workplace().tables.get(source)
    if table is not None:
        return SourceDescribed(table.label, table.reference, table.licence)
    known = f"source-label-{source}" in workplace().messages.templates
    return (
        SourceDescribed(*(say(f"source-{part}-{source}") for part in ("label", "reference", "licence")))
        if known
        else SourceDescribed(source)
    )


def review_state() -> ReviewState:
    return reviewing.review_state(workplace().engine)


def pair_to_review(skipping: int) -> ReviewedPair | None:
    """The next pair that waits for a person, after those put off; the first again once all were."""
    for passed in dict.fromkeys((skipping, 0)):
        found = reviewing.pairs_to_review(workplace().engine, 1, passed)
        if found:
            return found[0]
    return None


def pairs_decided(at_most: int) -> list[ReviewedPair]:
    return reviewing.pairs_decided(workplace().engine, at_most)


@st.cache_resource(show_spinner=False)
def merge_rules() -> MergeRules:
    return load_merge_rules()


@st.cache_resource(show_spinner=False)
def trust_norms() -> TrustNorms:
    return load_trust_norms()


@st.cache_resource(show_spinner=False)
def asset(name: str) -> str:
    """A style or a script of this folder."""
    return (_HERE / name).read_text(encoding="utf-8")
