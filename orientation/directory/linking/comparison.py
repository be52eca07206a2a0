"""Two records side by side: what is the same, what differs, what is unknown. One function a comparison, on columns of pairs.

Each gives, for each pair, a place in `model.FINDINGS`; none depends on which record comes first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from orientation.directory.linking.blocking import Candidates
from orientation.directory.linking.entries import Entries, Marks
from orientation.directory.linking.model import ADDRESSES, DISTANCES, FINDINGS, Cuts
from orientation.directory.linking.names import Bits, Texts
from orientation.directory.linking.tokens import Codes, Mask
from orientation.geography.distance import distance_km

Findings = Mapping[str, NDArray[np.int8]]
_CHUNK = 400_000


def compared(entries: Entries, pairs: Candidates, cuts: Cuts) -> Findings:
    """What every comparison finds of every pair."""
    found: dict[str, list[NDArray[np.int8]]] = {name: [] for name in FINDINGS}
    for start in range(0, max(1, len(pairs)), _CHUNK):
        chunk = _Pairs(entries, pairs.where(np.arange(start, min(len(pairs), start + _CHUNK))), cuts)
        for name, compare in COMPARISONS.items():
            found[name].append(compare(chunk))
    return {name: np.concatenate(parts) for name, parts in found.items()}


@dataclass(frozen=True, eq=False)
class _Pairs:
    entries: Entries
    at: Candidates
    cuts: Cuts

    def both(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return values[self.at.left], values[self.at.right]

    @property
    def within(self) -> Mask:
        one, other = self.both(self.entries.source)
        return one == other


def likeness(one: Texts, other: Texts, scorer: Callable[..., float]) -> NDArray[np.float32]:
    """0 to 100; 0 where one is empty."""
    found = cpdist(one, other, scorer=scorer, workers=-1, dtype=np.float32) if len(one) else np.zeros(0, np.float32)
    return np.where((one == "") | (other == ""), np.float32(0), found)


def first_of(name: str, conditions: Sequence[tuple[str, Mask]], otherwise: str) -> NDArray[np.int8]:
    """The first finding whose condition holds."""
    ids = FINDINGS[name]
    return np.select([mask for _, mask in conditions], [ids.index(id) for id, _ in conditions], ids.index(otherwise)).astype(np.int8)


def name(pairs: _Pairs) -> NDArray[np.int8]:
    """Words that are a service's own go before those it shares with its kind."""
    cuts, names = pairs.cuts, pairs.entries.names
    town, other_town = pairs.both(pairs.entries.commune)
    two_towns = (town > 0) & (other_town > 0) & (town != other_town)
    texts = _either(two_towns, pairs.both(names.text_and_town), pairs.both(names.text))
    own_words = _either(two_towns, pairs.both(names.own_and_town), pairs.both(names.own))
    whole, included = likeness(*texts, fuzz.ratio), likeness(*texts, fuzz.token_set_ratio)
    own, own_included = likeness(*own_words, fuzz.ratio), likeness(*own_words, fuzz.token_set_ratio)
    letters = likeness(*pairs.both(names.letters), fuzz.ratio)
    usual, other_usual = pairs.both(pairs.entries.spread > cuts.name_spread)
    said, other_said = (own_words[0] != "") & ~usual, (own_words[1] != "") & ~other_usual
    distinct = said & other_said
    return first_of(
        "name",
        [
            ("identical", (whole >= 100) & distinct),
            ("what-and-where", whole >= 100),
            ("nearly", distinct & (own >= cuts.name_nearly)),
            ("close", distinct & (own >= cuts.name_close)),
            ("whole-close", (~distinct & (whole >= cuts.name_whole)) | (letters >= cuts.name_letters)),
            ("alike", distinct & (own >= cuts.name_alike)),
            ("included", distinct & (own_included >= 100)),
            ("shorter", ~distinct & (included >= 100)),
            ("garbled", ~distinct & (letters >= cuts.name_garbled)),
            ("remote", whole >= cuts.name_remote),
        ],
        "different",
    )


