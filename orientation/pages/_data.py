"""What pages read: opened once for all sessions of a process. The only place where pages cache anything."""

import os
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from orientation.case import Reason
from orientation.directory.merge_rules import MergeRules
from orientation.directory.trust import TrustNorms
from orientation.geography.sketch import Position, Sketch, sketch
from orientation.reference.merging import load_merge_rules, load_trust_norms
from orientation.refusal import Refused
from orientation.store.fiction import holds_fiction
from orientation.workplace import Workplace

LANGUAGE_VARIABLE = "ORIENTATION_LANGUAGE"
_HERE = Path(__file__).parent


@st.cache_resource(show_spinner=False)
def workplace() -> Workplace:
    """Shared by every session; it follows the database by itself when another process imports."""
    return Workplace(language=os.environ.get(LANGUAGE_VARIABLE, "fr"))


def get_ready() -> None:
    """Opens what the first answer needs, once, while somebody is still reading or typing."""
    place = workplace()
    _ = place.reader, place.gazetteer.names, place.world


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


@st.cache_resource(show_spinner=False, max_entries=200)
def map_of(places: tuple[Position, ...]) -> Sketch:
    """The communes around some places. Nothing of a person: positions of resources, and of a town hall."""
    return sketch(places, workplace().gazetteer)


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
