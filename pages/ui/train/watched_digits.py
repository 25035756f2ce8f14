"""Nine hard test digits turn from wrong to right while a network learns, and beside them the person's own drawing."""

from __future__ import annotations

import base64
import functools
from html import escape

import numpy as np
import streamlit as st

from nncore import Digits, Network, as_inputs
from nncore.reading.hard_digits import HARD, hard_digits

from ..shared import server
from ..shared.images import png
from ..shared.once import once
from ..shared.per_cent import per_cent


def watched_digits(network: Network, drawing: np.ndarray | None) -> None:
    """Show what `network` answers to the nine digits, and to the `drawing`, uint8 (28, 28), if there is one."""
    st.html(tiles(network, nine(), drawing))


@once
def nine() -> Digits:
    """The nine digits."""
    return hard_digits(server.digits().test)


def tiles(network: Network, digits: Digits, drawing: np.ndarray | None) -> str:
    """The digits and the drawing, each with the answer of now, as one piece of HTML."""
    images = digits.images if drawing is None else np.concatenate([digits.images, drawing[None]])
    p = network.predict(as_inputs(images))  # (n, 10)
    answers = [int(each.argmax()) if np.isfinite(each).all() else None for each in p]
    right = sum(answer == label for answer, label in zip(answers, digits.labels.tolist(), strict=False))
    shown = [_test_digit(number, image, label, answer) for number, image, label, answer
             in zip(HARD, digits.images, digits.labels.tolist(), answers, strict=False)]
    own = "" if drawing is None else _own(drawing, answers[-1], p[-1])
    return (f'<div class="watched-digits"><p><b>Nine hard test digits: {right} of 9 right.</b> '
            f'What it answers now; simple networks get all of them wrong.</p><div>{"".join(shown)}</div>{own}</div>')


def _test_digit(number: int, image: np.ndarray, label: int, answer: int | None) -> str:
    said = "no answer" if answer is None else f"reads {answer}"
    kind, sign = ("right", "✓") if answer == label else ("wrong", "✗")
    return (f'<span class="{kind}" title="Test digit {number}, a {label}: the network {said}, {kind}">'
            f'<img src="{_address(image.tobytes())}" alt="a {label}"><b>{sign} {"–" if answer is None else answer}</b></span>')


def _own(drawing: np.ndarray, answer: int | None, p: np.ndarray) -> str:
    said = "it has no answer" if answer is None else f"now it reads <b>{answer}</b>, {escape(per_cent(p[answer]))} sure"
    return f'<p class="own"><img src="{_address(drawing.tobytes())}" alt="your drawing"> Your drawing: {said}.</p>'


@functools.lru_cache(maxsize=64)
def _address(pixels: bytes) -> str:
    """The address of a picture that is its own content: nothing is fetched."""
    picture = png(np.frombuffer(pixels, np.uint8).reshape(28, 28))
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
