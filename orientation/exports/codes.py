"""From the project's words back to the codes of a directory, where its tables of meanings allow it without saying more than is known."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from orientation.mapping import CodeList, Meaning


def exactly(stated: frozenset[str] | None, meanings: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The fewest codes that together say all that is stated and nothing else; empty when none can.

    >>> exactly(frozenset("abc"), {"1": frozenset("ab"), "2": frozenset("c"), "3": frozenset("a"), "4": frozenset("cd")})
    ('1', '2')
    """
    if not stated:
        return ()
    within = {code: said for code, said in meanings.items() if said and said <= stated}
    widest: dict[frozenset[str], str] = {}
    for code, said in sorted(within.items()):
        if not any(said < other for other in within.values()):
            widest.setdefault(said, code)
    return tuple(sorted(widest.values())) if frozenset().union(*widest) == stated else ()


def of_version(codes: CodeList, version: str) -> Iterator[tuple[str, Meaning]]:
    """The codes of one version of a list whose codes are kept as "version:code"."""
    for key, meanings in codes.items():
        scheme, _, code = key.partition(":")
        if scheme == version:
            yield code, meanings[0]


def named(labels: Collection[str], meanings: Iterable[tuple[str, Meaning]], needs: frozenset[str]) -> tuple[str, ...]:
    """The codes that a resource is said to be by their very label, as long as they say of its needs nothing it does not."""
    return tuple(code for code, meaning in meanings if (meaning.category or meaning.label) in labels and meaning.needs <= needs)
