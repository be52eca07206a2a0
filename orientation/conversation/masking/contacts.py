"""Where somebody is found online: e-mail addresses written or spoken, accounts, links."""

import re
from collections.abc import Iterator

from orientation.conversation.masking.spans import EMAIL, LINK, Span

_EMAIL = re.compile(r"[\w.+%-]+\s?(?:@|\(at\)|\[at\]|\(a\)|\[arobase\])\s?[\w-]+(?:\s?\.\s?[\w-]+)*\.?\s?[a-z]{2,}\b", re.IGNORECASE)
_SPOKEN_EMAIL = re.compile(
    r"[\w.+-]+(?:\s(?:point|tiret|underscore)\s[\w+-]+)*\s+(?:arobase|arrobase|arobas|at|"
    r"chez)\s+[\w-]+(?:\s+(?:point|tiret)\s+[\w-]+)*\s+point\s+(?:fr|com|net|org|gf|re|yt)\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z_][\w.]{2,}")
_LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_SIGNS = ("@", "(at)", "[at]", "arobas", "arrobas", " point ")


def contacts(text: str) -> Iterator[Span]:
    if any(sign in text.lower() for sign in _SIGNS):
        for pattern in (_EMAIL, _SPOKEN_EMAIL, _HANDLE):
            yield from ((*found.span(), EMAIL) for found in pattern.finditer(text))
    yield from ((*found.span(), LINK) for found in _LINK.finditer(text))
