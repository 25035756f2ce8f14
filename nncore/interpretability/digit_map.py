"""A map of digits: those lie close together to which a layer says much the same. From layer to layer the classes come apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..digits import Digits, as_inputs
from ..network import Network
from .hidden import activations, output_number
from .principal_components import PrincipalComponents, principal_components

NEAREST = 8  # neighbours of each digit
IMAGE = 0  # the number of the layer that is the image itself: its pixels
TO_THE_RIGHT, TO_THE_LEFT, UP, DOWN = 1, 0, 9, 3  # digits: the ones lie right of the zeros, the nines above the threes


@dataclass(frozen=True)
class DigitMap:
    """Digits as one layer sees them.

    components: the two along which they differ most; places (n, 2): where they lie; answers (n,): what the network reads;
    neighbours and distances (n, NEAREST): the rows of the digits that are nearest in the whole layer, the nearest first, and how
    far they are, the root of the sum of squared differences.
    """

    components: PrincipalComponents
    places: np.ndarray
    answers: np.ndarray
    neighbours: np.ndarray
    distances: np.ndarray


def layer_says(network: Network, images: np.ndarray, layer: int) -> np.ndarray:
    """What a layer, by its number, says to images uint8 (n, 28, 28): the pixels 0 to 1, activations or logits, (n, width).

    Raises ValueError if there is no layer of that number.
    """
    x, last = as_inputs(images), output_number(network)
    if not IMAGE <= layer <= last:
        raise ValueError(f"there is no layer {layer} on the map; {IMAGE} are the pixels, and {last} are the scores")
    return x if layer == IMAGE else activations(network, x, layer)


def digit_map(network: Network, digits: Digits, layer: int) -> DigitMap | str:
    """The map of `digits`, more than NEAREST, as a layer sees them; why there is none, in words, if weights have exploded."""
    with np.errstate(all="ignore"):
        says = layer_says(network, digits.images, layer)  # (n, width)
        answers = network.predict(as_inputs(digits.images)).argmax(axis=1)  # (n,)
    try:
        components = _turned(principal_components(says, 2), says, digits.labels)
    except ValueError as error:
        return f"{error}"
    squares = _squared_distances(says, says)  # (n, n)
    np.fill_diagonal(squares, np.inf)  # nobody is their own neighbour
    return DigitMap(components, components.places(says), answers, *_nearest(squares))


def nearest_digits(network: Network, digits: Digits, layer: int, image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rows, distances), (NEAREST,) each, of the `digits` that a layer finds nearest to an image uint8 (28, 28)."""
    says = layer_says(network, np.concatenate([image[None], digits.images]), layer)  # (1 + n, width)
    rows, distances = _nearest(_squared_distances(says[:1], says[1:]))
    return rows[0], distances[0]


def same_digit(found: DigitMap, labels: np.ndarray) -> float:
    """The share of all neighbours that are the same digit as the one they are neighbours of, by `labels` (n,)."""
    return float((labels[found.neighbours] == labels[:, None]).mean())


def _turned(components: PrincipalComponents, says: np.ndarray, labels: np.ndarray) -> PrincipalComponents:
    """The same components, each with the sign by which maps of different layers can be compared (see TO_THE_RIGHT)."""
    places, signs = components.places(says), np.ones((2, 1), says.dtype)
    for axis, (ahead, behind) in enumerate(((TO_THE_RIGHT, TO_THE_LEFT), (UP, DOWN))):
        one, other = places[labels == ahead, axis], places[labels == behind, axis]
        if len(one) and len(other) and one.mean() < other.mean():
            signs[axis] = -1
    return PrincipalComponents(components.mean, components.axes * signs, components.shares)


def _squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """|a - b|² = |a|² - 2 a·b + |b|² for each pair of rows of a (n, width) and b (m, width): float64 (n, m)."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    squares = np.einsum("ij,ij->i", a, a)[:, None] - 2 * (a @ b.T) + np.einsum("ij,ij->i", b, b)
    return np.maximum(squares, 0)  # a difference of sums may come out just below


def _nearest(squares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(columns, distances) of the NEAREST smallest in each row of squared distances (n, m), smallest first: (n, NEAREST) each."""
    columns = np.sort(np.argpartition(squares, NEAREST - 1, axis=1)[:, :NEAREST], axis=1)
    order = np.argsort(np.take_along_axis(squares, columns, axis=1), axis=1, kind="stable")
    columns = np.take_along_axis(columns, order, axis=1)
    return columns.astype(np.int32), np.sqrt(np.take_along_axis(squares, columns, axis=1)).astype(np.float32)
