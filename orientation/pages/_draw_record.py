"""One record: what it says field by field, where each value comes from, what disagrees, what happened to it, what users reported."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from orientation.directory.provenance import Stated
from orientation.directory.reports import FieldReport
from orientation.directory.trust import FieldTrust, Trust, field_trust
from orientation.messages import dialled
from orientation.opening import week_said
from orientation.pages import _data
from orientation.pages._data import say, told, workplace
from orientation.pages._draw_card import address_of, freshness, hours_said, places_said, price_said, reached
from orientation.pages._markup import draw, escape, folded, items
from orientation.ranking.reasons import ages_said
from orientation.resource import AgeRange, Identifier, Places, Price, Resource
from orientation.store.history import Happening
from orientation.store.sheet import RecordSheet
from orientation.territory import CatchmentArea

# The order a person reads them in; what is not here is either shown with another field or of no use to a reader.
FIELDS = (
    "name", "organisation", "categories", "needs", "specialties", "publics", "ages", "sex", "modes", "catchment", "psychiatric_sectors",
    "address", "commune", "phone", "other_phones", "email", "website", "hours", "prices", "places", "capacity", "admission",
    "languages", "accessible", "description", "opened_on", "closed_on", "identifiers",
)  # fmt: skip
NAMED_AREAS = 12


def head(resource: Resource, judged: Trust, day: date) -> None:
    closed = "" if resource.is_open(day) else f'<p class="none">{escape(say("record-closed", day=resource.closed_on))}</p>'
    by = " · ".join(escape(part) for part in (resource.organisation, *resource.categories[:2]) if part)
    draw(
        f'<h2>{escape(resource.name)}</h2><p class="soft">{by}</p>{closed}<p class="reach">{" ".join(reached(resource))}</p>'
        f"<p>{escape(address_of(resource))}</p><p>{freshness(resource, day)} {places_said(resource)}</p>{_trust(judged)}"
    )


def _trust(judged: Trust) -> str:
    if not judged.reasons:
        return f'<p class="soft">{escape(say("record-trusted"))}</p>'
    missing = [say(f"field-{name}") for name in judged.missing]
    said = [*map(told, judged.reasons), *([say("record-missing", fields=missing)] if missing else [])]
    return f"<h3>{escape(say('record-doubts'))}</h3>{items(said)}"


def fields(sheet: RecordSheet, day: date) -> None:
    """A line a field: the value, its source and date, the values that other records give, what users said of it; then what nobody says."""
    head = "".join(f"<th>{escape(say(f'record-column-{name}'))}</th>" for name in ("field", "value", "source"))
    drawn = {name: _row(name, sheet, day) for name in FIELDS}
    unsaid = [say(f"field-{name}") for name, row in drawn.items() if row is None]
    last = f'<tr><th scope="row">{escape(say("record-unsaid"))}</th><td class="soft" colspan="2">{escape(", ".join(unsaid))}</td></tr>'
    rows = "".join(row for row in drawn.values() if row) + (last if unsaid else "")
    table = f'<table class="sheet stack"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    draw(f"<h2>{escape(say('record-fields'))}</h2>{table}")


def _row(name: str, sheet: RecordSheet, day: date) -> str | None:
    """None when no record states it and nobody said anything of it."""
    found = field_trust(sheet.merged, name, day, _data.trust_norms())
    value = said_of(getattr(sheet.resource, name))
    others = "".join(_other(stated, name) for stated in found.provenance.others) if found.provenance else ""
    reports = "".join(_report(one) for one in sheet.merged.reports if one.field == name)
    if value is None and not others and not reports:
        return None
    shown = escape(value or say("record-unknown"))
    return (
        f'<tr{" class=differs" if others or reports else ""}><th scope="row">{escape(say(f"field-{name}"))}</th>'
        f'<td>{shown}{others}{reports}</td><td class="from">{_source(found)}</td></tr>'
    )


def _source(found: FieldTrust) -> str:
    if found.provenance is None:
        return ""
    stated = dict.fromkeys(_stated_by(one) for one in found.provenance.taken)
    reason = (
        f'<br><span class="soft">{escape(found.provenance.reason)}</span>' if found.provenance.others and found.provenance.reason else ""
    )
    return "<br>".join(map(escape, stated)) + reason


def _stated_by(one: Stated) -> str:
    return source_said(one.record, one.updated_on)


def source_said(key: str, updated_on: date | None) -> str:
    """The source by the name people know, the record's number there, and its date."""
    source, _, number = key.partition(":")
    id = "record-source-dated" if updated_on else "record-source"
    return say(id, source=_data.source_described(source).label, record=number, day=updated_on)


