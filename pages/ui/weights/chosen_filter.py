"""One filter, large: its numbers, and the digits that its neuron speaks for."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore import Digits, Network
from nncore.interpretability.silence import spoken_for

from ..shared import images
from ..shared.kernel import kernel
from ..shared.neuron_card import look_closer_button
from ..shared.neuron_weights import BIAS, LIT
from ..shared.show_chart import show_chart
from . import charts
from .filters import Filters

STRENGTH = ("A filter's strength is the root of the sum of its squared weights. The stronger it is, the more the pixels can move "
            "its neuron.")
SCORE = "Each digit has a score, and the highest is the answer."


def numbers(filters: Filters, neuron: int, lit: np.ndarray | None, drawing: np.ndarray | None) -> bool:
    """The filter of `neuron` and its numbers; `lit` (n,) is how much `drawing`, uint8 (28, 28), lights each.

    Whether the person has just asked to look closer at it.
    """
    place = int((filters.strength > filters.strength[neuron]).sum()) + 1
    with st.container(horizontal=True, gap="small", key="chosen_filter"):
        kernel(filters.weights[neuron], filters.limits[neuron], drawing, key="chosen_kernel",
               alt=f"The filter of {filters.kind.lower()} {neuron}, large")
        with st.container(gap=None):
            st.markdown(f"**{filters.kind} {neuron}**, {place:,} of {len(filters.weights):,} by strength")
            st.markdown(f"Strength **{filters.strength[neuron]:.2f}**", help=STRENGTH)
            st.markdown(f"Bias **{filters.bias[neuron]:z.2f}**", help=BIAS)
            if lit is not None:
                st.markdown(f"Lit **{lit[neuron]:z.2f}** by your drawing", help=LIT)
                st.image(images.enlarged(drawing, 2), width=56, alt="Your drawing, as the network sees it")
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                closer = look_closer_button("filter_closer")
                st.page_link("pages/screens/draw.py", label="Draw a digit" if lit is None else "Draw another",
                             icon=":material/draw:")
    return closer


def speaks_for(network: Network, filters: Filters, neuron: int, some: Digits) -> None:
    """The digits that `neuron` speaks for, measured on `some` digits."""
    if filters.outgoing is None:
        st.markdown("This network has no hidden layer (softmax regression), so a filter is a digit's own: what the pixels say "
                    f"to it, plus its bias, is the score of {neuron}. The highest of the ten scores is the answer.")
        return
    scores = spoken_for(network, some.images, 1, neuron)
    how = (f"Silence this neuron, let the network read {len(some)} test digits, {len(some) // 10} of each, and see how far each "
           f"digit's score falls on average, more than the ten together. Orange: it falls, so the neuron speaks for that digit. "
           f"Purple: it rises. {SCORE}")
    if not np.isfinite(scores).all():
        st.markdown("The weights of this network have exploded: its scores are no numbers any more, and it speaks for no digit.")
        return
    if not scores.any():
        st.markdown("It speaks for no digit: silencing it changes no score.", help=how)
        return
    first, second, *_, last = np.argsort(-scores)
    st.markdown(f"The digits it speaks for: most for **{first}** and **{second}**, most against **{last}**", help=how)
    show_chart(charts.digits_spoken_for(scores), key="spoken_for", grows="low",
               alt=f"How much each digit's score falls when neuron {neuron} is silent")
