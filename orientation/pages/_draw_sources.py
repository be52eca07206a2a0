"""The sources of the directory: what each is, what its imports did, and what they refused."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from orientation.directory.trust import AgeTier
from orientation.pages import _data
from orientation.pages._data import say
from orientation.pages._markup import draw, escape
from orientation.refusal import Rejected
from orientation.store.journal import PastImport, SourceOverview

AGES: tuple[AgeTier, ...] = ("recent", "a-verifier", "ancien", "inconnu")
REFUSED_SHOWN = 100


def overview(found: Sequence[SourceOverview]) -> None:
    head = _head("source", "records", "closed", "newest", "last", "refused")
    rows = "".join(_source(one) for one in found)
    draw(f'<h2>{escape(say("sources-held"))}</h2><div class="wide"><table class="sheet stack">{head}<tbody>{rows}</tbody></table></div>')


def _source(one: SourceOverview) -> str:
    what = _data.source_described(one.source)
    under = " · ".join(escape(part) for part in (what.reference, what.licence) if part)
    newest = escape(say("record-day", day=one.newest)) if one.newest else escape(say("record-unknown"))
    last = escape(say("sources-at", day=one.last.at.date(), files=[file.name for file in one.last.files]))
    return (
        f'<tr><th scope="row">{escape(what.label)}<br><span class="soft light">{under}</span></th>'
        f'<td class="number">{_counted(one.records)}</td><td class="number">{_counted(one.closed)}</td><td>{newest}</td><td>{last}</td>'
        f'<td class="number">{_counted(one.last.report.rejected)}</td></tr>'
    )


def ages(counts: Mapping[AgeTier, int]) -> None:
    """How old the records of open resources are, in words and as a bar."""
    total = sum(counts.values()) or 1
    rows = "".join(
        f'<tr><th scope="row">{escape(say(f"sources-age-{tier}"))}</th><td class="number">{_counted(counts[tier])}</td>'
        f'<td style="width:55%"><span class="weight" style="width:{100 * counts[tier] / total:.1f}%"></span></td></tr>'
        for tier in AGES
    )
    draw(f'<h2>{escape(say("sources-ages"))}</h2><table class="sheet"><tbody>{rows}</tbody></table>')


def imports(source: str, past: Sequence[PastImport]) -> None:
    """Each import of a source, the last first: its counts add up to what was read."""
    head = _head("day", "files", "read", "created", "updated", "unchanged", "closed", "refused", "absent")
    rows = "".join(_import(one) for one in past)
    draw(f'<div class="wide"><table class="sheet">{head}<tbody>{rows}</tbody></table></div>')
    for one in past:
        if one.report.rejected:
            _refusals(source, one)


def _import(one: PastImport) -> str:
    report = one.report
    counts = (report.read, report.created, report.updated, report.unchanged, report.closed, report.rejected, report.closed_by_absence)
    numbers = "".join(f'<td class="number">{_counted(count)}</td>' for count in counts)
    files = "<br>".join(escape(file.name) for file in one.files)
    full = f" ({escape(say('sources-full'))})" if one.full else ""
    return f'<tr><th scope="row">{escape(say("record-day", day=one.at.date()))}{full}</th><td>{files}</td>{numbers}</tr>'


def _refusals(source: str, one: PastImport) -> None:
    found = _data.refused(one.id)
    draw(f"<h3>{escape(say('sources-refused', n=one.report.rejected, day=one.at.date()))}</h3>{_refused_table(found[:REFUSED_SHOWN])}")
    if len(found) > REFUSED_SHOWN:
        st.caption(say("sources-refused-more", shown=REFUSED_SHOWN, n=len(found)))
    quarantine = _data.quarantine(one.report.quarantine)
    if quarantine is not None:
        st.download_button(
            say("sources-quarantine"),
            quarantine,
            file_name=f"{source}-{one.id}.jsonl",
            mime="application/x-ndjson",
            icon=":material/download:",
            on_click="ignore",
            key=f"quarantine-{one.id}",
        )


def _refused_table(found: Sequence[Rejected]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.file)}</td><td class='number'>{'' if one.line is None else one.line}</td><td>{escape(one.field or '')}</td>"
        f"<td>{escape((one.value or '')[:120])}</td><td>{escape(one.reason)}</td></tr>"
        for one in found
    )
    head = _head("file", "line", "field", "value", "reason")
    return f'<div class="wide"><table class="sheet stack">{head}<tbody>{rows}</tbody></table></div>'


def _head(*names: str) -> str:
    columns = "".join(f"<th>{escape(say(f'sources-column-{name}'))}</th>" for name in names)
    return f"<thead><tr>{columns}</tr></thead>"


def _counted(number: int) -> str:
    """
    >>> _counted(12345)
    '12\\u202f345'
    """
    return f"{number:,}".replace(",", "\u202f")


def as_of(day: date, version: str) -> None:
    draw(f'<p class="versions">{escape(say("sources-as-of", day=day, version=version))}</p>')
