"""Why this answer: what each pixel and part says, the steps of the preparation, the neurons that lit, the digits alike."""

from __future__ import annotations

from collections import Counter

import numpy as np
import streamlit as st

from nncore import Digits, Network, as_inputs
from nncore.digits import CLASSES, SIDE
from nncore.interpretability.explanation import ActiveNeuron, closest_image, most_active_neurons
from nncore.interpretability.integrated_gradients import evidence
from nncore.interpretability.occlusion import Occluded, most_telling, without_each_patch, without_each_stroke
from nncore.reading.preparation import ALL_STEPS, NO_STEPS, PreparationSteps, digit_of_ink
from nncore.reading.preparation_ablation import ALL, NONE, shipped_table
from nncore.reading.reader import FoundDigit

from ..shared import images, state
from ..shared.networks import Choice
from ..shared.neuron_card import open_neuron
from ..shared.per_cent import per_cent
from ..shared.visitor import Visitor

MOST_LIT, MOST_CLOSE = 8, 8
MOST_STROKES, MOST_PATCHES = 4, 3  # that are erased, one at a time
SWITCHES = {"thicken": "Thicken thin lines", "crop": "Cut out the ink", "scale": "Scale it to 20 pixels",
            "centre": "Centre its mass"}


def reasons(network: Network, found: FoundDigit, digits: Digits, least: float) -> None:
    """What speaks for the answer, or for any other digit: pixel by pixel, part by part, and beside one of `digits`.

    Below the confidence `least` the network does not know what is left of a digit.
    """
    asked = st.segmented_control("Why, or why not, a ...", range(10), default=found.digit, required=True,
                                 key=f"why_{found.digit}")
    other = int(found.probabilities.argsort()[-2]) if asked == found.digit else found.digit
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=252, gap="small"):
            _pixels(network, found, asked, other)
        with st.container(width=352, gap="small"):
            _parts(network, found, asked, least)
        with st.container(width=168, gap="small"):
            _closest(found, digits, other if asked == found.digit else asked)


def _pixels(network: Network, found: FoundDigit, asked: int, other: int) -> None:
    """What each pixel says for the digit `asked` and against the `other`, and what that makes together."""
    says = evidence(network, as_inputs(found.image[None])[0], asked, other)
    st.markdown(f"**Each pixel: {asked} or {other}?**")
    pixels = says.pixels.reshape(SIDE, SIDE)
    st.image(images.barred(images.over(found.image, pixels), pixels, 9), width=252,
             alt=f"The digit; orange pixels speak for {asked}, purple ones, each with a white dash, for {other}")
    less, more = sorted((asked, other), key=lambda digit: found.probabilities[digit])
    ratio = float(found.probabilities[more] / max(found.probabilities[less], 1e-30))
    ink, paper, lead = (_points(each, asked, other) for each in (says.of_ink, says.of_blank_paper, says.lead))
    st.caption(f"Orange ink speaks for {asked}, purple ink, with white dashes, for {other}. Together they make {ink}; blank "
               f"paper makes {paper}. So {lead} in all: {more} is {times(ratio)} as likely as {less}.",
               help="Integrated gradients: the ink appears on blank paper bit by bit, and each pixel is credited with what it "
                    f"adds on the way to the score of {asked} less that of {other}. The pixels add up to the whole difference.")


def _points(difference: float, asked: int, other: int) -> str:
    """A difference of scores, of the digit `asked` less the `other`, in words: 4.8 for 4."""
    return f"{abs(difference):.1f} for {asked if difference >= 0 else other}"


def times(ratio: float) -> str:
    """A ratio in words, to two digits: 1.4 times, 150 times, 12,000 times."""
    if ratio > 1e6:
        return "more than a million times"
    return f"{ratio:.1f} times" if ratio < 10 else f"{float(f'{ratio:.1e}'):,.0f} times"


def _parts(network: Network, found: FoundDigit, asked: int, least: float) -> None:
    """What is read without each stroke; without the patches that matter most, where there are no strokes, or one, or too many."""
    before = float(found.probabilities[asked])
    if 2 <= len(found.strokes) <= MOST_STROKES:
        st.markdown("**Without one of its strokes**")
        parts = without_each_stroke(network, found.strokes)
        names = [f"Without stroke {number}" for number in range(1, len(parts) + 1)]
    else:
        st.markdown("**Without a part of it**")
        parts = most_telling(without_each_patch(network, found.image), asked, before, MOST_PATCHES)
        names = ["Without this part"] * len(parts)
    with st.container(horizontal=True, gap="xsmall"):
        for name, part in zip(names, parts, strict=True):
            says = f"{name} it {_reads(part, found.digit, asked, least)}"
            st.image(images.without(part.image, part.erased, 4), width=112, caption=says, alt=f"The digit: {says}")
    st.caption(f"Yellow ink is erased, and the network is asked again. With all its ink {asked} gets {per_cent(before)}.")


