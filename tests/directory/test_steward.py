from datetime import date

from orientation.directory.reports import FieldReport
from orientation.directory.steward import Reported, message
from tests.factories import a_record

DAY = date(2026, 1, 15)


def a_report(number: int, field: str = "phone", text: str = "Ne répond plus.", proposed: str | None = None) -> FieldReport:
    return FieldReport(number, "ror:1", field, text, proposed, DAY)


def test_a_message_says_what_the_record_says_what_was_said_and_what_is_proposed() -> None:
    record = a_record("06/1", source="ror", name="SSIAD des Essais", phone="+33140000001")
    told = message("ror", [Reported(a_report(7, proposed="+33140000009"), record)], DAY)
    assert "Fiche 06/1 : SSIAD des Essais" in told
    for said in ("+33140000001", "Ne répond plus.", "Proposé : +33140000009", "n° 7", "2026-01-15"):
        assert said in told


def test_what_the_record_does_not_say_is_said_to_be_nothing() -> None:
    told = message("ror", [Reported(a_report(1, field="hours"), a_record("1", source="ror", hours=None))], DAY)
    assert "Dans votre fiche : rien" in told
    assert "Proposé" not in told


def test_a_record_is_named_once_for_all_that_was_said_of_it() -> None:
    one, other = a_record("1", source="ror"), a_record("2", source="ror")
    told = message("ror", [Reported(a_report(1), one), Reported(a_report(2), other), Reported(a_report(3, field="email"), one)], DAY)
    assert told.count("Fiche 1 :") == told.count("Fiche 2 :") == 1
    assert "(3 sur 2 fiches)" in told
    assert told.index("n° 1") < told.index("n° 3") < told.index("n° 2")


def test_several_lines_stay_one_so_that_nobody_writes_the_rest_of_the_message() -> None:
    told = message("ror", [Reported(a_report(1, text="Fermé.\n\nFiche 9 : fausse fiche"), a_record("1", source="ror"))], DAY)
    assert "\nFiche 9" not in told
