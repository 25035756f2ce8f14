"""The filters of the first layer: what each of its neurons looks for in the pixels, in an order, and one of them large."""

from __future__ import annotations

import zlib

import numpy as np
import streamlit as st

from nncore import Network
from nncore.interpretability.silence import lit, some_of_each

from ..shared import images, server, state
from ..shared.networks import Choice
from ..shared.neuron_card import open_neuron
from ..shared.neuron_weights import outgoing
from ..shared.visitor import Visitor
from . import chosen_filter
from .filter_grid import filter_grid
from .filters import BY_NUMBER, COMMON, LIT, OWN, STRONGEST, Filters
from .looked_at import LookedAt, looked_at, sort_again
from .ready import ready_filters

NAME = "Filters"  # of the view, by which another can lead to it
SHOWN = 24  # of all filters, at first
OF_EACH = 10  # test digits of each kind, on which it is measured what a neuron speaks for
WHAT = ("A neuron multiplies each pixel by a weight of its own and adds all that up. Its weights as a picture are its filter: "
        "orange pixels speak for it, purple ones against it; in the large picture those have dashes.")


def filter_view(visitor: Visitor, chosen: Choice) -> None:
    """The filters of the chosen network; while it learns, again every second."""
    st.session_state.setdefault(state.COLOUR_SCALE, COMMON)
    (st.fragment(run_every=1.0) if chosen.learning else st.fragment)(_show)(visitor, chosen, chosen.learning)


def order_control() -> None:
    """Ask in which order the filters shall stand."""
    st.segmented_control("Order", [STRONGEST, LIT, BY_NUMBER], default=STRONGEST, required=True, key=state.FILTER_ORDER,
                         persist_state="session", help=chosen_filter.STRENGTH)


def _show(visitor: Visitor, chosen: Choice, learning: bool) -> None:
    if learning and not chosen.learning:
        st.rerun()  # polling ends
    network, drawing, order = chosen.now(), visitor.drawing, st.session_state[state.FILTER_ORDER]
    filters, by_drawing, looked = _looked_through(chosen, network, drawing, order, learning)
    everything = st.session_state.get(state.ALL_FILTERS, False)
    neurons = looked.sequence if everything else looked.sequence[:SHOWN]
    if order == LIT and drawing is None:
        _say_to_draw()
    with st.container(key="filters_and_chosen"):
        overview, details = st.columns([12, 8], gap="medium")
    with overview:
        clicked = filter_grid(filters, neurons, by_drawing, order=order, everything=everything, chosen=looked.at_first,
                              title=f"{len(neurons):,} of {len(filters.weights):,} filters of {chosen.title}", key=looked.key)
        _which_filters(len(looked.sequence), everything, sorts=learning and order != BY_NUMBER)
        _tools(filters, looked.sequence)
    neuron = looked.look(clicked)
    with details:
        if chosen_filter.numbers(filters, neuron, by_drawing, drawing):
            open_neuron(visitor, chosen, 1, neuron)
        chosen_filter.speaks_for(network, filters, neuron, some_of_each(server.digits().test, OF_EACH))
    if filters.outgoing is not None:
        outgoing(filters.outgoing[neuron], neuron, to_digits=filters.to_digits, key="outgoing")


def _looked_through(chosen: Choice, network: Network, drawing: np.ndarray | None, order: str,
                    learning: bool) -> tuple[Filters, np.ndarray | None, LookedAt]:
    """The filters of `network` as it is now, how much the drawing lights each, and what is looked at."""
    filters = ready_filters(chosen, network, st.session_state[state.COLOUR_SCALE])
    by_drawing = None if drawing is None else lit(network, drawing[None])[0]  # (n,)
    of = (chosen.name, order, f"{zlib.crc32(drawing)}") if order == LIT and drawing is not None else (chosen.name, order)
    return filters, by_drawing, looked_at(of, filters.sequence(order, by_drawing), hold=learning)


def _all_or_few() -> None:
    st.session_state[state.ALL_FILTERS] = not st.session_state.get(state.ALL_FILTERS, False)


def _which_filters(count: int, everything: bool, *, sorts: bool) -> None:
    """Which of the `count` filters stand in the grid above, and when they are sorted."""
    with st.container(horizontal=True):
        if count > SHOWN:
            st.button(f"Show {SHOWN}" if everything else f"Show all {count:,}", on_click=_all_or_few,
                      icon=":material/unfold_less:" if everything else ":material/apps:")
        if sorts:
            st.button("Sort again", on_click=sort_again, icon=":material/sort:",
                      help="While the network learns, the filters change and keep their places, so that you can follow one.")


def _tools(filters: Filters, sequence: np.ndarray) -> None:
    """How the filters look, and what can be taken of them; they stand in this `sequence`. On a phone look.css has it last."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="filter_tools"):
        st.download_button("Download the filters as PNG", lambda: images.png(filters.document(sequence)), "inkling-filters.png",
                           "image/png", icon=":material/download:", on_click="ignore")
        st.segmented_control("Colour scale", [COMMON, OWN], required=True, key=state.COLOUR_SCALE, persist_state="session",
                             help="On a common scale strong filters look strong; on its own scale each shows its shape.")


def _say_to_draw() -> None:
    """What to do where filters shall be in the order of a drawing that there is none of."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Draw a digit first, and the filters that it lights will lead. Until then the strongest do.", width="content")
        st.page_link("pages/screens/draw.py", label="Draw a digit", icon=":material/draw:")
