"""The measure of assessments compares what it times."""

from orientation.bench.assess import run


def test_what_is_measured_is_the_same_one_at_a_time_and_in_columns() -> None:
    found = run(["--size", "300", "--grid", "national"])
    assert found["same"] == found["compared"] == found["situations"] == 300