def _reads(part: Occluded, before: int, asked: int, least: float) -> str:
    """What the network reads without a part, the answer `before` being known, and how likely it then finds the digit `asked`."""
    verb = "does not know:" if part.confidence < least else "still reads" if part.digit == before else "reads"
    about_asked = "" if asked in (part.digit, before) else f"; {asked} gets {per_cent(part.probabilities[asked])}"
    return f"{verb} {part.digit}, {per_cent(part.confidence, 0)}{about_asked}"


def _closest(found: FoundDigit, digits: Digits, label: int) -> None:
    """Of all `digits` with `label` the one that is most like the drawing."""
    st.markdown(f"**The nearest {label}**")
    st.image(images.enlarged(closest_image(digits, found.image, label), 4), width=112, alt=f"A training image labelled {label}")
    st.caption(f"Of {len(digits):,} training images, the {label} that differs least from yours, pixel by pixel. "
               f"To the network yours is a {label} with {per_cent(found.probabilities[label])}.")


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
                     caption=f"{name}: {probabilities.argmax()} ({per_cent(probabilities.max(), 0)})")
    st.caption(f"Points measured on 2,000 test digits drawn anywhere and in any size: all steps read {table[ALL]:.1%}, "
               f"none {table[NONE]:.1%} (`python -m nncore preparation`). Where the strokes are known, the answer above comes "
               "from lines that are drawn again with one pen.")


def layers(visitor: Visitor, chosen: Choice, found: FoundDigit) -> None:
    """The hidden neurons that the drawing lights most, each with what it looks for, and a button that opens its card."""
    network = chosen.now()
    lit = most_active_neurons(network, as_inputs(found.image[None])[0], MOST_LIT)
    if not lit:
        st.info("This network has no hidden layer: every pixel votes directly.", icon=":material/info:")
    for number, neurons in enumerate(lit, start=1):
        st.markdown(f"**Hidden layer {number}**: strongest first")
        with st.container(horizontal=True, gap="small", key=f"lit_{number}"):
            for neuron in neurons:
                if _lit_neuron(neuron, number):
                    open_neuron(visitor, chosen, number, neuron.number)
    st.markdown("**Output**: a neuron for each digit")
    with st.container(horizontal=True, gap="xsmall", key="lit_output"):
        for digit in range(CLASSES):
            if st.button(f"{digit}", key=state.look_closer_key(len(lit) + 1, digit), help=f"Look closer at digit {digit}"):
                open_neuron(visitor, chosen, len(lit) + 1, digit)
    st.caption("The number is the neuron's activation: how strongly it answers. Orange pixels make it larger, purple ones, "
               "with dashes, smaller; in the first layer this is the neuron's filter: its weights, laid out as the pixels that "
               "they weigh. Press a neuron's name to look closer at it.")


def _lit_neuron(neuron: ActiveNeuron, number: int) -> bool:
    """One neuron of hidden layer `number`, its picture over its name; whether that was pressed."""
    picture = neuron.looks_for.reshape(SIDE, SIDE)
    coloured = images.signed_by_largest(picture)
    with st.container(width=84, gap=None):
        st.image(images.barred(coloured, picture, 6), width=84, caption=f"{neuron.activation:.2f}",
                 alt=f"Neuron {neuron.number} with activation {neuron.activation:.2f}: what it looks for")
        return st.button(f"Neuron {neuron.number}", key=state.look_closer_key(number, neuron.number), type="tertiary",
                         help=f"Look closer at neuron {neuron.number} of hidden layer {number}")


def alike(digits: Digits, likeness: np.ndarray, among: int) -> None:
    """The training images, of `among`, that the last hidden layer finds most like the drawing, and how much each is (n,)."""
    with st.container(horizontal=True, gap="small"):
        for image, label, like in zip(digits.images, digits.labels, likeness, strict=True):
            st.image(images.enlarged(image, 3), width=84, caption=f"a {label}, {like:.0%} alike",
                     alt=f"A training image labelled {label}, {like:.0%} alike")
    counts = Counter(digits.labels.tolist()).most_common()
    st.caption(f"Of {among:,} training images, these are the closest in the last hidden layer (cosine): "
               + ", ".join(f"{count} of them labelled {label}" for label, count in counts) + ".")
