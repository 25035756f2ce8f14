"""Ten slim bars, one for each digit, as long as its probability; on a phone the first three in one line."""

from __future__ import annotations

import numpy as np

from ..shared.per_cent import per_cent

FIRST = 3  # digits that a phone shows


def bars(probabilities: np.ndarray) -> str:
    """The bars of `probabilities`, float (10,), as HTML: 0 to 9 in order, the likeliest marked."""
    place = np.empty(len(probabilities), int)  # (10,): 0 for the likeliest
    place[np.argsort(-probabilities, kind="stable")] = np.arange(len(probabilities))
    rows = "".join(_row(digit, float(each), int(place[digit])) for digit, each in enumerate(probabilities))
    likeliest = int(probabilities.argmax())
    said = f"The ten probabilities; the highest is {likeliest} with {per_cent(float(probabilities[likeliest]))}"
    return f'<div class="bars" role="img" aria-label="{said}">{rows}</div>'


def _row(digit: int, probability: float, place: int) -> str:
    classes = " ".join(["bar", *["first"] * (place < FIRST), *["likeliest"] * (place == 0)])
    width = 100 * np.nan_to_num(probability)
    return (f'<div class="{classes}" style="order:{place}" title="{digit}: {per_cent(probability, 4)}"><b>{digit}</b>'
            f'<span><i style="width:{width:.2f}%"></i></span><small>{per_cent(probability)}</small></div>')
