"""What the linking reads of a record, column by column: who it is, where, how it is reached, what it does. Nothing else counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from orientation.record import SourceRecord
from orientation.resource import Resource

Pairs = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Described:
    """One list a field, one place a record; None or empty is unknown. `town`: the name of its commune.

    `contacts`: mails and sites. `identifiers`: (scheme, value). `ages`: lowest and highest, the highest None when there is none.
    A position known to be unreliable is left out.
    """

    key: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    organisation: list[str | None] = field(default_factory=list)
    categories: list[Sequence[str]] = field(default_factory=list)
    address: list[str | None] = field(default_factory=list)
    commune: list[str | None] = field(default_factory=list)
    town: list[str | None] = field(default_factory=list)
    lat: list[float | None] = field(default_factory=list)
    lon: list[float | None] = field(default_factory=list)
    phones: list[Sequence[str]] = field(default_factory=list)
    contacts: list[Sequence[str]] = field(default_factory=list)
    identifiers: list[Pairs] = field(default_factory=list)
    needs: list[Sequence[str]] = field(default_factory=list)
    specialties: list[Sequence[str]] = field(default_factory=list)
    ages: list[tuple[float, float | None] | None] = field(default_factory=list)
    psychiatric_sectors: list[Sequence[str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.key)

    @property
    def by_key(self) -> "Described":
        """The same, whatever order records came in."""
        order = sorted(range(len(self)), key=self.key.__getitem__)
        if order == [*range(len(self))]:
            return self
        return Described(**{one.name: [*map(getattr(self, one.name).__getitem__, order)] for one in fields(self)})


def described(records: Iterable[SourceRecord], towns: Mapping[str, str]) -> Described:
    """The same of records; those that only complete another are not compared. `towns`: names of communes by code."""
    said = Described()
    for record in records:
        if record.enriches is None:
            _add(said, record.key, record.source, record.resource, towns)
    return said


def _add(said: Described, key: str, source: str, one: Resource, towns: Mapping[str, str]) -> None:
    placed = one.position_is_reliable is not False
    said.key.append(key)
    said.source.append(source)
    said.name.append(one.name)
    said.organisation.append(one.organisation)
    said.categories.append(one.categories)
    said.address.append(one.address)
    said.commune.append(one.commune)
    said.town.append(towns.get(one.commune or ""))
    said.lat.append(one.lat if placed else None)
    said.lon.append(one.lon if placed else None)
    said.phones.append((one.phone, *one.other_phones) if one.phone else one.other_phones)
    said.contacts.append(tuple(filter(None, (one.email, one.website))))
    said.identifiers.append(tuple(sorted((each.scheme, each.value) for each in one.identifiers)))
    said.needs.append(tuple(one.needs))
    said.specialties.append(tuple(one.specialties))
    said.ages.append(None if one.ages is None else (one.ages.low, one.ages.high))
    said.psychiatric_sectors.append(one.psychiatric_sectors)
