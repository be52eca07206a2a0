"""The measure of imports measures what it says: everything generated is taken in, then recognised as unchanged."""

from orientation.bench.imports import run


def test_all_that_is_generated_is_taken_in_and_found_unchanged() -> None:
    found = run(["--size", "120", "--offers", "260"])
    for source, size in (("finess", 120), ("ror", 260)):
        measured = found[source]
        assert (measured["created"], measured["unchanged"]) == (size, size)
        assert measured["cpu_seconds"] > 0 and measured["peak_mb"] > 0
