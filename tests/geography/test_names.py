import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orientation.geography.gazetteer import Gazetteer
from orientation.geography.named import BARE, FORMER, FULL, SHORT, Named, chosen
from orientation.geography.names import find_place
from orientation.territory import Commune


def named(code: str, weight: int | None, tier: int = FULL) -> Named:
    return Named(Commune(code, "X", code[:2], "11", 0.0, 0.0, population=weight), weight, tier)


@pytest.mark.parametrize(
    "candidates, codes",
    [
        pytest.param([named("01", 5)], ["01"], id="alone_even_when_small"),
        pytest.param([named("01", 400_000), named("02", 20_001)], ["01", "02"], id="under_20_times"),
        pytest.param([named("01", 400_000), named("02", 20_000)], ["01", "02"], id="exactly_20_times"),
        pytest.param([named("01", 400_001), named("02", 20_000)], ["01"], id="over_20_times"),
        pytest.param([named("01", 10_000), named("02", 1_500)], ["01", "02"], id="not_over_10000_inhabitants"),
        pytest.param([named("01", 30_001), named("02", 1_500)], ["01"], id="over_20_times_a_small_town"),
        pytest.param([named("01", 80_000), named("02", 5_999)], ["01"], id="over_10_times_a_town_under_6000"),
        pytest.param([named("01", 80_000), named("02", 6_000)], ["01", "02"], id="over_10_times_a_town_of_6000"),
        pytest.param([named("01", 10_000), named("02", 1_428)], ["01"], id="over_7_times_a_village"),
        pytest.param([named("01", 10_003), named("02", 1_429)], ["01", "02"], id="exactly_7_times_a_village"),
        pytest.param([named("01", 12_000), named("02", 1_500)], ["01", "02"], id="over_7_times_what_is_no_village"),
        pytest.param([named("01", 3_000), named("02", 5)], ["01", "02"], id="not_over_3000_inhabitants"),
        pytest.param([named("01", 3_001), named("02", 5)], ["01"], id="just_over_3000"),
        pytest.param([named("01", 500_000), named("02", None)], ["01", "02"], id="unknown_is_never_outnumbered"),
        pytest.param([named("01", 300), named("02", 2_900, SHORT)], ["01"], id="a_whole_name_before_the_beginning_of_another"),
        pytest.param([named("01", 300), named("02", 10_001, SHORT)], ["02"], id="unless_a_town_over_20_times_larger"),
        pytest.param([named("01", 3_000), named("02", 50_000, SHORT)], ["02"], id="over_10_times_a_small_town"),
        pytest.param([named("01", 6_900), named("02", 1_600, BARE)], ["01"], id="a_name_without_article_before_one_that_lost_it"),
        pytest.param([named("01", 300, FORMER), named("02", 400, SHORT)], ["01"], id="a_former_commune_before_a_beginning"),
        pytest.param([], [], id="none"),
    ],
)
def test_which_homonym_is_taken(candidates: list[Named], codes: list[str]) -> None:
    assert [commune.code for commune in chosen(candidates)] == codes


@pytest.mark.parametrize(
    "typed, code",
    [
        pytest.param("94028", "94028", id="insee_code"),
        pytest.param("2a004", "2A004", id="corsican_code_in_lower_case"),
        pytest.param("94000", "94028", id="postcode"),
        pytest.param("75013", "75113", id="postcode_of_an_arrondissement"),
        pytest.param("69003", "69383", id="a_postcode_before_the_code_of_another"),
        pytest.param("Fontenay ss Bois", "94033", id="ss_for_sous"),
        pytest.param("Champigny s Marne", "94017", id="s_for_sur"),
        pytest.param("Vitry s/ Seine", "94081", id="s_slash"),
        pytest.param("Maisons Alfort", "94046", id="no_hyphen"),
        pytest.param("MAISONS-ALFORT", "94046", id="capitals"),
        pytest.param("Kremlin Bicetre", "94043", id="no_article_no_accent"),
        pytest.param("hay les roses", "94038", id="no_elided_article"),
        pytest.param("L'Hay", "94038", id="head_alone"),
        pytest.param("Bry", "94015", id="head_of_a_town_40_times_its_homonym"),
        pytest.param("au Tampon", "97422", id="contracted_article"),
        pytest.param("St Maur des Fossés", "94068", id="st"),
        pytest.param("Ste Clotilde", "97411", id="ste_and_a_quarter"),
        pytest.param("ND de Monts", "85164", id="nd"),
        pytest.param("oeuilly (02)", "02565", id="ligature_in_letters"),
        pytest.param("St Pierre 974", "97416", id="département_number"),
        pytest.param("Saint-Denis (93)", "93066", id="number_in_brackets"),
        pytest.param("à Saint-Denis, Réunion", "97411", id="area_name"),
        pytest.param("Massy 91", "91377", id="number_after"),
        pytest.param("Ajaccio 2A", "2A004", id="corsican_number"),
        pytest.param("Bastia 20200", "2B033", id="corsican_postcode"),
        pytest.param("Créteil, Val-de-Marne, France", "94028", id="address_like"),
        pytest.param("Orly (94310)", "94054", id="postcode_in_brackets"),
        pytest.param("PARIS 75020", "75120", id="town_and_postcode_of_an_arrondissement"),
        pytest.param("Marseille (13)", "13055", id="a_number_in_brackets_is_a_département"),
        pytest.param("La Ville-aux-Dames", "37273", id="a_name_that_begins_as_an_introduction"),
        pytest.param("Vers-Pont-du-Gard", "30346", id="a_name_that_begins_as_a_preposition"),
        pytest.param("97306 cayenne cedex", "97302", id="cedex"),
        pytest.param("Lomme", "59350", id="associated_commune"),
        pytest.param("Drain", "49126", id="former_commune_with_the_code_of_its_successor"),
        pytest.param("Trois-Sauts", "97356", id="village"),
        pytest.param("Antecume Pata", "97353", id="village_without_accent"),
        pytest.param("Mtsapéré", "97611", id="village_of_mayotte"),
        pytest.param("saint martin 978", "97801", id="collectivite"),
        pytest.param("Montreuil", "93048", id="town_over_20_times_its_homonyms"),
        pytest.param("cretail", "94028", id="slip"),
        pytest.param("Villejuiff", "94076", id="letter_too_many"),
        pytest.param("Aubervillier", "93001", id="letter_missing"),
        pytest.param("Monistfol-sur-Loire (43)", "43137", id="slip_in_a_name_that_ends_as_a_département"),
    ],
)
def test_a_typed_place_is_found(gazetteer: Gazetteer, typed: str, code: str) -> None:
    found = find_place(typed, gazetteer)
    assert found.commune is not None and found.commune.code == code


