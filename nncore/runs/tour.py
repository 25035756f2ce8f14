"""A tour is ten short stops, from what a pixel is to why a network learned: each on a live page, with one thing to do.

A stop notices by itself when that is done, as it asks what the person has done so far.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .lessons import DRAW, TRAIN

WEIGHTS, STEPS = "weights", "steps"
FILTERS, DIAGRAM = "Filters", "Diagram"  # views of the page Weights
BACKWARD, UPDATE = "2 Backward", "3 One update"  # stages of the page Steps


@dataclass(frozen=True)
class Deeds:
    """What somebody has done so far, as far as a stop asks for it."""

    drew: bool = False
    took_a_test_digit: bool = False
    chose_a_filter: bool = False
    chose_a_neuron: bool = False
    chose_a_digit: bool = False
    lit_by_another_digit: bool = False
    ended_a_run: bool = False
    chose_a_filter_of_their_own: bool = False
    chose_a_gradient: bool = False
    took_a_step: bool = False


@dataclass(frozen=True)
class Stop:
    """`says` is what there is to know, `do` the one thing to do on `page`, in its `view` or stage, if any; `done` notices it."""

    name: str
    title: str
    page: str
    says: str
    do: str
    done: Callable[[Deeds], bool]
    view: str = ""


STOPS = (
    Stop("pixel", "What is a pixel?", DRAW,
         "A picture is a grid of small squares, its pixels. The network sees 28 rows of 28, and of each only a number, its "
         "ink: from 0 for black to 1 for white.",
         "Draw a digit in the black square, and find its pixels: “It sees 28 by 28 pixels”.", lambda deeds: deeds.drew),
    Stop("answer", "What does it answer?", DRAW,
         "To each of the ten digits the network gives a probability, and all ten make 100%. The likeliest is its answer.",
         "Press Test digit, for a digit that somebody else wrote, and see how sure the network is.",
         lambda deeds: deeds.took_a_test_digit),
    Stop("weight", "What is a weight?", WEIGHTS,
         "A neuron multiplies each pixel by a number of its own, its weight. Orange weights are above zero: ink there "
         "speaks for the neuron; purple ones are below, and ink there speaks against it.",
         "Click another filter than the first, and point at its pixels to read their weights.",
         lambda deeds: deeds.chose_a_filter, FILTERS),
    Stop("neuron", "What does a neuron do?", WEIGHTS,
         "It adds up all those products, and a number of its own, the bias. Then its activation function bends the sum: "
         "ReLU, for one, makes 0 of whatever is below zero.",
         "Click a circle beside the image, and follow the sum in the box that comes.",
         lambda deeds: deeds.chose_a_neuron, DIAGRAM),
    Stop("layer", "Why layers?", WEIGHTS,
         "Neurons of the next layer do the same, but hear neurons in place of pixels. The last ten are the digits, and "
         "their sums become the probabilities.",
         "Click one of the ten digits on the right, and see which neurons speak for it.",
         lambda deeds: deeds.chose_a_digit, DIAGRAM),
    Stop("lit", "One network, many digits", WEIGHTS,
         "The weights stay as they are; another digit lights other neurons, and so another answer wins.",
         "Press Another test digit, and watch which circles fill.", lambda deeds: deeds.lit_by_another_digit, DIAGRAM),
    Stop("start", "Where do weights come from?", TRAIN,
         "A new network has random weights and guesses: one answer in ten is right. It is shown digits with their labels, "
         "and each of its learning steps changes all weights a little.",
         "Press Start, and watch the accuracy rise until the run has ended.", lambda deeds: deeds.ended_a_run),
    Stop("formed", "What has it learned?", WEIGHTS,
         "Nobody told your network which strokes to look for. Its filters began as noise, and what you see in them now is "
         "what the steps made of it.",
         "Click another filter than the first, of the network that you trained.",
         lambda deeds: deeds.chose_a_filter_of_their_own, FILTERS),
    Stop("gradient", "How does it know what to change?", STEPS,
         "The loss is a number that says how wrong an answer is. From the loss back to the pixels, the network works out how "
         "the loss changes when a number grows a little: its gradient.",
         "Click one of these gradients, and see where it comes from.", lambda deeds: deeds.chose_a_gradient, BACKWARD),
    Stop("why", "Why did it learn?", STEPS,
         "A step moves each weight a little against its gradient, so that the loss on this digit falls. Thousands of steps, "
         "each on other digits, leave what helps with most: so it reads digits that it has never seen.",
         "Take a test digit, press One step, and compare the probabilities and the loss before and after.",
         lambda deeds: deeds.took_a_step, UPDATE),
)


def stop_named(name: str) -> Stop:
    """The stop of that name. Raises ValueError if there is none, with the names of those that there are."""
    found = next((stop for stop in STOPS if stop.name == name), None)
    if found is None:
        raise ValueError(f"the tour has no stop {name[:40]!r}; its stops are {', '.join(stop.name for stop in STOPS)}")
    return found


def after(stop: Stop) -> Stop | None:
    """The stop that follows; None after the last."""
    place = STOPS.index(stop) + 1
    return STOPS[place] if place < len(STOPS) else None


def first_left(done: Iterable[str]) -> Stop:
    """Where to go on: the first stop whose name is not among those `done`; the first of all where all are."""
    done = set(done)
    return next((stop for stop in STOPS if stop.name not in done), STOPS[0])
