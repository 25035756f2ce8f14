"""Why this answer: the pixels that spoke, the steps of the preparation, the neurons that lit, the digits that are alike."""

from __future__ import annotations

from collections import Counter

import numpy as np
import streamlit as st

from nncore import Digits, Network, as_inputs
from nncore.digits import SIDE
from nncore.reading.explanation import most_active_neurons, relevance
from nncore.reading.preparation import ALL_STEPS, NO_STEPS, PreparationSteps, digit_of_ink
from nncore.reading.preparation_ablation import ALL, NONE, shipped_table
from nncore.reading.reader import FoundDigit

from ..shared import images

MOST_LIT, MOST_CLOSE = 8, 8
SWITCHES = {"thicken": "Thicken thin lines", "crop": "Cut out the ink", "scale": "Scale it to 20 pixels",
            "centre": "Centre its mass"}


def pixels(network: Network, found: FoundDigit) -> None:
    """The pixels that spoke for the answer, or for any other digit, and those that spoke against it."""
    asked = st.segmented_control("Why, or why not, a ...", range(10), default=found.digit, required=True,
                                 key=f"why_{found.digit}")
    x = as_inputs(found.image[None])[0]  # (784,)
    shown = relevance(network, x, asked).reshape(SIDE, SIDE)
    st.image(images.over(found.image, shown, 8), width=224,
             alt=f"The drawing; red pixels spoke for {asked}, blue ones against it")
    for_it, against = shown[shown > 0].sum(), -shown[shown < 0].sum()
    st.caption(f"Red ink spoke for {asked}, blue ink against it: {for_it:.1f} against {against:.1f} (pixel times gradient). "
               f"The network gives {asked} a probability of {found.probabilities[asked]:.2%}.")


def preparation(network: Network, ink: np.ndarray) -> None:
    """The drawing, `ink` uint8 (h, w), through the steps of the preparation, each with a switch and what it is worth."""
    st.caption("Before the network sees it, a drawing is prepared as MNIST's digits were. Leave a step out and see what happens.")
    table = shipped_table()
    taken = {}
    for name, label in SWITCHES.items():
        cost = 100 * (table[ALL] - table[f"without {name}"])
        taken[name] = st.toggle(f"{label}: leaving it out costs {cost:.1f} points", True, key=f"step_{name}",
                                persist_state="session")
    ways = {"Raw": NO_STEPS, "Thickened": PreparationSteps(crop=False, scale=False, centre=False),
            "Cut out": PreparationSteps(scale=False, centre=False), "Scaled": PreparationSteps(centre=False),
            "Centred": ALL_STEPS, "As switched": PreparationSteps(**taken)}
    with st.container(horizontal=True):
        for name, steps in ways.items():
            image = digit_of_ink(ink, steps)  # (28, 28)
            probabilities = network.predict(as_inputs(image[None]))[0]  # (10,)
            st.image(images.enlarged(image, 4), width=112, alt=f"{name}, read as {probabilities.argmax()}",
                     caption=f"{name}: {probabilities.argmax()} ({probabilities.max():.0%})")
    st.caption(f"Points measured on 2,000 test digits drawn anywhere and in any size: all steps read {table[ALL]:.1%}, "
               f"none {table[NONE]:.1%} (`python -m nncore preparation`). Where the strokes are known, the answer above comes "
               "from lines that are drawn again with one pen.")


def layers(network: Network, found: FoundDigit) -> None:
    """The hidden neurons that the drawing lights most, each with what it looks for."""
    lit = most_active_neurons(network, as_inputs(found.image[None])[0], MOST_LIT)
    if not lit:
        st.info("This network has no hidden layer: every pixel votes directly.", icon=":material/info:")
    for number, neurons in enumerate(lit, start=1):
        st.markdown(f"**Hidden layer {number}**: strongest first")
        with st.container(horizontal=True, gap="small"):
            for neuron in neurons:
                picture = neuron.looks_for.reshape(SIDE, SIDE)
                coloured = images.signed_colours(picture / max(float(np.abs(picture).max()), 1e-9))
                st.image(images.enlarged(coloured, 3), width=84, caption=f"{neuron.number}: {neuron.activation:.2f}",
                         alt=f"Neuron {neuron.number} with activation {neuron.activation:.2f}: what it looks for")
    st.caption("Red pixels make the neuron's activation larger, blue ones smaller. In the first layer this is its filter.")


def alike(digits: Digits, likeness: np.ndarray, among: int) -> None:
    """The training images, of `among`, that the last hidden layer finds most like the drawing, and how much each is (n,)."""
    with st.container(horizontal=True, gap="small"):
        for image, label, like in zip(digits.images, digits.labels, likeness, strict=True):
            st.image(images.enlarged(image, 3), width=84, caption=f"a {label}, {like:.0%} alike",
                     alt=f"A training image labelled {label}, {like:.0%} alike")
    counts = Counter(digits.labels.tolist()).most_common()
    st.caption(f"Of {among:,} training images, these are the closest in the last hidden layer (cosine): "
               + ", ".join(f"{count} of them labelled {label}" for label, count in counts) + ".")
