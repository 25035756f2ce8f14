"""What a neuron looks for, and what it tells: all that its weights say by themselves, before any digit is read."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore import Network, as_inputs
from nncore.digits import SIDE
from nncore.interpretability.hidden import activations, output_number
from nncore.interpretability.looks_for import looks_for as pixels_sought

from . import images
from .neuron_charts import incoming_weights, outgoing_weights
from .show_chart import show_chart

BIAS = "A number of the neuron's own, which it adds to its weighted sum: above 0 it is easily lit, below 0 it takes more."
LIT = "The neuron's activation: what it says when it looks at your drawing. The larger, the better the drawing fits it."
SCORE = "What this neuron says to your drawing. Each digit has such a score, and the highest is the answer."
FILTER = "**Its filter**: its weights, laid out as the pixels that they weigh."
THROUGH = "**What it looks for, about**: the filters of the first layer, added up as the weights on the way to it say."
ABOUT = ("All weights up to this neuron multiplied together. It is an approximation: between its layers the network bends each "
         "number (that is what an activation function does), and what is bent depends on the image.")


def looks_for(network: Network, number: int, neuron: int, drawing: np.ndarray | None) -> None:
    """The picture that a neuron's weights are, its bias, and what it says to `drawing`, uint8 (28, 28)."""
    sought = pixels_sought(network, number, neuron).reshape(SIDE, SIDE)
    with st.container(horizontal=True, gap="small", key="neuron_looks_for"):
        st.image(images.barred(images.signed_by_largest(sought), sought, 10), width=150,
                 alt="Its filter" if number == 1 else "What it looks for through the layers before, about")
        with st.container(gap=None):
            st.markdown(FILTER if number == 1 else THROUGH, help=None if number == 1 else ABOUT)
            st.markdown("Orange pixels speak for it, purple ones, with dashes, against it.")
            st.markdown(f"Bias **{network.dense_layers[number - 1].b[neuron]:z.2f}**", help=BIAS)
            if drawing is not None:
                is_output = number == output_number(network)
                says = _says(network, number, neuron, drawing)
                st.markdown(f"Your drawing: **{says:z.2f}**", help=SCORE if is_output else LIT)


def _says(network: Network, number: int, neuron: int, drawing: np.ndarray) -> float:
    """The activation of a neuron at a drawing, or a digit's score."""
    x = as_inputs(drawing[None])  # (1, 784)
    return float(activations(network, x, number)[0, neuron])


def tells(network: Network, number: int, neuron: int) -> None:
    """The weights from a hidden neuron to the next layer; an output neuron tells nobody: those that reach it."""
    last = output_number(network)
    if number < last:
        outgoing(network.dense_layers[number].W[neuron], neuron, to_digits=number == last - 1, key="card_outgoing")
    elif last > 1:
        st.markdown("**The weights that reach it**", help="One from each neuron of the last hidden layer: orange speaks for this "
                    "digit, purple against it.")
        show_chart(incoming_weights(network.dense_layers[-1].W[:, neuron], neuron), key="card_incoming", grows="low",
                   alt=f"The weights from each neuron of the last hidden layer to digit {neuron}")


def outgoing(weights: np.ndarray, neuron: int, *, to_digits: bool, key: str) -> None:
    """The weights (outputs,) from a hidden neuron to the next layer, or to the digits."""
    to = "digit" if to_digits else "neuron of the next layer"
    st.markdown(f"**Its weights to each {to}**", help="How much of what this neuron says goes on, and with which sign: orange "
                f"speaks for a {to}, purple against it.")
    show_chart(outgoing_weights(weights, neuron, to_digits=to_digits), key=f"{key}_{to_digits}", grows="low",
               alt=f"The weights from neuron {neuron} to each {to}")
