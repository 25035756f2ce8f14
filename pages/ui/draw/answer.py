"""The answer to a drawing: one digit with its ten probabilities, or a number with the confidence of each digit."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore.reading.promises import Promise
from nncore.reading.reader import UNSURE, FoundDigit, Reading

from ..shared import images, server
from ..shared.per_cent import per_cent
from .bars import bars
from .sureness import in_words

LEAST = 90  # per cent: with less confidence the network does not answer, unless the person wants it otherwise
MNIST = ("How sure it is, is the probability of its answer. MNIST is a set of 70,000 digits that people wrote in 1994; networks "
         "here learn from 60,000 of them and are tested on the 10,000 others, the test digits.")
WIDEST, TALLEST = 340, 180  # CSS pixels of the picture of a number
MOST_SHOWN = 12  # digits of a number that are shown one by one


def promise(name: str, least: float) -> None:
    """What share of MNIST's test digits a recipe's network answers with the confidence `least`, and of those how many rightly."""
    if known := server.shipped_promises(name):
        kept = known[round(100 * least)]
        st.caption("It answers nothing." if kept.right is None else
                   f"It answers {kept.answered:.1%} of MNIST's test digits, {kept.right:.2%} of those rightly.")
    else:
        _wait_for_promises(name)


@st.fragment(run_every=1.0)
def _wait_for_promises(name: str) -> None:
    """Look every second whether they are known now."""
    if server.shipped_promises(name):
        st.rerun()  # polling ends


def show_digit(found: FoundDigit, least: float, promised: list[Promise] | None) -> None:
    """What the network reads in one digit, and how sure it is; below the confidence `least` it says that it does not know.

    `promised` is how often it is right when it is as sure as that, where that is known.
    """
    known = found.confidence >= least
    st.metric("The network reads", f"{found.digit}" if known else UNSURE)
    st.markdown(in_words(found.confidence, promised) if known else
                f"**I don't know.** If it is a digit, {found.digit} comes closest.", help=MNIST)
    st.html(bars(found.probabilities))


def show_number(reading: Reading, least: float, grey: np.ndarray) -> None:
    """What the network reads in several digits, with boxes on the picture `grey` (h, w)."""
    st.metric("The network reads", reading.number(least))
    boxes = [each.box for each in reading.digits]
    sure = [each.confidence >= least for each in reading.digits]
    picture = images.boxed(grey, boxes, sure)
    st.image(picture, width=min(WIDEST, round(TALLEST * picture.shape[1] / picture.shape[0])),
             alt=f"The picture with a box around each of {len(boxes)} digits: {reading.number(least)}")
    with st.container(horizontal=True, gap="small"):
        for each in reading.digits[:MOST_SHOWN]:
            answer = each.digit if each.confidence >= least else UNSURE
            st.image(images.enlarged(each.image, 2), width=56, caption=f"{answer} {per_cent(each.confidence, 0)}",
                     alt=f"Read as {answer} with {per_cent(each.confidence, 0)}")
    if UNSURE in reading.number(least):
        st.markdown(f"**{UNSURE}** stands where the network does not know.")


def bars_of(reading: Reading, least: float) -> None:
    """The ten probabilities of the first digit of a reading, with the number in words."""
    st.caption(f"reads {reading.number(least)}")
    st.html(bars(reading.digits[0].probabilities))
