"""Well-formed numbers that nobody has: phones of the blocks kept for fiction, FINESS and SIRET of ranges that are never given."""

from itertools import count

# No département is 96, and no company number starts with 000.
FINESS_PREFIX = "96"
SIREN_PREFIX = "000"
# The blocks that the national numbering plan keeps for works of fiction. 06 39 98 is left out: some phone libraries place it in Mayotte.
FICTIONAL_PHONES = ("019900", "026191", "035301", "046571", "053649", "063998")


class Numbers:
    """Gives each number once. The only thing here that remembers, because two services with one number would be one service."""

    def __init__(self, start: int = 1) -> None:
        self._phones: dict[str, count[int]] = {}
        self._establishments: dict[str, count[int]] = {}
        self._finess, self._companies, self._offers = count(start), count(start), count(start)

    def phone(self, block: str) -> str:
        """Ten digits of a block of six."""
        number = next(self._phones.setdefault(block, count(137)))
        return f"{block}{number * 7 % 10_000:04}"

    def finess(self) -> str:
        return with_key(f"{FINESS_PREFIX}{next(self._finess):06}")

    def siren(self) -> str:
        return with_key(f"{SIREN_PREFIX}{next(self._companies):05}")

    def siret(self, siren: str) -> str:
        return siret(siren, next(self._establishments.setdefault(siren, count(1))))

    def offer(self) -> int:
        return next(self._offers)


def siret(siren: str, establishment: int) -> str:
    """The SIRET of a company's establishment of that number."""
    return with_key(f"{siren}{establishment:04}")


def with_key(digits: str) -> str:
    """Digits followed by their Luhn key, as FINESS, SIREN and SIRET numbers are.

    >>> with_key("01078019"), with_key("3563799")
    ('010780195', '35637990')
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"
