"""One offer of the ROR, element by element."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orientation.geography.gazetteer import COUNTRY
from orientation.resource import AgeRange, Identifier, Places, Resource
from orientation.territory import Area, CatchmentArea
from tests.sources.conftest import TODAY, Read
from tests.sources.entries import the_record, the_resource, written
from tests.sources.ror_json import (
    Json,
    bundle,
    capacity,
    concept,
    contact,
    extension,
    location,
    offer,
    opening,
    organization,
    patients,
    period,
    price,
    role,
    telecom,
    zone,
)


@pytest.fixture
def resource_of(read: Read, tmp_path: Path) -> Any:
    """The resource of the first offer of some resources given in one bundle."""

    def resource_of(*resources: Json) -> Resource:
        return the_resource(read("ror", written(tmp_path / "extrait.json", bundle(*resources))))

    return resource_of


def test_an_offer_says_what_it_answers_to_whom_and_how_to_call_it(resource_of: Any) -> None:
    resource = resource_of(offer(patients(18, 150, "01")))
    assert resource.id == "ror:11/0000001"
    assert resource.name == "SSIAD des Essais"
    assert resource.needs == {"soins-infirmiers-domicile"}
    assert resource.modes == {"a-domicile"}
    assert resource.sector == "medico-social"
    assert resource.ages == AgeRange(18, None)
    assert resource.publics == {"personnes-agees", "personnes-agees-dependantes", "aidants"}
    assert resource.phone == "+33145000001"
    assert resource.updated_on == date(2026, 3, 2)
    assert Identifier("ror", "11/0000001") in resource.identifiers


@pytest.mark.parametrize(
    "types, activities, mode, stay, needs",
    [
        pytest.param(["21"], ["293"], "46", None, {"ehpad"}, id="a_home_for_dependent_older_people"),
        pytest.param(["21"], ["293"], "47", None, {"accueil-jour"}, id="day_care_in_the_same_home"),
        pytest.param(["21"], ["293"], "46", "01", {"hebergement-temporaire"}, id="a_temporary_stay_there"),
        pytest.param(["21"], ["293"], "46", "02", {"ehpad"}, id="a_permanent_stay_there"),
        pytest.param(["28"], ["287"], "49", None, {"soins-infirmiers-domicile"}, id="home_nursing"),
        pytest.param(["178"], ["335"], "58", None, {"appui-coordination", "gestion-cas"}, id="a_coordination_service"),
        pytest.param([], ["050"], "28", None, {"hospitalisation-geriatrique"}, id="geriatrics_as_a_ward"),
        pytest.param([], ["050"], "32", None, {"consultation-geriatrique"}, id="geriatrics_as_a_consultation"),
        pytest.param([], ["050"], "11", None, {"equipe-mobile-geriatrie"}, id="geriatrics_as_a_mobile_team"),
        pytest.param([], ["437"], "32", None, {"medecin-traitant"}, id="a_general_practitioner"),
        pytest.param([], ["286"], "49", None, {"soins-palliatifs"}, id="a_withdrawn_code_still_means_what_it_meant"),
        pytest.param(["999"], ["999"], "32", None, set(), id="unknown_codes_mean_nothing"),
    ],
)
def test_codes_say_the_needs_together(
    resource_of: Any, types: list[str], activities: list[str], mode: str, stay: str | None, needs: set[str]
) -> None:
    characteristics = [concept("R213", mode), *([concept("R240", stay)] if stay else [])]
    one = offer(
        category=[concept("R244", code) for code in types],
        specialty=[concept("R211", code) for code in activities],
        characteristic=characteristics,
    )
    assert resource_of(one).needs == needs


@pytest.mark.parametrize(
    "low, high, ages",
    [
        pytest.param(0, 150, AgeRange(0, None), id="everybody"),
        pytest.param(0, 98, AgeRange(0, 98), id="the_last_real_bound"),
        pytest.param(18, 99, AgeRange(18, None), id="99_means_no_limit"),
        pytest.param(0, 17, AgeRange(0, 17), id="children"),
        pytest.param("60", "120", AgeRange(60, None), id="numbers_as_text"),
        pytest.param(65, 18, None, id="upside_down_says_nothing"),
        pytest.param(-1, 18, None, id="negative_says_nothing"),
    ],
)
def test_ages_are_the_stated_bounds(resource_of: Any, low: Any, high: Any, ages: AgeRange | None) -> None:
    assert resource_of(offer(patients(low, high))).ages == ages


def test_ages_in_months_are_years(resource_of: Any) -> None:
    months = {"url": "ageRange", "valueRange": {"low": {"value": 0, "code": "mo"}, "high": {"value": 36, "code": "mo"}}}
    one = offer(extension("ror-healthcareservice-patient-type", None, months))
    assert resource_of(one).ages == AgeRange(0, 3)


def test_an_age_range_for_everybody_leaves_what_the_type_of_offer_says(resource_of: Any) -> None:
    one = offer(patients(0, 150), category=[concept("R244", "21")], characteristic=[concept("R213", "46")])
    assert resource_of(one).ages == AgeRange(60, None)


def test_a_stated_age_wins_over_the_type_of_offer(resource_of: Any) -> None:
    one = offer(patients(55, 150), category=[concept("R244", "21")], characteristic=[concept("R213", "46")])
    assert resource_of(one).ages == AgeRange(55, None)


@pytest.mark.parametrize(
    "characteristics, modes",
    [
        pytest.param([concept("R213", "32")], {"sur-place"}, id="consultation"),
        pytest.param([concept("R213", "32"), concept("R338", "05")], {"sur-place", "a-domicile"}, id="consultation_and_home_visits"),
        pytest.param([concept("R213", "36")], {"a-domicile", "a-distance"}, id="telecare"),
    ],
)
def test_how_it_reaches_people(resource_of: Any, characteristics: list[Json], modes: set[str]) -> None:
    one = offer(category=[], specialty=[concept("R211", "437")], characteristic=characteristics)
    assert resource_of(one).modes == modes


@pytest.mark.parametrize(
    "divisions, catchment",
    [
        pytest.param([("3", "94081"), ("3", "94028")], CatchmentArea((Area("commune", "94028"), Area("commune", "94081"))), id="communes"),
        pytest.param([("2", "94")], CatchmentArea((Area("departement", "94"),)), id="departement"),
        pytest.param([("2", "094")], CatchmentArea((Area("departement", "94"),)), id="departement_in_three_digits"),
        pytest.param([("2", "973")], CatchmentArea((Area("departement", "973"),)), id="overseas"),
        pytest.param([("2", "9C")], CatchmentArea((Area("departement", "973"),)), id="overseas_by_its_finess_letter"),
        pytest.param([("2", "2A")], CatchmentArea((Area("departement", "2A"),)), id="corsica"),
        pytest.param([("1", "53")], CatchmentArea((Area("region", "53"),)), id="region"),
        pytest.param([("5", "99100")], CatchmentArea((COUNTRY,)), id="country"),
        pytest.param([("4", "T01")], None, id="a_health_territory_is_not_known"),
        pytest.param([("3", "94028"), ("4", "T01")], None, id="half_a_zone_is_no_zone"),
        pytest.param([("3", "00000")], None, id="no_such_commune"),
        pytest.param([], None, id="unsaid"),
    ],
)
def test_the_zone_served(resource_of: Any, divisions: list[tuple[str, str]], catchment: CatchmentArea | None) -> None:
    assert resource_of(offer(*(zone(kind, code) for kind, code in divisions))).catchment == catchment


def test_a_zone_that_cannot_be_placed_is_said(read: Read, tmp_path: Path) -> None:
    record = the_record(read("ror", written(tmp_path / "a.json", offer(zone("4", "T01")))))
    assert any("T01" in warning for warning in record.warnings)


@pytest.mark.parametrize(
    "contacts, phones",
    [
        pytest.param([contact(telecom("0145000002"), level="2")], [], id="for_professionals"),
        pytest.param([contact(telecom("0145000002"), level="3")], [], id="for_crises"),
        pytest.param([contact(telecom("0145000002", level="2"))], [], id="its_telecom_is_for_professionals"),
        pytest.param([contact(telecom("0145000002", level=None), level=None)], [], id="no_level_is_not_public"),
        pytest.param([contact(telecom("0145000002", level=None))], ["+33145000002"], id="one_level_is_enough"),
        pytest.param([contact(telecom("0145000002", channel="6"))], [], id="a_fax_is_no_phone"),
        pytest.param([contact(telecom("0145000002"), purpose="13")], [], id="an_alert_number_is_not_for_orientation"),
        pytest.param(
            [contact(telecom("0145000002"), purpose="10"), contact(telecom("0145000003"), purpose="02")],
            ["+33145000003", "+33145000002"],
            id="appointments_before_management",
        ),
    ],
)
def test_only_public_contacts_are_shown(resource_of: Any, contacts: list[Json], phones: list[str]) -> None:
    one = offer()
    one["extension"] = [*one["extension"][:1], *contacts]
    resource = resource_of(one)
    assert [number for number in (resource.phone, *resource.other_phones) if number] == phones


def test_a_restricted_contact_is_not_even_kept(read: Read, tmp_path: Path) -> None:
    record = the_record(read("ror", written(tmp_path / "a.json", offer(contact(telecom("0145999999"), level="3")))))
    assert "0145999999" not in str(record.raw)
    assert "01 45 00 00 01" in str(record.raw)
    assert record.warnings == ()


def test_mails_and_sites_are_told_from_phones_by_what_they_are(resource_of: Any) -> None:
    resource = resource_of(offer(contact(telecom("accueil@essai.example", channel="3"), telecom("www.essai.example", channel="4"))))
    assert (resource.email, resource.website) == ("accueil@essai.example", "https://www.essai.example")


def test_a_sensitive_unit_keeps_its_name_and_nothing_that_leads_to_it(read: Read, tmp_path: Path) -> None:
    one = offer(location=[{"reference": "Location/1"}], comment="Adresse secrète", availableTime=[opening(1, "09:00", "17:00")])
    one["extension"][0] = extension("ror-healthcareservice-sensitive-unit", True)
    record = the_record(read("ror", written(tmp_path / "a.json", bundle(one, location()))))
    resource = record.resource
    assert resource.confidential
    shown = (resource.address, resource.commune, resource.lat, resource.phone, resource.description, resource.hours, resource.website)
    assert shown == (None,) * 7
    assert "secrète" not in str(record.raw) and "01 45 00 00 01" not in str(record.raw)


@pytest.mark.parametrize(
    "times, hours",
    [
        pytest.param([opening(1, "09:00:00", "17:00:00")], "Mo 09:00-17:00", id="one_day"),
        pytest.param([opening(day, "00:00:00", "23:59:00") for day in range(1, 8)], "24/7", id="always"),
        pytest.param([opening(day, "", "", allDay=True) for day in range(1, 8)], "24/7", id="all_day"),
        pytest.param([opening(1, "09:00", "12:00"), opening(1, "14:00", "17:00")], "Mo 09:00-12:00,14:00-17:00", id="a_break"),
        pytest.param([opening(1, "09:00", "17:00", kind="08")], None, id="closing_times_are_no_hours"),
        pytest.param([opening(1, "09:00", "17:00", kind="09")], None, id="still_to_be_said"),
        pytest.param(
            [opening(1, "08:00", "20:00", kind="04"), opening(2, "09:00", "12:00", kind="07")], "Tu 09:00-12:00", id="consultations_first"
        ),
        pytest.param(
            [opening(1, "09:00", "17:00", extension=[period("ror-available-time-effective-opening-closing-date", end="2026-08-31")])],
            None,
            id="summer_hours_are_over",
        ),
        pytest.param(
            [{"daysOfWeek": ["mon", "tue"], "availableStartTime": "9:00", "availableEndTime": "17:00"}],
            "Mo-Tu 09:00-17:00",
            id="days_by_name",
        ),
        pytest.param([opening(1, "25:00", "17:00")], None, id="no_such_hour"),
        pytest.param([opening(9, "09:00", "17:00")], "Mo-Su 09:00-17:00", id="no_such_day_is_any_day"),
        pytest.param([opening(1, "20:00", "08:00")], "Mo 20:00-08:00", id="a_night"),
    ],
)
def test_opening_hours(resource_of: Any, times: list[Json], hours: str | None) -> None:
    assert resource_of(offer(availableTime=times)).hours == hours


@pytest.mark.parametrize(
    "during, closed_on",
    [
        pytest.param({"start": "2026-11-21"}, date(2026, 11, 21), id="closed_today"),
        pytest.param({"start": "2026-11-22"}, date(2026, 11, 22), id="closes_tomorrow_for_good"),
        pytest.param({"start": "2026-11-01", "end": "2026-11-21"}, date(2026, 11, 1), id="last_day_closed"),
        pytest.param({"start": "2026-11-01", "end": "2026-11-20"}, None, id="reopened"),
        pytest.param({"start": "2026-12-20", "end": "2027-01-05"}, None, id="a_break_to_come"),
        pytest.param({"end": "2026-12-31"}, date(2026, 3, 2), id="since_an_unknown_day_taken_as_the_last_update"),
        pytest.param({}, None, id="a_period_that_says_nothing"),
    ],
)
def test_closings(resource_of: Any, during: Json, closed_on: date | None) -> None:
    resource = resource_of(offer(notAvailable=[{"description": "fermeture", "during": during}]))
    assert resource.closed_on == closed_on
    assert resource.is_open(TODAY) == (closed_on is None or closed_on > TODAY)


def test_a_break_to_come_stands_in_the_hours(resource_of: Any) -> None:
    one = offer(availableTime=[opening(1, "09:00", "17:00")], notAvailable=[{"during": {"start": "2026-12-20", "end": "2027-01-05"}}])
    assert resource_of(one).hours == "Mo 09:00-17:00; 2026 Dec 20-2027 Jan 05 off"


def test_reception_says_whom_and_under_what_terms(resource_of: Any) -> None:
    characteristics = [concept("R213", "32"), concept("R338", "06"), concept("R338", "08"), concept("R243", "01")]
    resource = resource_of(offer(characteristic=characteristics))
    assert resource.sex == "F"
    assert resource.admission == "Prise en charge sans rendez-vous; Accueil réservé aux femmes"
    assert resource.languages == ("langue des signes française",)


def test_psychiatric_sectors_are_kept_as_written(resource_of: Any) -> None:
    one = offer(
        extension("ror-healthcareservice-psychiatric-sector", "94G08"), extension("ror-healthcareservice-psychiatric-sector", "94G09")
    )
    assert resource_of(one).psychiatric_sectors == ("94G08", "94G09")


class TestWhatStandsBeside:
    """Places, organisations and professionals."""

    def test_the_place_gives_commune_address_and_position(self, resource_of: Any) -> None:
        resource = resource_of(offer(location=[{"reference": "Location/1"}]), location())
        assert (resource.commune, resource.postcode, resource.address) == ("94081", "94400", "12 rue des Essais")
        assert (resource.lat, resource.lon, resource.position_is_reliable) == (48.7876, 2.3929, True)

    @pytest.mark.parametrize(
        "blocks, places",
        [
            pytest.param([capacity("02", 3)], Places(3, date(2026, 11, 20)), id="three_free"),
            pytest.param([capacity("02", 0)], Places(0, date(2026, 11, 20)), id="said_to_be_full"),
            pytest.param([capacity("01", 60)], None, id="installed_says_nothing_of_free"),
            pytest.param([capacity("03", 60)], None, id="taken_says_nothing_of_free"),
            pytest.param([], None, id="unsaid_is_unknown"),
            pytest.param(
                [capacity("02", 2), capacity("02", 1, "2026-10-01")], Places(3, date(2026, 10, 1)), id="several_blocks_dated_by_the_oldest"
            ),
            pytest.param([capacity("02", 5, moment="03")], None, id="a_forecast_is_not_now"),
            pytest.param([capacity("02", "4")], Places(4, date(2026, 11, 20)), id="a_number_as_text"),
            pytest.param([capacity("02", "-1")], None, id="a_negative_number"),
            pytest.param([capacity("02", 4, "2027-01-01")], Places(4, None), id="updated_in_the_future"),
        ],
    )
    def test_free_places(self, resource_of: Any, blocks: list[Json], places: Places | None) -> None:
        assert resource_of(offer(location=[{"reference": "Location/1"}]), location(*blocks)).places == places

    def test_installed_places_are_the_capacity(self, resource_of: Any) -> None:
        resource = resource_of(offer(location=[{"reference": "Location/1"}]), location(capacity("01", 60), capacity("02", 2)))
        assert (resource.capacity, resource.places) == (60, Places(2, date(2026, 11, 20)))

    def test_places_of_several_sites_add_up(self, resource_of: Any) -> None:
        one = offer(location=[{"reference": "Location/1"}, {"reference": "Location/2"}])
        resource = resource_of(one, location(capacity("02", 1)), location(capacity("02", 2), id="2"))
        assert resource.places == Places(3, date(2026, 11, 20))

    def test_an_offer_without_place_has_the_address_of_its_organisation(self, resource_of: Any) -> None:
        address = {"line": ["3 place des Essais, 94000 Créteil"], "city": "Créteil", "postalCode": "94000"}
        resource = resource_of(offer(providedBy={"reference": "Organization/1"}), organization(address=[address]))
        assert (resource.address, resource.commune, resource.lat) == ("3 place des Essais", "94028", None)

    def test_the_chain_of_organisations_gives_name_numbers_and_help(self, resource_of: Any) -> None:
        unit = organization(id="uf", name="Unité des Essais", partOf={"reference": "Organization/eg"})
        site = organization(
            extension("ror-organization-financial-help-type", concept("R241", "02")),
            extension("ror-organization-accessibility-location", concept("R202", "1")),
            id="eg",
            partOf={"reference": "Organization/ej"},
            identifier=[{"type": concept("G07", "1"), "system": "http://finess.esante.gouv.fr", "value": "940000001"}],
            type=[concept("R66", "354")],
        )
        entity = organization(
            id="ej",
            identifier=[
                {"type": concept("G07", "1"), "system": "https://finess.esante.gouv.fr", "value": "940000002"},
                {"type": concept("G07", "3"), "system": "https://sirene.fr", "value": "12345678900011"},
            ],
            type=[concept("R72", "60")],
        )
        resource = resource_of(offer(providedBy={"reference": "Organization/uf"}), unit, site, entity)
        assert resource.organisation == "Unité des Essais"
        assert {Identifier("finess", "940000001"), Identifier("finess-ej", "940000002")} <= resource.identifiers
        assert Identifier("siret", "12345678900011") in resource.identifiers
        assert resource.accessible is True
        assert resource.admission == "Habilité à l'aide sociale"

    @pytest.mark.parametrize(
        "extensions, changes, closed_on",
        [
            pytest.param([extension("ror-organization-closing-type", concept("R286", "DEF"))], {}, TODAY, id="closed_without_a_date"),
            pytest.param([period("organization-period", end="2025-06-30")], {}, date(2025, 6, 30), id="at_the_end_of_its_period"),
            pytest.param([period("organization-period", end="2027-06-30")], {}, date(2027, 6, 30), id="will_close"),
            pytest.param([], {"active": False}, TODAY, id="inactive"),
            pytest.param(
                [
                    extension("ror-organization-closing-type", concept("R286", "PRO")),
                    {"url": "x/ror-organization-reopening-date", "valueDate": "2026-11-21"},
                ],
                {},
                None,
                id="reopened_today",
            ),
            pytest.param([], {}, None, id="open"),
        ],
    )
    def test_an_offer_closes_with_its_organisation(
        self, resource_of: Any, extensions: list[Json], changes: Json, closed_on: date | None
    ) -> None:
        resource = resource_of(offer(providedBy={"reference": "Organization/1"}), organization(*extensions, **changes))
        assert resource.closed_on == closed_on

    def test_an_organisation_part_of_itself_does_not_hang(self, resource_of: Any) -> None:
        assert resource_of(
            offer(providedBy={"reference": "Organization/1"}), organization(partOf={"reference": "Organization/1"})
        ).organisation

    def test_prices_are_those_in_force_for_what_the_offer_is(self, resource_of: Any) -> None:
        home = offer(
            category=[concept("R244", "21")],
            characteristic=[concept("R213", "46")],
            specialty=[],
            providedBy={"reference": "Organization/1"},
        )
        group = extension("dependencyLevel", concept("R237", "02"))
        tariffs = [
            price("02", 70.0, "2025-01-01"),
            price("02", 72.5, "2026-01-01"),
            price("02", 80.0, "2027-01-01"),
            price("03", 14.2, "2026-01-01", "2", group),
            price("07", 9.0, "2026-01-01", "4"),
            price("02", 0.0),
        ]
        shown = {(one.label, one.amount, one.unit) for one in resource_of(home, organization(*tariffs)).prices}
        assert shown == {("Hébergement", 72.5, "par jour"), ("Dépendance, GIR 3-4", 14.2, "par jour")}

    def test_professionals_are_named_with_the_offer_they_practise_in(self, resource_of: Any) -> None:
        assert resource_of(offer(), role()).description == "Exercent ici : Camille ESSAI (Infirmier)."

    def test_an_offer_without_any_known_code_answers_what_its_professionals_do(self, read: Read, tmp_path: Path) -> None:
        one = offer(category=[], specialty=[], characteristic=[])
        record = the_record(read("ror", written(tmp_path / "a.json", bundle(one, role()))))
        assert record.resource.needs == {"soins-infirmiers-domicile"}
        assert any("profession" in warning for warning in record.warnings)
