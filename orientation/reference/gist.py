"""Opens and writes what whole requests are like."""

from pathlib import Path

from orientation.conversation.gist import Gist
from orientation.reference.linear import load_linear, write_linear

ABOUT = (
    "Appris par « orientation reading weigh » de demandes annotées. Par signe (mot ou couple de mots « = », lettres, tournure du lexique "
    "« need: », « fact: »…, « ~ » quand elle est niée, « < » quand elle est passée) : sa rareté, puis les étiquettes pour ou contre "
    "lesquelles il parle, par leur rang, et de combien."
)


def load_gist(path: Path) -> Gist | None:
    """The classifier; None when the file is not there."""
    held = load_linear(path)
    return Gist(held[0]) if held else None


def write_gist(gist: Gist, path: Path) -> None:
    write_linear(gist.model, path, ABOUT)
