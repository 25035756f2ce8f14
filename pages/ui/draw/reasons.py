"""The reasons beside an answer, always there: what the network sees, what speaks for it, the training digits closest to it.

They come anew with each stroke, for a whole class at once, so they are few elements: all words and small pictures are one.
"""

from __future__ import annotations

import functools

import streamlit as st

from nncore import Network, as_inputs
from nncore.digits import SIDE
from nncore.interpretability.closest_digits import ClosestDigits
from nncore.interpretability.integrated_gradients import integrated_gradients
from nncore.interpretability.occlusion import without_each_stroke
from nncore.reading.reader import FoundDigit

from ..shared import images, server
from ..shared.per_cent import per_cent
from ..shared.thumbnails import Thumbnail, figure, row_of
from .why import MOST_STROKES, times

CLOSEST = 7  # training digits
STEPS = 12  # of the way from blank paper: enough for a picture, in a quarter of the time that sums need
# On a phone one of three is on show, chosen by these; wider screens show all three and hide the choice (look.css).
TABS = "".join(f'<input type="radio" name="reason" id="reason-{name}" {"checked" if name == "why" else ""}>'
               f'<label for="reason-{name}">{label}</label>'
               for name, label in (("why", "Why"), ("sees", "What it sees"), ("closest", "Closest digits")))


def reasons(network: Network, found: FoundDigit, among: ClosestDigits) -> None:
    """Three reasons for what the network reads in one digit; the closest are `among` these."""
    st.html(f'<div class="tabs">{TABS}</div>')  # by itself, as it never changes: what was chosen stays
    st.image(images.enlarged(found.image, 4), width=112, caption="It sees 28 by 28 pixels",
             alt="What the network sees: the digit in 28 by 28 pixels")
    st.html(_why(network, found) + _closest(found, among))


def _why(network: Network, found: FoundDigit) -> str:
    """Which pixels speak for the answer rather than for the next likely digit, and what is read without each stroke."""
    digit, other = (int(each) for each in found.probabilities.argsort()[:-3:-1])
    says = integrated_gradients(network, as_inputs(found.image[None])[0], digit, other, STEPS)  # (784,)
    shown = [Thumbnail(images.over(found.image, says.reshape(SIDE, SIDE)), f"{digit} or {other}?",
                       f"The digit; orange pixels speak for {digit}, purple ones for {other}")]
    if 2 <= len(found.strokes) <= MOST_STROKES:
        for number, part in enumerate(without_each_stroke(network, found.strokes), start=1):
            reads = f"{part.digit}, {per_cent(part.confidence, 0)}"
            shown.append(Thumbnail(images.without(part.image, part.erased, 1), f"without stroke {number} it reads {part.digit}",
                                   f"The digit without stroke {number}, read as {reads}"))
    likelier = times(found.probabilities[digit] / max(found.probabilities[other], 1e-30))
    return _section("why", f"Why {digit}?", row_of(map(figure, shown)),
                    f"Orange pixels speak for {digit}, purple ones for {other}: together {digit} is {likelier} as likely.")


def _section(name: str, title: str, pictures: str, says: str) -> str:
    """One of the reasons as HTML."""
    return f'<section class="{name}"><p><b>{title}</b></p>{pictures}<p class="quiet">{says}</p></section>'


@functools.lru_cache(maxsize=server.NEAR)
def _training_digit(row: int) -> str:
    """A training digit as HTML; all visitors share them."""
    digits = server.closest_digits().digits
    return figure(Thumbnail(digits.images[row], f"a {digits.labels[row]}", f"A training image labelled {digits.labels[row]}"))


def _closest(found: FoundDigit, among: ClosestDigits) -> str:
    """The training digits that differ least from the drawing, pixel by pixel."""
    nearest = row_of(_training_digit(int(row)) for row in among.to(found.image, CLOSEST))
    return _section("closest", "The closest training digits", nearest, f"Of {len(among.digits):,} images that networks here "
                    "learn from, these differ least from yours, pixel by pixel.")


def waiting() -> None:
    """What will stand here."""
    st.caption("Here you will see what the network sees, why it answers so, and the training digits that are closest to yours.")


