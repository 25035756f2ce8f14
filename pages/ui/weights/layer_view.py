"""The layers of a network, one at a time: its weights, how lively it is, what its neurons look for, and what excites them."""

from __future__ import annotations

import base64
from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nncore import Network
from nncore.interpretability.activity import LOOKED_AT, Activity, Histogram, activity
from nncore.interpretability.hidden import output_number
from nncore.interpretability.responses import Responses, responses
from nncore.setting import rounded

from ..shared import images, server
from ..shared.exploded import has_exploded, say_exploded
from ..shared.measured import AT_ONCE, measured, wait_for
from ..shared.network_names import layer_names
from ..shared.networks import Choice
from ..shared.neuron_card import open_neuron
from ..shared.show_chart import show_chart
from ..shared.state import LAYER, VIEW, look_closer_key
from ..shared.thumbnails import picture_tag
from ..shared.visitor import Visitor
from . import layer_charts
from .filter_grid import COLUMNS_OF_FEW, FEW
from .filter_view import NAME, SHOWN
from .filters import COLUMNS, COMMON_QUANTILE
from .layer_matrix import LayerMatrix
from .layer_neurons import EXCITING, strongest, table

WHAT = ("Each layer reads what the layer before says. Its weights are a matrix: how strongly each of its neurons listens to each "
        "neuron of the layer before, orange for it, purple against it.")
MEASURING = "A worker looks at what the layer says to thousands of digits ..."
DEAD = "Dead: it says nothing to any of the 10,000 test digits, so no gradient reaches it, and it cannot learn any more."
SATURATED = ("Saturated: at each of the 10,000 test digits it is at an end of its range, where its curve is flat and hardly any "
             "gradient passes. It concerns tanh, sigmoid and elu alone.")
GRADIENTS = (f"How much the loss changes with each weight, for one batch of {LOOKED_AT:,} training digits: only sizes, from "
             "mark to mark many times as large. Where they are tiny, a layer hardly learns.")
ACTIVATIONS = f"What the neurons say to {LOOKED_AT:,} test digits. Exact zeros are counted apart, and have no bar."
WEIGHTS = "All weights of the layer, sorted into bars of equal width: how many lie where."
TYPICAL = "The numbers above are typical sizes: the root of the mean square."
LOOKS_FOR = ("In the first layer it is the neuron's filter. In a deeper one it is an approximation: the weights of all layers up "
             "to it multiplied together, as if no activation between them bent anything. Each picture has a scale of its own. "
             f"Beside it are the {EXCITING} test digits, of 10,000, to which the neuron says most.")


def layer_view(visitor: Visitor, chosen: Choice) -> None:
    """One layer of the chosen network; while it learns, its weights as they are every two seconds."""
    (st.fragment(run_every=2.0)(_show) if chosen.learning else _show)(visitor, chosen, chosen.learning)


def _show(visitor: Visitor, chosen: Choice, learning: bool) -> None:
    if learning and not chosen.learning:
        st.rerun()  # polling ends
    network = chosen.now()
    if has_exploded(network):
        say_exploded("there is nothing to show")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="layer_head"):
        number = _layer_choice(network)
        if not learning:
            st.caption("Bars: now. Line: at the start, before the first step.", width="content")
        counts = st.empty()  # in place of what another view may have had here
    with st.container(key="layer_learns" if learning else "layer_measured"):  # look.css keeps its room
        measurements = st.empty()
        measurements.caption("What it says to thousands of digits is measured when it has learned." if learning else MEASURING)
    matrix, neurons = st.columns(2, gap="large")
    with matrix:
        _matrix(network, number, learning)
    with neurons:
        beside = st.empty()
        _closer(visitor, chosen, network, number)
    if learning:
        with beside.container():
            _neurons(network, number, None)
    else:
        _measurements(visitor, chosen, network, number, counts, measurements, beside)


def _measurements(visitor: Visitor, chosen: Choice, network: Network, number: int, above: DeltaGenerator, below: DeltaGenerator,
                  beside: DeltaGenerator) -> None:
    """What is measured, in its places; what is known without it already stands there, and waits for nothing."""
    lively, answers = _found(visitor, chosen, network, number, patience=0.0)
    if lively is None or answers is None:
        with beside.container():
            _neurons(network, number, None)
        lively, answers = _found(visitor, chosen, network, number)
    with beside.container():
        _neurons(network, number, answers)
    with above.container(horizontal=True, vertical_alignment="center", width="content"):
        _counts(network, number, answers, lively)
    with below.container():
        if lively is None or answers is None:
            wait_for(lambda: all(each is not None for each in _found(visitor, chosen, network, number)) or None, MEASURING)
        if lively:
            _histograms(lively[number - 1])


def _layer_choice(network: Network) -> int:
    """Ask for a layer; its number, from 1. The last is the output layer, which says the scores."""
    names = dict(enumerate(layer_names(network), start=1))
    if st.session_state.get(LAYER) not in names:
        st.session_state[LAYER] = min(2, len(names))
    return st.segmented_control("Layer", names, format_func=names.get, required=True, key=LAYER, persist_state="session",
                                label_visibility="collapsed")


