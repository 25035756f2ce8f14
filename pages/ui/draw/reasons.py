"""The reasons beside an answer, always there: what the network sees, what speaks for it, the training digits closest to it."""

from __future__ import annotations

import functools

import streamlit as st

from nncore import Network, as_inputs
from nncore.digits import SIDE
from nncore.reading.closest_digits import ClosestDigits
from nncore.reading.integrated_gradients import integrated_gradients
from nncore.reading.occlusion import without_each_stroke
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
    st.html(f'<div class="tabs">{TABS}</div>')
    _sees(found)
    with st.container(key="why"):
        _why(network, found)
    with st.container(key="closest"):
        _closest(found, among)


def _sees(found: FoundDigit) -> None:
    """The digit as the network sees it."""
    with st.container(key="sees", width=120):
        st.markdown("**It sees**")
        st.image(images.enlarged(found.image, 4), width=112, caption="28 by 28 pixels",
                 alt="What the network sees: the digit in 28 by 28 pixels")


def _why(network: Network, found: FoundDigit) -> None:
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
    st.markdown(f"**Why {digit}?**")
    st.html(row_of(map(figure, shown)))
    st.caption(f"Orange pixels speak for {digit}, purple ones for {other}: together {digit} is {likelier} as likely.")


@functools.lru_cache(maxsize=server.NEAR)
def _training_digit(row: int) -> str:
    """A training digit as HTML; all visitors share them."""
    digits = server.closest_digits().digits
    return figure(Thumbnail(digits.images[row], f"a {digits.labels[row]}", f"A training image labelled {digits.labels[row]}"))


def _closest(found: FoundDigit, among: ClosestDigits) -> None:
    """The training digits that differ least from the drawing, pixel by pixel."""
    st.markdown("**The closest training digits**")
    st.html(row_of(_training_digit(int(row)) for row in among.to(found.image, CLOSEST)))
    st.caption(f"Of {len(among.digits):,} images that networks here learn from, these differ least from yours, pixel by pixel.")


def waiting() -> None:
    """What will stand here."""
    st.caption("Here you will see what the network sees, why it answers so, and the training digits that are closest to yours.")


