"""Records made ready to be compared: text cut and normalised once, everything else as numbers. Always in the order of their keys."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orientation.directory.linking.addresses import Addresses, addresses_of
from orientation.directory.linking.described import Described
from orientation.directory.linking.names import Bits, Names, Texts, bits_of, names_of, numbered, spelt_out
from orientation.directory.linking.tokens import Codes, Words, cut, distinct
from orientation.directory.linking.words import LinkingWords

_MOST = 3
# A name borne in so few communes is no common one, however small the source.
_A_FEW = 5
_SITE = re.compile(r"^(https?://)?(www\.)?|/+$")

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Marks:
    """Values several of which one record may bear, and that records share (phones, identifiers): `value[record]`, -1 where there is
    none. `bearers`: for each value, how many records of one source bear it at most, because a switchboard's or a head office's is
    not a service's."""

    value: Codes
    bearers: Codes

    @property
    def stated(self) -> NDArray[np.bool_]:
        return self.value[:, 0] >= 0


@dataclass(frozen=True, eq=False)
class Entries:
    """`source`: a number for each source, in `sources`. Bits and codes: 0 is unknown; positions, ages: NaN is unknown.

    `spread`: the share of a source's records (0 to 1, of the source where it is largest) whose name has just the same words of its own,
    in different communes: what says much of "Les Érables d'avril" says little of "Accompagnement social".
    """

    said: Described
    source: Codes
    sources: tuple[str, ...]
    names: Names
    spread: Numbers
    organisation: Texts
    addresses: Addresses
    commune: Codes
    lat: Numbers
    lon: Numbers
    phones: Marks
    contacts: Marks
    identifiers: dict[str, Marks]
    needs: Bits
    categories: Codes
    specialties: Bits
    age_low: Numbers
    age_high: Numbers
    psychiatric_sector: Codes

    def __len__(self) -> int:
        return len(self.said)


def entries_of(said: Described, words: LinkingWords) -> Entries:
    """Raises ValueError when two records have one key."""
    said = said.by_key
    if any(one == other for one, other in zip(said.key, said.key[1:], strict=False)):
        raise ValueError("two records have one key")
    known = Words()
    towns, owners = cut(said.town, known), spelt_out(cut(said.organisation, known), words)
    labels = [label for one in said.categories for label in one]
    labelled = np.repeat(np.arange(len(said)), [len(one) for one in said.categories])
    sources = tuple(sorted(set(said.source)))
    source = np.searchsorted(sources, said.source).astype(np.int64) if len(said) else np.zeros(0, np.int64)
    schemes = sorted({scheme for one in said.identifiers for scheme, _ in one})
    lat, lon = _positions(said.lat, said.lon)
    commune = numbered([one or "" for one in said.commune])
    names = names_of(cut(said.name, known), towns, cut(labels, known), labelled, words)
    return Entries(
        said=said,
        source=source,
        sources=sources,
        names=names,
        spread=_spread(names.own, source, commune),
        organisation=owners.sorted.texts,
        addresses=addresses_of(cut(said.address, known), towns, words),
        commune=commune,
        lat=lat,
        lon=lon,
        phones=marks(said.phones, source),
        contacts=marks([[_SITE.sub("", contact.lower()) for contact in one] for one in said.contacts], source),
        identifiers={
            scheme: marks([[value for name, value in one if name == scheme] for one in said.identifiers], source) for scheme in schemes
        },
        needs=bits_of(said.needs),
        categories=numbered(["|".join(sorted(one)) for one in said.categories]),
        specialties=bits_of(said.specialties),
        age_low=np.array([np.nan if one is None else one[0] for one in said.ages], float),
        age_high=np.array([np.nan if one is None else np.inf if one[1] is None else one[1] for one in said.ages], float),
        psychiatric_sector=numbered(["|".join(sorted(one)) for one in said.psychiatric_sectors]),
    )


def _spread(own: Texts, source: Codes, commune: Codes) -> Numbers:
    name = numbered(own)
    sources = int(source.max(initial=0)) + 1
    in_source = name * sources + source
    borne = distinct(in_source * (int(commune.max(initial=0)) + 1) + commune) // (int(commune.max(initial=0)) + 1)
    communes = np.bincount(borne, minlength=int(in_source.max(initial=0)) + 1)
    share = (
        np.where(communes > _A_FEW, communes, 0) / np.maximum(1, np.bincount(source, minlength=sources))[np.arange(len(communes)) % sources]
    )
    most = np.zeros(int(name.max(initial=0)) + 1)
    np.maximum.at(most, np.arange(len(share)) // sources, share)
    return most[name]


def _positions(lat: Sequence[float | None], lon: Sequence[float | None]) -> tuple[Numbers, Numbers]:
    """A position half known is unknown."""
    found = np.array(lat, float), np.array(lon, float)
    half = np.isnan(found[0]) | np.isnan(found[1])
    return np.where(half, np.nan, found[0]), np.where(half, np.nan, found[1])


def marks(values: Sequence[Collection[str]], source: Codes) -> Marks:
    """The first values of each record, in their order, by number; an empty one is none."""
    kept = [one if len(one) < 2 else [*dict.fromkeys(one)][:_MOST] for one in values]
    row = np.repeat(np.arange(len(values)), [*map(len, kept)])
    number = numbered([value for one in kept for value in one]) - 1
    place = np.arange(len(row)) - np.searchsorted(row, row)
    value = np.full((len(values), int(place.max(initial=0)) + 1), -1, np.int64)
    value[row, place] = number
    sources, stated = int(source.max(initial=0)) + 1, number >= 0
    counts = np.bincount(number[stated] * sources + source[row[stated]], minlength=sources * (int(number.max(initial=-1)) + 1))
    return Marks(value, counts.reshape(-1, sources).max(axis=1))