def _found(visitor: Visitor, chosen: Choice, network: Network, number: int,
           patience: float = AT_ONCE) -> tuple[list[Activity] | None, Responses | None]:
    """How lively the layers are, and how the neurons of one answer to the test digits; None as long as it is not known."""
    ask = partial(measured, visitor, chosen, network, patience=patience)
    history = chosen.run and chosen.run.history
    start = (history.origin.average or history.origin.network) if history and history.origin else None
    experiment = history.now if history else chosen.experiment
    lively = ask(activity, start, experiment, server.digits())
    return lively, ask(responses, server.digits().test, number, name=str(number))


def _counts(network: Network, number: int, answers: Responses | None, lively: list[Activity] | None) -> None:
    """How many neurons are dead or saturated, and how much of what they say lies at the ends."""
    if number == output_number(network) or answers is None or lively is None:
        return
    width, of_layer = network.dense_layers[number - 1].outputs, lively[number - 1]
    st.markdown(f"**{answers.dead.sum():,}** of {width:,} dead", help=DEAD, width="content")
    st.markdown(f"**{answers.saturated.sum():,}** saturated", help=SATURATED, width="content")
    if of_layer.at_ends is not None:
        st.markdown(f"{of_layer.at_ends:.0%} of activations are at an end", width="content")
    elif of_layer.activations.zeros[0]:
        st.markdown(f"{of_layer.activations.zeros[0]:.0%} of activations are 0", width="content")


def _histograms(lively: Activity) -> None:
    """Weights, gradients and activations, now and at the start."""
    for place, (title, helps, chart, histogram) in zip(st.columns(3, gap="medium"), (
            ("Weights", WEIGHTS, layer_charts.numbers, lively.weights),
            ("Gradients", GRADIENTS, layer_charts.sizes, lively.gradients),
            ("Activations", ACTIVATIONS, layer_charts.numbers, lively.activations)), strict=True):
        with place:
            st.markdown(f"**{title}** {_sizes(histogram)}", help=f"{helps} {TYPICAL}")
            show_chart(chart(histogram), key=f"layer_{chart.__name__}_{title[0]}", grows="low",
                       alt=f"Histogram of the layer's {title.lower()}, now and at the start")


def _sizes(histogram: Histogram) -> str:
    now, start = histogram.size
    return f"\N{PLUS-MINUS SIGN}{rounded(now)}, at the start \N{PLUS-MINUS SIGN}{rounded(start)}"


def _matrix(network: Network, number: int, learning: bool) -> None:
    """The weights of the layer as a picture; those of the first are filters, which have a view of their own."""
    layer = network.dense_layers[number - 1]
    if number == 1:
        _filters(network)
        if not learning:  # what is drawn again by itself cannot change the view
            st.button("Look at the filters", on_click=_to_filters, icon=":material/apps:")
        return
    shown, before = LayerMatrix.of(layer.W), layer.inputs
    code = base64.b64encode(shown.png).decode()
    kind = "digit" if number == output_number(network) else "neuron"
    st.markdown(f"**Its weights**: {layer.outputs:,} by {before:,}")
    st.html(f'<img class="pixels layer-matrix" src="data:image/png;base64,{code}" alt="The matrix of the layer\'s weights: a row '
            f'for each {kind}, a column for each neuron of the layer before">')
    st.caption(f"A row for each {kind}, 0 at the top; a column for each neuron of the layer before, 0 on the left. {shown.says} "
               f"Full orange is {rounded(shown.limit)} or more, full purple \N{MINUS SIGN}{rounded(shown.limit)} or less.")


def _filters(network: Network) -> None:
    """The strongest filters, small."""
    W, neurons = network.dense_layers[0].W, strongest(network, 1, SHOWN)
    limits = np.full(len(neurons), np.quantile(np.abs(W), COMMON_QUANTILE))
    st.markdown(f"**Its weights**: {W.shape[1]:,} filters of 784 pixels")
    columns = COLUMNS if len(neurons) > FEW else COLUMNS_OF_FEW
    st.html(picture_tag(images.montage(W.T[neurons], columns, limits), f"The {len(neurons)} strongest filters"))
    st.caption("This layer reads pixels, so the weights of a neuron are a picture: its filter.")


def _to_filters() -> None:
    st.session_state[VIEW] = NAME


def _neurons(network: Network, number: int, answers: Responses | None) -> None:
    """The strongest neurons of the layer: what they look for and what excites them, and the way to the card of each."""
    neurons, last = strongest(network, number), number == output_number(network)
    which = "the ten digits" if last else f"its {len(neurons)} strongest neurons"
    st.markdown(f"**What {which} look for**{', and what excites them' if answers else ''}", help=LOOKS_FOR)
    st.html(table(network, number, neurons, answers, server.digits().test))


def _closer(visitor: Visitor, chosen: Choice, network: Network, number: int) -> None:
    """A button for each of the strongest neurons of the layer, or for each digit, that opens its card."""
    kind = "digit" if number == output_number(network) else "neuron"
    st.markdown(f"**Look closer at a {kind}**", help="All about it: what it says to each digit, its dream, "
                "and what breaks without it.")
    with st.container(horizontal=True, gap="xsmall", key="look_closer"):
        for neuron in strongest(network, number).tolist():
            if st.button(f"{neuron}", key=look_closer_key(number, neuron), help=f"Look closer at {kind} {neuron}"):
                open_neuron(visitor, chosen, number, neuron)
