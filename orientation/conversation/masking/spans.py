"""Stretches of a text that identify somebody, each with its kind of identity; how they are joined, and replaced by that kind."""

from collections.abc import Iterator

Span = tuple[int, int, str]
NAME, PHONE, EMAIL, LINK, NIR, BIRTH, STREET, NUMBER = (
    "nom",
    "téléphone",
    "courriel",
    "lien",
    "NIR",
    "date de naissance",
    "adresse",
    "numéro",
)


def _around(span: Span, births: list[Span]) -> Iterator[Span]:
    """What a span covers besides a birth date: "née le 02/06/1954, 14 rue…" looks like a telephone number.

    A number that holds a date in its midst, or one that is no longer than it, is the date or the number and nothing else.
    """
    start, end, kind = span
    for born_from, born_to, _ in births:
        if start == born_from and end > born_to:
            start = born_to
        elif born_from <= start and end <= born_to:
            return
    yield start, end, kind


def merged(spans: list[Span]) -> list[Span]:
    """Spans in order, the longest kept where several overlap, joined to cover all they covered."""
    births = [span for span in spans if span[2].startswith(f"{BIRTH}|")]
    spans = [*births, *(piece for span in spans if span not in births for piece in _around(span, births))]
    joined: list[Span] = []
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if joined and start < joined[-1][1]:
            held = joined[-1]
            wins = held[2] if held[1] - held[0] >= end - start else kind
            joined[-1] = (held[0], max(held[1], end), wins)
        else:
            joined.append((start, end, kind))
    return joined


def replaced(text: str, spans: list[Span]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, kind in spans:
        name, _, year = kind.partition("|")
        pieces += [text[position:start], f"[{name} : {year}]" if year else f"[{name}]"]
        position = end
    return "".join([*pieces, text[position:]])
