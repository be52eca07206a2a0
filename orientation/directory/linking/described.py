"""What the linking reads of a record, column by column: who it is, where, how it is reached, what it does. Nothing else counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from orientation.record import SourceRecord
from orientation.resource_json import Json, resource_to_json

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

    def add(self, key: str, source: str, told: Json, towns: Mapping[str, str]) -> None:
        """One record more. `told`: its resource as `resource_json` writes it, where what is unknown is left out."""
        placed = told.get("position_is_reliable") is not False
        commune, phone, ages = told.get("commune"), told.get("phone"), told.get("ages")
        self.key.append(key)
        self.source.append(source)
        self.name.append(told["name"])
        self.organisation.append(told.get("organisation"))
        self.categories.append(told.get("categories", ()))
        self.address.append(told.get("address"))
        self.commune.append(commune)
        self.town.append(towns.get(commune or ""))
        self.lat.append(told.get("lat") if placed else None)
        self.lon.append(told.get("lon") if placed else None)
        self.phones.append([*((phone,) if phone else ()), *told.get("other_phones", ())])
        self.contacts.append([contact for contact in (told.get("email"), told.get("website")) if contact])
        self.identifiers.append(tuple((scheme, value) for scheme, value in told.get("identifiers", ())))
        self.needs.append(told.get("needs", ()))
        self.specialties.append(told.get("specialties", ()))
        self.ages.append(None if ages is None else (ages[0], ages[1]))
        self.psychiatric_sectors.append(told.get("psychiatric_sectors", ()))

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
            said.add(record.key, record.source, resource_to_json(record.resource), towns)
    return said