def _other(stated: Stated, name: str) -> str:
    value = stated.value.get(name) if isinstance(stated.value, Mapping) else stated.value
    said = say("record-other", value=said_of(value) or say("record-unknown"), by=_stated_by(stated))
    return f'<br><span class="soft">{escape(said)}</span>'


def _report(one: FieldReport) -> str:
    parts = [part for part in (one.text, say("record-proposed", value=one.proposed) if one.proposed else "") if part]
    said = say("record-reported", day=one.day, state=say(f"report-{one.state}"), what=" ".join(parts))
    return f'<br><b class="none">{escape(said)}</b>'


def said_of(value: object) -> str | None:
    """A value as people write it; None: the record does not say."""
    match value:
        case None | "" | ():
            return None
        case frozenset() if not value:
            return None
        case bool():
            return say("chip-yes" if value else "chip-no")
        case date():
            return say("record-day", day=value)
        case AgeRange():
            return told(ages_said(value))
        case Places():
            return say("record-places", free=value.free, day=value.as_of) if value.as_of else say("record-places-undated", free=value.free)
        case CatchmentArea():
            return _areas(value)
        case tuple() | frozenset():
            return _listed(value)
    return _word(str(value))


def _listed(values: Iterable[object]) -> str:
    return ", ".join(sorted(_item(value) for value in values)) if isinstance(values, frozenset) else ", ".join(map(_item, values))


def _item(value: object) -> str:
    if isinstance(value, Price):
        return price_said(value)
    if isinstance(value, Identifier):
        return f"{value.scheme} {value.value}"
    return _word(str(value))


def _word(value: str) -> str:
    """Ids of the vocabulary by their labels, phones as they are dialled, hours in words, communes by name."""
    vocabulary = workplace().vocabulary
    if value in vocabulary.needs:
        return vocabulary.needs[value].label_fr
    if value in vocabulary.publics:
        return vocabulary.publics[value].label_fr
    if value in ("sur-place", "a-domicile", "a-distance"):
        return say(f"mode-{value}")
    if value.startswith("+") and value[1:].isdigit():
        return dialled(value)
    if week_said(value):
        return hours_said(value)
    commune = workplace().gazetteer.commune(value) if len(value) == 5 else None
    return f"{commune.name} ({value})" if commune else value


def _areas(catchment: CatchmentArea) -> str:
    labels = workplace().world.labels
    named = [area if isinstance(area := labels.area(one), str) else told(area) for one in catchment.areas[:NAMED_AREAS]]
    left = len(catchment.areas) - len(named)
    return ", ".join(named) + (f" {say('record-more-areas', n=left)}" if left else "")


def history(sheet: RecordSheet) -> None:
    """When each record was first and last listed, and what changed from one import to the next."""
    seen = [
        say("record-seen", record=one.record.key, first=one.first_seen.date(), last=one.last_seen.date())
        + (f" {say('record-absent', day=one.closed_by_absence_on)}" if one.closed_by_absence_on else "")
        for one in sheet.records
    ]
    changes = "".join(_happening(one) for one in reversed(sheet.history)) or f'<p class="soft">{escape(say("record-no-change"))}</p>'
    draw(f"<h2>{escape(say('record-history'))}</h2>{items(seen)}{changes}")


def _happening(one: Happening) -> str:
    said = [say("record-change", field=_field(name), before=_short(before), after=_short(after)) for name, (before, after) in _told(one)]
    return folded(say(f"happening-{one.kind}", day=one.day, record=one.record), items(said))


def _told(one: Happening) -> Iterator[tuple[str, tuple[object, object]]]:
    """Changes of fields people know; raw fields are kept for whoever maintains the source."""
    return ((name, pair) for name, pair in one.changes.items() if not name.startswith("raw."))


def _field(name: str) -> str:
    return say(f"field-{name}") if name in FIELDS else name


def _short(value: object) -> str:
    written = say("record-unknown") if value is None else str(value)
    return written if len(written) <= 80 else f"{written[:79]}…"
