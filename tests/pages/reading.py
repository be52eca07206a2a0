"""What a page shows, as a person reads it: its text without markup."""

import re
from html import unescape

from streamlit.testing.v1 import AppTest

REQUEST = (
    "Patiente de 84 ans, vit seule à Vitry-sur-Seine, GIR 3, sort de l'hôpital vendredi, sa fille est épuisée. "
    "Cherche aide à domicile, portage de repas et accueil de jour"
)


def markup(page: AppTest) -> str:
    """All the HTML drawn by the page, styles left out."""
    return "\n".join(piece.value for piece in page.get("html") if not piece.value.startswith("<style"))


def shown(page: AppTest) -> str:
    """The text of the page, on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup(page)))).strip()


def ask(page: AppTest, request: str) -> AppTest:
    """Types a request and sends it."""
    return page.chat_input[0].set_value(request).run()


def popovers(page: AppTest) -> list[str]:
    """The labels that were understood, as they are drawn."""
    return [block.proto.popover.label for block in page.get("popover")]


def button(page: AppTest, label: str) -> AppTest:
    """Clicks the first button of that label."""
    return next(one for one in page.button if one.label == label).click().run()
