"""The picture of a network that reads a digit: pixels, the strongest neurons, ten digits, and what each says to the next.

It is text, an SVG, that is drawn in one go wherever it is put; look.css gives it its colours.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import streamlit as st

from nncore import Network, as_inputs
from nncore.digits import SIDE
from nncore.reading.flow import Connections, Flow, Neurons, flow

from .network_layout import DIGIT, HEIGHT, LEFT, LINE, RADIUS, WIDTH, Layout, Point, image_top, layout
from .per_cent import per_cent

MOST_LINES = 150  # in all; each gap between two layers has its share
SHADES = 8  # of grey in the image
LEGEND = ('<p><span><i class="for"></i>speaks for</span> <span><i class="against"></i>speaks against</span> '
          "<span>what it leads to. The fuller, the stronger in its layer.</span></p>")


def show_network_picture(network: Network, image: np.ndarray) -> None:
    """Show how `network` reads `image`, uint8 (28, 28); blank paper shows the network at rest."""
    st.markdown(picture(flow(network, as_inputs(image[None])[0]), image), unsafe_allow_html=True)  # st.html strips every SVG


def picture(flow: Flow, image: np.ndarray) -> str:
    """The SVG of `flow`, which reads `image`, uint8 (28, 28), with its legend."""
    places = layout(flow)
    blank = not image.any()
    parts = [_lines(flow, places), _image(image), *_pixel_dots(flow, places)]
    parts += [_neurons(neurons, points) for neurons, points in zip(flow.hidden, places.layers[1:], strict=False)]
    parts += [_outputs(flow, places.layers[-1], blank), _words(flow, places)]
    return (f'<div class="network-picture{" at-rest" if blank else ""}"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'aria-label="{_said(flow, blank)}">{"".join(parts)}</svg>{LEGEND}</div>')


def _said(flow: Flow, blank: bool) -> str:
    """What the picture shows, in words."""
    answer = ("Nothing is drawn yet" if blank else "The network has no answer: its weights have exploded" if flow.answer is None
              else f"The network reads {flow.answer} with {per_cent(flow.probabilities[flow.answer])}")
    columns = ", ".join(["784 pixels", *(_count(each) for each in flow.hidden), "10 digits"])
    return f"{answer}. From left to right: {columns}; lines say what speaks for and against each."


def _count(neurons: Neurons) -> str:
    shown = len(neurons.numbers)
    return f"{shown} neurons" if shown == neurons.width else f"{shown} of {neurons.width:,} neurons, the strongest"


def _image(image: np.ndarray) -> str:
    """The digit, a path for each shade of grey: an embedded file would be decoded anew, and blink, at each redrawing."""
    return _shades(image.tobytes())


@lru_cache(maxsize=64)
def _shades(pixels: bytes) -> str:
    """The same from the image's bytes: it stays while the network that reads it learns."""
    image = np.frombuffer(pixels, np.uint8).reshape(SIDE, SIDE)
    shades = np.ceil(image / (256 / SHADES)).astype(int)  # (28, 28)
    paths = []
    for shade in np.unique(shades[shades > 0]):
        squares = "".join(f"M{column} {row}h1v1h-1z" for row, column in np.argwhere(shades == shade))
        paths.append(f'<path d="{squares}" opacity="{shade / SHADES:.2f}"/>')
    return (f'<g class="image" transform="translate({LEFT} {image_top():g}) scale({DIGIT / SIDE:g})">'
            f'<rect width="{SIDE}" height="{SIDE}"/>{"".join(paths)}</g>')


def _pixel_dots(flow: Flow, places: Layout) -> list[str]:
    """The pixels from which lines begin."""
    if not len(flow.connections[0].says):
        return []
    dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in map(places.layers[0].get, np.unique(flow.connections[0].sources).tolist()))
    return [f'<path class="dots" d="{dots}"/>']


def _lines(flow: Flow, places: Layout) -> str:
    """The strongest connections of each gap between two layers, strongest last and so on top."""
    each = MOST_LINES // len(flow.connections)
    return '<g class="lines">' + "".join(
        _gap(connections, sources, targets, each) for connections, sources, targets
        in zip(flow.connections, places.layers, places.layers[1:], strict=False)) + "</g>"


def _gap(connections: Connections, sources: dict[int, Point], targets: dict[int, Point], most: int) -> str:
    """The `most` strongest of the connections, each as wide and opaque as it is strong beside the strongest of them."""
    strength = np.abs(connections.says)
    strongest = float(strength.max(initial=0))
    lines = []
    for place in np.argsort(strength, kind="stable")[-most:]:
        path = _curve(sources[int(connections.sources[place])], targets[int(connections.targets[place])])
        part = float(strength[place]) / strongest
        lines.append(f'<path class="{"for" if connections.says[place] > 0 else "against"}" '
                     f'stroke-width="{0.5 + 2.5 * part:.1f}" opacity="{0.12 + 0.78 * part:.2f}" d="{path}"/>')
    return "".join(lines)


def _curve(start: Point, end: Point) -> str:
    """A line from one point to another that leaves and arrives level."""
    (x, y), (x2, y2) = start, end
    middle = (x + x2) / 2
    return f"M{x:.0f} {y:.0f}C{middle:.0f} {y:.0f} {middle:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"


def _neurons(neurons: Neurons, points: dict[int, Point]) -> str:
    """A circle for each neuron, the fuller the more active it is beside the strongest of its layer."""
    finite = np.isfinite(neurons.activations)
    largest = max(float(np.abs(neurons.activations[finite]).max(initial=0)), 1e-30)
    circles = []
    for number, activation, known in zip(neurons.numbers.tolist(), neurons.activations.tolist(), finite, strict=True):
        x, y = points[number]
        full = min(abs(activation) / largest, 1) if known else 0
        value = f"activation {activation:.3g}" if known else "its activation is no number"
        circles.append(f'<circle class="{"against" if activation < 0 else "for"}" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" '
                       f'fill-opacity="{full:.2f}"><title>Neuron {number}: {value}</title></circle>')
    return f'<g class="neurons">{"".join(circles)}</g>'


def _outputs(flow: Flow, points: dict[int, Point], blank: bool) -> str:
    """The ten digits with their probabilities; the answer in the colour of answers, and larger."""
    rows = []
    for digit, (x, y) in points.items():
        answer = digit == flow.answer and not blank
        p = flow.probabilities[digit]
        said = "–" if blank or not np.isfinite(p) else per_cent(p)
        rows.append(f'<g class="{"answer" if answer else "other"}"><title>Digit {digit}: {said}</title>'
                    f'<circle cx="{x}" cy="{y:.1f}" r="{13 if answer else 10}"/>'
                    f'<text x="{x}" y="{y:.1f}" class="middle">{digit}</text>'
                    f'<text x="{x + 17}" y="{y:.1f}">{said}</text></g>')
    return f'<g class="outputs">{"".join(rows)}</g>'


def _words(flow: Flow, places: Layout) -> str:
    """What each column is, below it."""
    columns = [["784", "pixels"], *(_short(each) for each in flow.hidden), ["10", "digits"]]
    lines = [f'<text x="{x:.0f}" y="{HEIGHT - 40 + LINE * row}" class="middle">{line}</text>'
             for x, column in zip(places.words, columns, strict=True) for row, line in enumerate(column)]
    return f'<g class="words">{"".join(lines)}</g>'


def _short(neurons: Neurons) -> list[str]:
    """How many neurons are shown, in short lines: deep networks have narrow columns."""
    shown = len(neurons.numbers)
    return [str(shown), "neurons"] if shown == neurons.width else [f"{shown} of", f"{neurons.width:,}", "neurons"]