def _either(first: Mask, chosen: tuple[Texts, Texts], otherwise: tuple[Texts, Texts]) -> tuple[Texts, Texts]:
    return np.where(first, chosen[0], otherwise[0]), np.where(first, chosen[1], otherwise[1])


def place(pairs: _Pairs) -> NDArray[np.int8]:
    """Address and distance are one finding, because one mostly follows from the other."""
    return (_address(pairs) * len(DISTANCES) + _distance(pairs)).astype(np.int8)


def _address(pairs: _Pairs) -> Codes:
    cuts, addresses = pairs.cuts, pairs.entries.addresses
    streets = pairs.both(addresses.street)
    # "Bâtiment B, rue des Chauffours" is "rue des Chauffours".
    included = likeness(*streets, fuzz.token_set_ratio) >= 100
    street = np.where(included, np.float32(100), likeness(*streets, fuzz.ratio))
    one, other = pairs.both(addresses.street != "")
    number, other_number = pairs.both(addresses.number)
    same_number = (number > 0) & (number == other_number)
    conditions = {
        "unstated": ~(one & other),
        "door": same_number & (street >= cuts.street_same),
        "door-misspelt": same_number & (street >= cuts.street_like),
        "street": ((number == 0) | (other_number == 0)) & (street >= cuts.street_same),
        "number": same_number,
        "other-number": street >= cuts.street_same,
    }
    return np.select([*conditions.values()], [ADDRESSES.index(id) for id in conditions], ADDRESSES.index("elsewhere"))


def _distance(pairs: _Pairs) -> Codes:
    cuts, entries = pairs.cuts, pairs.entries
    (lat, other_lat), (lon, other_lon) = pairs.both(entries.lat), pairs.both(entries.lon)
    km = distance_km(lat, lon, other_lat, other_lon) if len(lat) else np.zeros(0)
    town, other_town = pairs.both(entries.commune)
    known = (town > 0) & (other_town > 0)
    conditions = {
        "near": km <= cuts.near_km,
        "close": km <= cuts.close_km,
        "across": known & (town == other_town) & (km > cuts.far_km),
        "town": known & (town == other_town),
        "far": km <= cuts.far_km,
        "away": ~np.isnan(km),
        "other-town": known,
    }
    return np.select([*conditions.values()], [DISTANCES.index(id) for id in conditions], DISTANCES.index("unknown"))


def _marks(pairs: _Pairs, marks: Marks) -> tuple[Mask, Mask, Mask]:
    """Whether two records share a value of their own, share one that others bear too, both state some."""
    one, other = pairs.both(marks.value)
    shared = own = np.zeros(len(one), bool)
    for left in one.T:
        for right in other.T:
            same = (left >= 0) & (left == right)
            shared = shared | same
            own = own | (same & (marks.bearers[left] <= pairs.cuts.bearers) if len(marks.bearers) else same)
    stated, other_stated = pairs.both(marks.stated)
    return own, shared, stated & other_stated


def _sharing(name: str, pairs: _Pairs, known: Sequence[Marks]) -> NDArray[np.int8]:
    own = shared = both = np.zeros(len(pairs.at), bool)
    for marks in known:
        found = _marks(pairs, marks)
        own, shared, both = own | found[0], shared | found[1], both | found[2]
    return first_of(name, [("own", own), ("shared", shared), ("different", both)], "unknown")


def phone(pairs: _Pairs) -> NDArray[np.int8]:
    return _sharing("phone", pairs, [pairs.entries.phones])


def contact(pairs: _Pairs) -> NDArray[np.int8]:
    return _sharing("contact", pairs, [pairs.entries.contacts])


def finess(pairs: _Pairs) -> NDArray[np.int8]:
    return _sharing("finess", pairs, _schemes(pairs, ("finess",)))


def siret(pairs: _Pairs) -> NDArray[np.int8]:
    return _sharing("siret", pairs, _schemes(pairs, ("siret",)))


