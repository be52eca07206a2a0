"""A place named in a text: what it may be, and what is said of it."""

from dataclasses import dataclass

from orientation.geography.roles import Role
from orientation.geography.surroundings import Surroundings
from orientation.territory import Commune


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, from `start` to `end` in its code points; several candidates when it may be any of them.

    `exact` False: the name was corrected. `hint`: the postcode, number or area beside it that chose. `role`: "sejour" where someone is
    to stay, "domicile" where someone is said to live, "ancien" where they lived, "etablissement" where a hospital, a school or an office
    is or something is done, "auteur" where the writer is, "proche" where kin are, whence someone comes, where nobody may live or what is
    far, "famille" where kin live, which is home when one of them is helped, None when nothing tells.
    `retracted`: taken back by what follows ("Concarneau, non pardon Douarnenez").
    `near`: only the town it is near to ("près de Mont-de-Marsan").
    """

    start: int
    end: int
    candidates: tuple[Commune, ...]
    exact: bool = True
    hint: str | None = None
    role: Role | None = None
    retracted: bool = False
    near: bool = False


def between(around: Surroundings, mention: Mention, following: Mention) -> str:
    """What is written between two places named."""
    return around.text[mention.end : following.start]
