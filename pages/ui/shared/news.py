"""What a person should hear who is back, in sentences: what is gone, where it is, and what made room for others."""

from __future__ import annotations

from .as_text import as_text
from .visits import KEPT_FOR

GONE = ("What was made under this link before is gone: the server was restarted, the page was closed for longer than "
        f"{KEPT_FOR / 60:.0f} minutes, or it had to go for want of room.")
SETTINGS_STAY = "The settings are still here."
ELSEWHERE = ("Your work is open in another tab, so this one begins empty. To have it here, close that tab and open its link "
             "here. If there is no other tab, the server has not noticed yet that your connection broke: load this page again "
             "in a minute.")
LET_GO = "While you were away, the server had no more room for all that people made. What rested or had ended was let go: "


def let_go(names: list[str]) -> str:
    """Which runs made room for others."""
    return f"{LET_GO}{as_text(', '.join(names))}."
