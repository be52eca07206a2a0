"""A case made ready to be compared with columns: ids as bits, days as numbers, the place with all that contains it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from orientation.case import Case, WantedNeed
from orientation.directory import candidates
from orientation.directory.columns import SEXES, Array, Columns, bits_of
from orientation.grid import Tier
from orientation.policy import Policy
from orientation.ranking.publics import PublicBits, Publics, ages_of, sex_of
from orientation.refusal import Refused
from orientation.territory import Area


class Gazetteer(Protocol):
    """What ranking needs to know of places."""

    def containing(self, code: str) -> frozenset[Area]: ...


class Person(NamedTuple):
    """All that a search asks of a person: the youngest and oldest they may be, their sex as SEXES, what is known of their publics."""

    ages: tuple[float, float]
    sex: int
    publics: Publics


def person_of(case: Case, needs: Sequence[WantedNeed], columns: Columns, policy: Policy) -> Person:
    """Two cases of equal persons, in one place and of one tier, have one search."""
    ages, sex = ages_of(case, policy.publics), sex_of(case, policy.publics)
    publics = _public_bits(columns, policy).read(case, [need.id for need in needs], ages, sex)
    return Person(ages, SEXES[sex], publics)


class Asked(NamedTuple):
    """`ranks`: the needs' bits; `wanted`: the same as words of bits; `unbound`: those of them that no sector binds; `of_places`: those for
    which free places matter; `fitting`: the needs that the tier calls for. `catchments`: numbers of the areas that cover the place, and
    `covered` the same by number (one more line, False, for "not stated"). `commune_known` False: only a point is known, so no zone can
    be checked. `specialties`: by need that has a qualifier, by number of specialty set, 2 when it is among them, 1 when none is stated.
    """

    needs: tuple[WantedNeed, ...]
    ranks: tuple[int, ...]
    wanted: tuple[int, ...]
    unbound: tuple[int, ...]
    of_places: tuple[int, ...]
    fitting: tuple[int, ...]
    specialties: Mapping[int, Array]
    point: tuple[float, float]
    day: int
    ages: tuple[float, float]
    sex: int
    publics: Publics
    catchments: Array
    covered: Array
    commune_known: bool
    policy: Policy

    def told_otherwise(self, person: Person, policy: Policy, tier: Tier | None, columns: Columns) -> "Asked":
        """The same needs in the same place for another person or tier; `policy`: the same but for its weights."""
        return self._replace(**person._asdict(), policy=policy, fitting=_fitting(tier, columns))


def asked_of(
    case: Case, needs: Sequence[WantedNeed], columns: Columns, policy: Policy, gazetteer: Gazetteer, tier: Tier | None = None
) -> Asked:
    """Raises Refused when a need is not in the directory's vocabulary, or when nobody said where the person lives."""
    if case.place is None:
        raise Refused("Le lieu de vie n'est pas connu. Indiquez une commune ou une position : sans elle, rien ne peut être classé.")
    index, words = columns.need_index, columns.need_bits.shape[1]
    if not needs or any(need.id not in index for need in needs):
        unknown = ", ".join(sorted(need.id for need in needs if need.id not in index)) or "aucun"
        raise Refused(
            f"Besoin inconnu : {unknown}. Attendu : un ou plusieurs identifiants de la liste des besoins (data/vocabulary/needs.csv)."
        )
    distinct = {need.id: need for need in needs}
    commune, person = case.place.commune, person_of(case, needs, columns, policy)
    catchments, covered = _covering(commune.code if commune else None, columns, gazetteer)
    return Asked(
        needs=tuple(needs),
        ranks=tuple(index[id] for id in distinct),
        wanted=bits_of(distinct, index, words),
        unbound=bits_of((id for id in distinct if id not in policy.sector_needs), index, words),
        of_places=bits_of((id for id in distinct if id in policy.place_needs), index, words),
        fitting=_fitting(tier, columns),
        specialties={index[n.id]: _specialties(columns, n.qualifier) for n in distinct.values() if n.qualifier},
        point=(case.place.lat, case.place.lon),
        day=case.day.toordinal(),
        ages=person.ages,
        sex=person.sex,
        publics=person.publics,
        catchments=catchments,
        covered=covered,
        commune_known=commune is not None,
        policy=policy,
    )


# One request searches the same place for each of its needs; few requests are at work at a time.
_POLICIES, _PLACES = 64, 64


def _covering(commune: str | None, columns: Columns, gazetteer: Gazetteer) -> tuple[Array, Array]:
    """The areas that cover a commune, as numbers and by number."""

    def make() -> tuple[Array, Array]:
        catchments = candidates.covering(columns, gazetteer.containing(commune) if commune else ())
        covered = np.zeros(columns.catchment_count + 1, dtype=bool)
        covered[catchments] = True
        return catchments, covered

    return columns.remembered("covering", _PLACES, gazetteer, make, commune)


def _fitting(tier: Tier | None, columns: Columns) -> tuple[int, ...]:
    return bits_of(tier.fitting_needs, columns.need_index, columns.need_bits.shape[1]) if tier else ()


def _public_bits(columns: Columns, policy: Policy) -> PublicBits:
    return columns.remembered("public bits", _POLICIES, policy, lambda: PublicBits(policy.publics, columns.public_index))


def _specialties(columns: Columns, qualifier: str) -> Array:
    found: Array = np.zeros(len(columns.specialty_bits), dtype=np.uint8)
    if qualifier in columns.specialties:
        rank = columns.specialties.index(qualifier)
        found[(columns.specialty_bits[:, rank >> 6] >> np.uint64(rank & 63) & np.uint64(1)) == 1] = 2
    found[0] = 1
    return found
