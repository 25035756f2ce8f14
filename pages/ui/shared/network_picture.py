"""The picture of a network that reads a digit: pixels, the strongest neurons, ten digits, and what each says to the next.

It is text, an SVG, which a page redraws in place and without a blink; look.css gives it its colours.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore import Network, as_inputs
from nncore.digits import SIDE
from nncore.interpretability.flow import Connections, Flow, Neurons, flow
from nncore.setting import rounded

from .network_layout import LINE, Layout, Point, layout
from .per_cent import per_cent

MOST_LINES = 150  # in all; each gap between two layers has its share
SHADES = 8  # of grey in the image
RADIUS, DIGIT_RADIUS, ANSWER_RADIUS = 7.5, 9, 12  # of a neuron, of one of the ten digits, of the answer
LEGEND = ('<p title="A line is a weight times the activation of the neuron that it comes from; an activation is how strongly a '
          'neuron answers."><span><i class="for"></i>speaks for, <i class="against"></i>against what it leads to.</span> '
          "<span>Only the strongest are shown; fuller is stronger.</span></p>")
EXPLODED = "<p>Its weights have exploded: there are no numbers left to show. A smaller learning rate keeps them in bounds.</p>"


def show_network_picture(network: Network, image: np.ndarray) -> None:
    """Show how `network` reads `image`, uint8 (28, 28); blank paper shows the network at rest."""
    drawn = picture(flow(network, as_inputs(image[None])[0]), image)
    st.markdown(drawn, unsafe_allow_html=True)  # st.html takes every SVG out


def picture(flow: Flow, image: np.ndarray, places: Layout | None = None, most: int = MOST_LINES) -> str:
    """The SVG of `flow`, which reads `image`, uint8 (28, 28), all at its `places`, its `most` strongest lines and a legend."""
    places, blank = places or layout(flow), not image.any()
    lines = strongest_lines(flow, most)
    gaps = (gap(each, places, number) for number, each in enumerate(lines))
    hidden = (_neurons(*each) for each in zip(flow.hidden, places.layers[1:], strict=False))
    parts = [f'<g class="lines">{"".join(gaps)}</g>', _image(image, places), _dots(lines[0], places), *hidden,
             _outputs(flow, places, blank), _words(flow, places)]
    return (f'<div class="network-picture{" at-rest" if blank else ""}">'
            f'<svg viewBox="0 0 {places.width:g} {places.height:g}" role="img" aria-label="{_said(flow, blank)}">'
            f'{"".join(parts)}</svg>{EXPLODED if flow.answer is None else LEGEND}</div>')


def _said(flow: Flow, blank: bool) -> str:
    """What the picture shows, in words."""
    answer = ("Nothing is drawn yet" if blank else "The network has no answer: its weights have exploded" if flow.answer is None
              else f"The network reads {flow.answer} with {_likely(flow, flow.answer)}")
    columns = ", ".join(["784 pixels", *(_count(each) for each in flow.hidden), "10 digits"])
    return f"{answer}. From left to right: {columns}; lines say what speaks for and against each."


def _count(neurons: Neurons) -> str:
    """How many neurons of a layer are shown."""
    shown = len(neurons.numbers)
    return f"{shown} neurons" if shown == neurons.width else f"{shown} of {neurons.width:,} neurons, the strongest"


def _likely(flow: Flow, digit: int) -> str:
    """The probability of a digit, as text that may stand in an SVG."""
    return per_cent(float(flow.probabilities[digit])).replace(">", "&gt;")


def _image(image: np.ndarray, places: Layout) -> str:
    """The digit, a path for each shade of grey: an embedded file would be decoded anew, and blink, at each redrawing."""
    shades = np.ceil(image / (256 / SHADES)).astype(int)  # (28, 28)
    paths = []
    for shade in np.unique(shades[shades > 0]):
        squares = "".join(f"M{column} {row}h1v1h-1z" for row, column in np.argwhere(shades == shade))
        paths.append(f'<path d="{squares}" opacity="{shade / SHADES:.2f}"/>')
    left, top = places.corner
    return (f'<g class="image" transform="translate({left} {top:g}) scale({places.image / SIDE:.4f})">'
            f'<rect width="{SIDE}" height="{SIDE}"/>{"".join(paths)}</g>')


def strongest_lines(flow: Flow, most: int) -> list[Connections]:
    """Of the `most` lines in all each gap between two layers has its share, the strongest of its connections."""
    return [_strongest(each, most // len(flow.connections)) for each in flow.connections]


def _strongest(connections: Connections, most: int) -> Connections:
    """The `most` strongest of the connections, strongest last and so on top."""
    rows = np.argsort(np.abs(connections.says), kind="stable")[-most:]
    return Connections(connections.sources[rows], connections.targets[rows], connections.says[rows])


def _dots(lines: Connections, places: Layout) -> str:
    """The pixels from which lines begin, each in the colour of what it says most strongly."""
    signs = dict(zip(lines.sources.tolist(), (lines.says > 0).tolist(), strict=True))  # the last, strongest one stays
    dots = {True: "", False: ""}
    for pixel, sign in signs.items():
        x, y = places.layers[0][pixel]
        dots[sign] += f"M{x:.1f} {y:.1f}h0"
    return f'<g class="dots"><path class="for" d="{dots[True]}"/><path class="against" d="{dots[False]}"/></g>'


def gap(lines: Connections, places: Layout, number: int) -> str:
    """The lines from layer `number` to the next, each as wide and opaque as it is strong beside the strongest of them."""
    sources, targets = places.layers[number:number + 2]
    largest = np.abs(lines.says).max(initial=1e-30)
    drawn = []
    for source, target, says in zip(lines.sources.tolist(), lines.targets.tolist(), lines.says.tolist(), strict=True):
        part = abs(says) / float(largest)
        drawn.append(f'<path class="{"for" if says > 0 else "against"}" stroke-width="{0.5 + 2.5 * part:.1f}" '
                     f'opacity="{0.12 + 0.78 * part:.2f}" d="{places.curve(sources[source], targets[target])}"/>')
    return "".join(drawn)


def _neurons(neurons: Neurons, points: dict[int, Point]) -> str:
    """A circle for each neuron, the fuller the more active it is beside the strongest of its layer."""
    known = np.isfinite(neurons.activations)
    largest = max(float(np.abs(neurons.activations[known]).max(initial=0)), 1e-30)
    circles = []
    for number, activation in zip(neurons.numbers.tolist(), neurons.activations.tolist(), strict=True):
        x, y = points[number]
        full, value = (abs(activation) / largest, rounded(activation, 3)) if np.isfinite(activation) else (0, "no number")
        circles.append(f'<circle class="{"against" if activation < 0 else "for"}" cx="{x:.1f}" cy="{y:.1f}" r="{RADIUS}" '
                       f'fill-opacity="{full:.2f}"><title>Neuron {number}: activation {value}</title></circle>')
    ground = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points.values())
    return f'<g class="neurons"><path d="{ground}"/>{"".join(circles)}</g>'


def _outputs(flow: Flow, places: Layout, blank: bool) -> str:
    """The ten digits with their probabilities; the answer in the colour of answers, and larger."""
    rows, (right, down), below = [], places.beside, ' class="below"'
    for digit, (x, y) in places.layers[-1].items():
        answer = digit == flow.answer and not blank
        said = "–" if blank else _likely(flow, digit)
        rows.append(f'<g class="{"answer" if answer else "other"}"><title>Digit {digit}: {said}</title>'
                    f'<circle cx="{x}" cy="{y:.1f}" r="{ANSWER_RADIUS if answer else DIGIT_RADIUS}"/>'
                    f'<text x="{x}" y="{y:.1f}" class="middle">{digit}</text>'
                    f'<text x="{x + right}" y="{y + down:.1f}"{"" if right else below}>{said}</text></g>')
    return f'<g class="outputs">{"".join(rows)}</g>'


def _words(flow: Flow, places: Layout) -> str:
    """What each column is, below it."""
    columns = [["784", "pixels"], *(_short(each, places.deep) for each in flow.hidden), ["10", "digits"]]
    lines = [f'<text x="{x:.0f}" y="{y + LINE * row:.0f}" class="middle">{line}</text>'
             for (x, y), column in zip(places.words, columns, strict=True) for row, line in enumerate(places.rows(column))]
    return f'<g class="words{" narrow" if places.deep else ""}">{"".join(lines)}</g>'


def _short(neurons: Neurons, narrow: bool) -> list[str]:
    """How many neurons are shown, in short lines, and in shorter ones where columns are narrow."""
    shown = len(neurons.numbers)
    if shown == neurons.width:
        return [str(shown), "neurons"]
    return [f"{shown} of", f"{neurons.width:,}", "neurons"] if narrow else [f"{shown} of {neurons.width:,}", "neurons"]
