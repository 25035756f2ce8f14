"""The map of digits, layer by layer: where test digits and one's own drawing lie, and how the classes come apart."""

from __future__ import annotations

import functools
import zlib

import numpy as np
import streamlit as st

from nncore import Digits, Network, as_inputs
from nncore.interpretability.digit_map import IMAGE, NEAREST, DigitMap, digit_map, layer_says, nearest_digits, same_digit
from nncore.interpretability.hidden import output_number
from nncore.interpretability.silence import some_of_each

from ..shared import server
from ..shared.exploded import say_exploded
from ..shared.measured import measured, wait_for
from ..shared.network_names import layer_names
from ..shared.networks import Choice
from ..shared.once import once
from ..shared.state import MAP, MAP_DIGIT, MAP_LAYER
from ..shared.visitor import Visitor
from . import map_neighbours
from .map_plot import MINE, MyDrawing, map_plot, sheet_of
from .newest import newest
from .when_learned import when_learned

OF_EACH = 100  # test digits of each kind on the map
WHAT = ("Each point is a test digit; those to which a layer says much the same lie close together. Go from layer to layer, and "
        "see the classes come apart.")
LEARNING = "This network is learning just now. Its map is drawn when it has learned."
AXES = ("A layer says as many numbers about a digit as it has neurons, far too many directions for a picture. The two shown are "
        "those in which the digits differ most (principal component analysis). What they leave out cannot be seen: two digits "
        "that meet here may be far apart.")
NEAR = ("Measured in the whole layer, not in the picture. If all were right, the layer would have sorted the digits; by chance "
        "it would be 10%.")


def map_view(visitor: Visitor, chosen: Choice) -> None:
    """The map of the chosen network."""
    when_learned(visitor, chosen, LEARNING, _show)


def _show(visitor: Visitor, chosen: Choice) -> None:
    network = chosen.now()
    layer = _layer_control(network)
    ask = functools.partial(measured, visitor, chosen, network, digit_map, test_digits(), layer, name=f"{layer}")
    found = ask()
    if found is None:
        wait_for(lambda: ask(patience=0.0), "The map of this layer is being made ...")
    elif isinstance(found, str):
        say_exploded("there is no map of this layer")
    else:
        _map(visitor, chosen, network, layer, found)


@once
def test_digits() -> Digits:
    """The digits on the map: as many of each kind."""
    return some_of_each(server.digits().test, OF_EACH)


@once
def _sheet() -> bytes:
    return sheet_of(test_digits())


def _layer_control(network: Network) -> int:
    """Ask for the layer: its number."""
    names = ["Pixels", *layer_names(network)]
    st.session_state[MAP_LAYER] = min(st.session_state.get(MAP_LAYER, IMAGE), len(names) - 1)
    return st.segmented_control("Layer", range(len(names)), required=True, key=MAP_LAYER, persist_state="session",
                                format_func=names.__getitem__,
                                help="What goes in, what each hidden layer makes of it, and the ten scores that come out.")


def _map(visitor: Visitor, chosen: Choice, network: Network, layer: int, found: DigitMap) -> None:
    """The map, and beside it the digit that is looked at with its neighbours."""
    digits, drawing = test_digits(), _drawing(visitor, network, layer, found)
    at_first, now = _looked_at(drawing is not None)
    with st.container(key="map_and_neighbours"):
        plot, beside = st.columns([13, 6], gap="medium")
    with plot:
        name = ["pixels", *layer_names(network)][layer].lower()
        clicked = map_plot(digits, found, drawing, _sheet(), chosen=at_first, key=MAP,
                           title=f"{len(digits):,} test digits as {chosen.title} sees them, layer {name}")
    now = now if clicked is None else clicked
    st.session_state[MAP_DIGIT] = at_first, now
    with beside:
        _in_words(network, layer, found, digits)
        if now == MINE:
            map_neighbours.of_drawing(drawing, digits, found, lambda: _nearest(visitor, network, layer))
        else:
            map_neighbours.of_digit(now, digits, found)
        if drawing is None:
            st.page_link("pages/screens/draw.py", label="Draw a digit, and see where it lies", icon=":material/draw:")


def _looked_at(has_drawing: bool) -> tuple[int, int]:
    """(row of the digit that is framed when the map comes, row of the one looked at); at first one's drawing, if any."""
    first = MINE if has_drawing else 0
    at_first, now = st.session_state.get(MAP_DIGIT, (first, first))
    if MAP not in st.session_state:  # the map comes anew
        at_first = now
    return tuple(first if row == MINE else row for row in (at_first, now))


def _drawing(visitor: Visitor, network: Network, layer: int, found: DigitMap) -> MyDrawing | None:
    """The visitor's drawing where it lies on the map."""
    image = visitor.drawing
    if image is None:
        return None
    place = found.components.places(layer_says(network, image[None], layer))[0]
    near = _nearest(visitor, network, layer)
    reads = int(network.predict(as_inputs(image[None]))[0].argmax())
    return MyDrawing(image, place, reads, [] if near is None else near[0].tolist())


def _nearest(visitor: Visitor, network: Network, layer: int) -> tuple[np.ndarray, np.ndarray] | None:
    """(rows, distances) of the digits nearest to the visitor's drawing; None as long as they are not known."""
    image = visitor.drawing
    return newest(visitor, network, "map", (layer, zlib.crc32(image)), nearest_digits, test_digits(), layer, image).result


def _in_words(network: Network, layer: int, found: DigitMap, digits: Digits) -> None:
    """How much of the layer the picture shows, and how well the layer sorts the digits."""
    share, near = found.components.shares.sum(), same_digit(found, digits.labels)
    numbers = found.components.mean.size
    of = {IMAGE: f"the {numbers} pixels", output_number(network): "the ten scores"}.get(layer, f"these {numbers:,} neurons")
    st.markdown(f"The two axes show **{share:.0%}** of how {of} differ from digit to digit.", help=AXES)
    st.markdown(f"Of each digit's {NEAREST} nearest neighbours **{near:.1%}** are the same digit.", help=NEAR)
