"""Two records side by side, what differs in view, and the decision a person takes."""

from orientation.directory.side_by_side import Line, apart_km, side_by_side
from orientation.pages._data import say
from orientation.pages._draw_record import said_of, source_said
from orientation.pages._markup import draw, escape, items
from orientation.record import SourceRecord
from orientation.store.reviewing import ReviewedPair


def pair(found: ReviewedPair) -> None:
    lines = side_by_side(found.a.resource, found.b.resource)
    head = "".join(
        f"<th>{part}</th>" for part in (escape(say("review-field")), _entry(found.a), _entry(found.b), escape(say("review-same")))
    )
    rows = "".join(_line(line) for line in lines)
    table = f'<div class="wide"><table class="sheet pair"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    draw(_likeness(found) + table)


def _entry(record: SourceRecord) -> str:
    return escape(source_said(record.key, record.updated_on))


def _likeness(found: ReviewedPair) -> str:
    km = apart_km(found.a.resource, found.b.resource)
    said = [] if km is None else [say("review-apart", km=km)]
    link = found.pair.link
    if link is not None:
        said = [say("review-probability", percent=round(100 * link.probability)), *said, *link.reasons]
    return items(said)


def _line(line: Line) -> str:
    values = "".join(f"<td>{escape(said_of(value) or say('record-unknown'))}</td>" for value in (line.a, line.b))
    differs = ' class="differs"' if line.agreement == "different" else ""
    verdict = escape(say(f"agreement-{line.agreement}"))
    return f'<tr{differs}><th scope="row">{escape(say(f"field-{line.field}"))}</th>{values}<td>{verdict}</td></tr>'


def decision(found: ReviewedPair) -> None:
    """What was decided of a pair, in one line."""
    settled = found.pair.decision
    if settled is None:
        return
    said = say("review-was", verdict=say(f"verdict-{settled.verdict}"), day=settled.at.date(), by=settled.by)
    names = (
        f"<b>{escape(found.a.resource.name)}</b> ({escape(found.a.key)}) · <b>{escape(found.b.resource.name)}</b> ({escape(found.b.key)})"
    )
    draw(f'<p>{names}<br><span class="soft">{escape(said)}</span></p>')