@pytest.mark.parametrize(
    "written", ["{town} {number}e", "{town} {number}ème", "{town} {number}", "{number}e arrondissement de {town}", "{TOWN} {number} EME"]
)
def test_every_arrondissement_is_found(gazetteer: Gazetteer, written: str) -> None:
    for town, prefix, count in (("Paris", "751", 20), ("Lyon", "6938", 9), ("Marseille", "132", 16)):
        for number in range(1, count + 1):
            typed = written.format(town=town, TOWN=town.upper(), number=number)
            if typed == "Marseille 13":
                continue
            found = find_place(typed, gazetteer)
            assert found.commune is not None and found.commune.code == f"{prefix}{number:0{5 - len(prefix)}}", typed


@pytest.mark.parametrize(
    ("roman", "code"), [("I", "75101"), ("IV", "75104"), ("IXe", "75109"), ("XIII", "75113"), ("XIXe", "75119"), ("XX", "75120")]
)
def test_roman_numbers_are_read(gazetteer: Gazetteer, roman: str, code: str) -> None:
    found = find_place(f"Paris {roman}", gazetteer)
    assert found.commune is not None and found.commune.code == code


@pytest.mark.parametrize(
    "typed, among",
    [
        pytest.param("Saint-Denis", {"93066", "97411"}, id="homonyms"),
        pytest.param("Fontenay", {"94033", "92032", "85092"}, id="heads"),
        pytest.param("Bourg", {"01053", "92014", "33067"}, id="a_whole_name_and_larger_heads"),
        pytest.param("Boulogne", {"92012", "62160"}, id="two_towns"),
        pytest.param("Saint-Claude", {"39478", "97124"}, id="under_20_times"),
        pytest.param("56140", {"56124"}, id="postcode_of_several"),
        pytest.param("Belle-Île", {"56152", "56009"}, id="island_of_four_communes"),
        pytest.param("La Réunion", {"47222"}, id="an_area_s_name_is_only_proposed"),
        pytest.param("16e", {"75116", "13216"}, id="arrondissement_of_two_towns"),
        pytest.param("Marseille 13", {"13213", "13055"}, id="a_number_that_is_also_the_département"),
    ],
)
def test_what_is_ambiguous_is_listed_never_guessed(gazetteer: Gazetteer, typed: str, among: set[str]) -> None:
    found = find_place(typed, gazetteer)
    assert found.commune is None and among <= {commune.code for commune in found.candidates}


@pytest.mark.parametrize("typed", ["", "   ", "xyzzyq", "??", "12"])
def test_what_is_no_place_gives_nothing(gazetteer: Gazetteer, typed: str) -> None:
    assert find_place(typed, gazetteer).commune is None


def test_a_corrected_name_says_so(gazetteer: Gazetteer) -> None:
    assert (find_place("Créteil", gazetteer).exact, find_place("Cretteil", gazetteer).exact) == (True, False)


def test_candidates_come_most_populated_first(gazetteer: Gazetteer) -> None:
    populations = [commune.population or 0 for commune in find_place("Neuilly", gazetteer).candidates]
    assert len(populations) > 2 and populations == sorted(populations, reverse=True)


@settings(max_examples=300, deadline=None)
@given(index=st.integers(0, 10**6))
def test_every_commune_is_found_by_name_and_département_by_code_and_by_postcode(gazetteer: Gazetteer, index: int) -> None:
    communes = [commune for commune in gazetteer.communes if commune.kind == "commune"]
    commune = communes[index % len(communes)]
    assert commune in find_place(f"{commune.name} ({commune.departement})", gazetteer).candidates
    assert commune in find_place(commune.code, gazetteer).candidates
    for postcode in commune.postcodes:
        candidates = find_place(postcode, gazetteer).candidates
        assert commune in candidates or any(other.parent == commune.code for other in candidates)


@settings(max_examples=150, deadline=None)
@given(typed=st.text(max_size=40))
def test_anything_can_be_typed(gazetteer: Gazetteer, typed: str) -> None:
    found = find_place(typed, gazetteer)
    assert found.commune is None or found.commune in found.candidates
