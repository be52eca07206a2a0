"""Small pieces of HTML that several drawings share. Whatever comes from a record or from a person is escaped here."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from orientation.messages import dialled
from orientation.pages._data import say
from orientation.resource import Resource


def draw(html: str) -> None:
    """Everything drawn as HTML is under one class, so that styles touch nothing else."""
    st.html(f'<div class="o">{html}</div>')


def notice(kind: str, sentence: str, role: str = "status") -> None:
    draw(f'<p class="notice {kind}" role="{role}">{escape(sentence)}</p>')


def phone_link(number: str) -> str:
    return f'<a class="tel" href="tel:{escape(number, quote=True)}">{escape(dialled(number))}</a>'


def mail_link(address: str) -> str:
    return f'<a href="mailto:{escape(address, quote=True)}">{escape(address)}</a>'


def web_link(address: str) -> str:
    """A link only when it is one; anything else stays text."""
    parts = urlsplit(address if "//" in address else f"https://{address}")
    if parts.scheme not in ("http", "https") or "." not in parts.netloc:
        return escape(address)
    return f'<a href="{escape(parts.geturl(), quote=True)}" rel="noopener noreferrer" target="_blank">{escape(parts.netloc)}</a>'


def items(sentences: Iterable[str], kind: str = "list") -> str:
    return f'<ul class="{kind}">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ul>'


def folded(summary: str, html: str) -> str:
    """Closed until it is asked for, by mouse or keyboard, without asking the server."""
    return f"<details><summary>{escape(summary)}</summary>{html}</details>"


def call(resource: Resource) -> str:
    """The phone; failing that the mail, and the phone said to be missing either way."""
    if resource.phone:
        return phone_link(resource.phone)
    missing = f'<span class="none">{escape(say("plan-no-phone"))}</span>'
    return f"{missing}<br>{mail_link(resource.email)}" if resource.email else missing


def phone_or_nothing(number: str | None) -> str:
    return phone_link(number) if number else f'<span class="none">{escape(say("card-no-phone"))}</span>'
