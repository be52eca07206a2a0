"""Invents services from the table of kinds: whole, honest ones first. What goes wrong with their records is left to `flaws`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from orientation.demonstration.kinds import DATA_INCLUSION, FINESS, ROR, Kind
from orientation.demonstration.landscape import Landscape
from orientation.demonstration.names import FICTION, Words, invented_name, invented_names, of, town_of
from orientation.demonstration.numbers import Numbers
from orientation.demonstration.service import WEEKS, Organisation, Service, Site
from orientation.geography.distance import distance_km
from orientation.resource import AgeRange, Price
from orientation.territory import Commune

# Who runs few places and many services, and who runs one place each.
_POOLS = {"association": 45, "mutuelle": 3, "societe": 70}
_ONE_A_COMMUNE = ("ccas", "commune")
_HOSPITAL = "centre-hospitalier"
# (needs, label, lowest and highest amount, unit) of what a record may publish as its price.
_TARIFFS: tuple[tuple[str, str, float, float, str], ...] = (
    ("ehpad", "Hébergement", 58, 98, "par jour"),
    ("ehpad", "Dépendance", 5.5, 7.5, "par jour"),
    ("hebergement-temporaire", "Hébergement", 60, 95, "par jour"),
    ("accueil-jour", "Accueil de jour", 22, 48, "par jour"),
    ("aide-domicile", "Aide humaine à domicile", 24, 33, "par heure"),
    ("portage-repas", "Portage de repas", 7.2, 13.5, "l'unité"),
)


@dataclass
class Inventor:
    """Fills one territory. Remembers what it has already put there, because services share places and organisations."""

    landscape: Landscape
    words: Words
    numbers: Numbers
    seed: int
    day: date
    _sites: dict[str, list[Site]] = field(default_factory=dict)
    _shared: dict[tuple[str, str, str], Site] = field(default_factory=dict)
    _organisations: dict[str, list[Organisation]] = field(default_factory=dict)

    def services(self, kinds: Iterable[Kind]) -> Iterator[Service]:
        for kind in kinds:
            how_many = kind.counts[self.landscape.territory.column]
            random = self._random(kind.id)
            for site in self._places(kind, how_many, random):
                yield self._service(kind, site, random, how_many)

    def _random(self, about: str) -> Random:
        """One generator for each kind, so that adding a kind leaves the others as they were."""
        return Random(f"{self.seed}|{self.landscape.territory.id}|{about}")

    def _invented(self, random: Random) -> str:
        return invented_name(self.words, self.landscape.territory.id, random)

    def _places(self, kind: Kind, how_many: int, random: Random) -> list[Site]:
        if kind.at is not None and self._sites.get(kind.at):
            hosts = self._sites[kind.at]
            start = random.randrange(len(hosts)) if how_many < len(hosts) and kind.at != _HOSPITAL else 0
            sites = [hosts[(start + index) % len(hosts)] for index in range(how_many)]
        else:
            communes = self.landscape.chosen(kind.where, how_many, random)
            if kind.runs in _ONE_A_COMMUNE:
                communes = self._without_repeats(communes)
            names = invented_names(self.words, self.landscape.territory.id, random)
            sites = [self._site(kind, commune, next(names), random) for commune in communes]
        self._sites.setdefault(kind.id, []).extend(sites)
        return sites

    def _without_repeats(self, communes: tuple[Commune, ...]) -> tuple[Commune, ...]:
        """A commune has one CCAS: the repeats go to the largest communes that have none yet."""
        chosen = dict.fromkeys(communes)
        others = sorted(self.landscape.communes, key=lambda one: (-(one.population or 0), one.code))
        spare = (one for one in others if one not in chosen)
        return (*chosen, *(one for _, one in zip(range(len(communes) - len(chosen)), spare, strict=False)))

    def _site(self, kind: Kind, commune: Commune, invented: str, random: Random) -> Site:
        name = self._named(kind.name, commune, invented)
        organisation = self._organisation(kind, commune, name, random)
        key = (organisation.name, commune.code, kind.field)
        if kind.source == DATA_INCLUSION and key in self._shared:
            return self._shared[key]
        lat, lon = self.landscape.point(commune, random)
        street_type = random.choice(sorted(self.words.streets))
        site = Site(
            name=organisation.name.removesuffix(f" {FICTION}") if kind.source == DATA_INCLUSION else name,
            organisation=organisation,
            commune=commune,
            postcode=commune.postcodes[0] if commune.postcodes else "",
            street_number=str(random.randint(1, 98)),
            street_type=street_type,
            street_word=self.words.streets[street_type],
            street_name=of(self._invented(random)),
            lat=lat,
            lon=lon,
            finess=self.numbers.finess(),
            siret=self.numbers.siret(organisation.siren),
            states_finess=random.random() < 0.75,
        )
        if kind.source == DATA_INCLUSION:
            self._shared[key] = site
        return site

    def _named(self, template: str, commune: Commune, invented: str, site: str = "") -> str:
        departement = self.landscape.gazetteer.departement_name(commune.departement) or commune.departement
        whole = template.replace("de {commune}", town_of(commune.name))
        name = whole.format(nom=invented, commune=commune.name, departement=departement, site=site)
        return name[:1].upper() + name[1:]

    def _organisation(self, kind: Kind, commune: Commune, service: str, random: Random) -> Organisation:
        if kind.runs == "hopital" and kind.id != _HOSPITAL and self._sites.get(_HOSPITAL):
            return self._nearest_hospital(commune)
        pool = self._organisations.setdefault(self._pool_key(kind.runs, commune), [])
        size = _POOLS.get(kind.runs, 1)
        if kind.runs in ("liberal", "hopital") or len(pool) < min(size, 8) or (len(pool) < size and random.random() < 0.5):
            pool.append(self._new_organisation(kind.runs, commune, service, random))
            return pool[-1]
        return random.choice(pool)

    def _pool_key(self, form: str, commune: Commune) -> str:
        if form in _ONE_A_COMMUNE:
            return f"{form} {commune.code}"
        return f"{form} {commune.departement}" if form in ("departement", "etat") else form

    def _new_organisation(self, form: str, commune: Commune, service: str, random: Random) -> Organisation:
        invented = self._invented(random)
        pattern = random.choice(self.words.organisations[form]).replace("{service}", "{site}")
        name = self._named(pattern, commune, invented, service)
        return Organisation(f"{name} {FICTION}", form, self.numbers.finess(), self.numbers.siren(), self.words.legal_status[form])

    def _nearest_hospital(self, commune: Commune) -> Organisation:
        def away_km(site: Site) -> float:
            return float(distance_km(site.lat or 0, site.lon or 0, commune.lat or 0, commune.lon or 0))

        return min(self._sites[_HOSPITAL], key=away_km).organisation

    def _service(self, kind: Kind, site: Site, random: Random, how_many: int) -> Service:
        number = self.numbers.offer()
        name = self._named(kind.name, site.commune, site.name, site.name) if kind.at else site.name
        if kind.source == DATA_INCLUSION:
            name = self._named(kind.name, site.commune, self._invented(random))
        updated = self.day - timedelta(days=_age_in_days(random))
        places, free, free_as_of = self._places_left(kind, random)
        return Service(
            number=number,
            territory=self.landscape.territory.id,
            kind=kind,
            name=name,
            site=site,
            updated=updated,
            opened=date(random.randint(1972, 2023), random.randint(1, 12), random.randint(1, 28)),
            phone=self.numbers.phone(self.landscape.territory.phones),
            second_phone=self.numbers.phone(self.landscape.territory.phones) if random.random() < 0.2 else None,
            email=f"contact-{number}@example.org" if random.random() < 0.55 else None,
            website=f"https://www.example.org/{kind.id}-{number}" if random.random() < 0.3 else None,
            week=WEEKS[kind.hours] if kind.hours and random.random() < 0.8 else None,
            zone=self.landscape.catchment(random.choice(kind.zones), site.commune, random) if kind.zones else None,
            # The ROR has ages stated always, were it to say that they are no matter.
            ages=kind.ages or (AgeRange() if kind.source == ROR else None),
            places=places,
            free=free,
            free_as_of=free_as_of,
            prices=_prices(kind, self.day, random) if kind.source != FINESS and random.random() < 0.55 else (),
            sector=self._sector(kind, random),
            sensitive="10" in kind.publics and kind.care_mode == "46",
        )

    def _places_left(self, kind: Kind, random: Random) -> tuple[int | None, int | None, date | None]:
        if kind.places is None or random.random() < 0.15:
            return None, None, None
        places = random.randint(*kind.places)
        if random.random() < 0.45:
            return places, None, None
        asked = self.day - timedelta(days=random.randint(0, 20) if random.random() < 0.7 else random.randint(60, 700))
        return places, random.choice((0, 0, 1, 1, 2, max(1, places // 12))), asked

    def _sector(self, kind: Kind, random: Random) -> str | None:
        """The number of a psychiatric sector, as it is written: 94G05 for adults, 94I02 for children."""
        if "secteur" not in kind.zones:
            return None
        letter = "I" if kind.ages is not None and kind.ages.high is not None else "G"
        return f"{self.landscape.territory.psychiatric_prefix}{letter}{random.randint(1, 17):02}"


def _age_in_days(random: Random) -> int:
    """Half are fresh, one in six older than two years, a few forgotten for a decade."""
    drawn = random.random()
    low, high = (3, 180) if drawn < 0.47 else (181, 730) if drawn < 0.83 else (740, 1800) if drawn < 0.97 else (1801, 4200)
    return random.randint(low, high)


def _prices(kind: Kind, day: date, random: Random) -> tuple[Price, ...]:
    return tuple(
        Price(label, round(random.uniform(low, high), 2), unit, date(day.year - random.choice((0, 0, 1, 3)), 1, 1))
        for need, label, low, high, unit in _TARIFFS
        if need in kind.needs
    )
