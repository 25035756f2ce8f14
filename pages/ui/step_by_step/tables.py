"""A calculation is a small table: a line for each part, and the sum under a rule. It is HTML, which look.css dresses."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np


def table(title: str, head: Sequence[str], rows: Sequence[str]) -> str:
    """A table with a title, a head, and rows that `row` made, as HTML."""
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    return (f'<div class="worked-out"><table><caption>{escape(title)}</caption><thead><tr>{heads}</tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table></div>')


def row(*cells: str, kind: str = "", share: float | None = None) -> str:
    """A row, whose first cell says what it is. `kind` marks a sum, `share` from -1 to 1 colours the last cell by its sign."""
    first, *others = (escape(each) for each in cells)
    bar = "" if share is None else signed_bar(share)
    inner = "".join(f"<td>{each}</td>" for each in others[:-1])
    return f'<tr class="{kind}"><th scope="row">{first}</th>{inner}<td>{others[-1]}{bar}</td></tr>'


def signed_bar(share: float) -> str:
    """A bar as long as a signed share is large: orange above zero, purple below."""
    share = float(np.nan_to_num(share))
    return f'<i class="{"against" if share < 0 else "for"}" style="width:{100 * min(abs(share), 1):.0f}%"></i>'


def lines(title: str, *said: str) -> str:
    """A calculation in lines, each a formula with its numbers, as HTML."""
    return (f'<div class="worked-out"><p><b>{escape(title)}</b></p>'
            f'{"".join(f"<p><code>{escape(each)}</code></p>" for each in said)}</div>')


def words(said: str) -> str:
    """A sentence between calculations, as HTML."""
    return f'<p class="worked-out-words">{escape(said)}</p>'