def identifier(pairs: _Pairs) -> NDArray[np.int8]:
    """Any other number, but those of who runs the service."""
    return _sharing("identifier", pairs, _schemes(pairs, sorted({*pairs.entries.identifiers} - {"finess", "siret", *OWNERS})))


OWNERS = frozenset({"finess-ej", "siren"})


def _schemes(pairs: _Pairs, schemes: Sequence[str]) -> list[Marks]:
    return [pairs.entries.identifiers[scheme] for scheme in schemes if scheme in pairs.entries.identifiers]


def nature(pairs: _Pairs) -> NDArray[np.int8]:
    names = pairs.entries.names
    (one, other), (near, _) = pairs.both(names.kinds), pairs.both(names.near)
    return first_of(
        "nature",
        [
            ("unsaid", ~np.asarray(one.any(axis=1) & other.any(axis=1))),
            ("same", (one == other).all(axis=1)),
            ("different", ~_meet(near, other)),
            ("partial", _meet(one, other)),
        ],
        "near",
    )


def signs(pairs: _Pairs) -> NDArray[np.int8]:
    """What tells two services of one kind and one place apart: public, ages, sector, specialty, number or side of the site."""
    entries = pairs.entries
    found = [_told_apart(*pairs.both(codes)) for codes in (entries.names.side, entries.psychiatric_sector)]
    audience, other_audience = pairs.both(entries.names.audiences)
    low, other_low = pairs.both(entries.age_low)
    high, other_high = pairs.both(entries.age_high)
    specialties, other_specialties = pairs.both(entries.specialties)
    contrary = (
        np.logical_or.reduce([apart for apart, _ in found])
        | ((audience > 0) & (other_audience > 0) & (audience & other_audience == 0))
        | (low > other_high)
        | (other_low > high)
        | (specialties.any(axis=1) & other_specialties.any(axis=1) & ~_meet(specialties, other_specialties))
    )
    side, other_side = pairs.both(entries.names.side)
    return first_of(
        "signs",
        [
            ("contrary", contrary),
            ("one-sided", (side > 0) != (other_side > 0)),
            ("agree", np.logical_or.reduce([agree for _, agree in found])),
        ],
        "silent",
    )


def _told_apart(one: Codes, other: Codes) -> tuple[Mask, Mask]:
    both = (one > 0) & (other > 0)
    return both & (one != other), both & (one == other)


def _meet(one: Bits, other: Bits) -> Mask:
    return np.asarray((one & other).any(axis=1))


def activity(pairs: _Pairs) -> NDArray[np.int8]:
    """Needs, which all sources are read into; within a source its own categories, which are finer."""
    entries = pairs.entries
    one, other = pairs.both(entries.needs)
    listed, other_listed = pairs.both(entries.categories)
    apart = pairs.within & (listed > 0) & (other_listed > 0) & (listed != other_listed)
    known = np.asarray(one.any(axis=1) & other.any(axis=1))
    return first_of(
        "activity",
        [("disjoint", known & ~_meet(one, other)), ("listed-apart", apart), ("unknown", ~known), ("same", (one == other).all(axis=1))],
        "overlap",
    )


def organisation(pairs: _Pairs) -> NDArray[np.int8]:
    cuts = pairs.cuts
    alike = likeness(*pairs.both(pairs.entries.organisation), fuzz.token_set_ratio)
    stated, other_stated = pairs.both(pairs.entries.organisation != "")
    return first_of(
        "organisation",
        [("unknown", ~(stated & other_stated)), ("same", alike >= cuts.organisation_same), ("alike", alike >= cuts.organisation_alike)],
        "different",
    )


COMPARISONS: Mapping[str, Callable[[_Pairs], NDArray[np.int8]]] = {
    compare.__name__: compare for compare in (name, place, phone, contact, finess, siret, identifier, nature, signs, activity, organisation)
}
assert tuple(COMPARISONS) == tuple(FINDINGS)
