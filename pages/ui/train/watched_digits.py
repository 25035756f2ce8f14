"""Nine hard test digits turn from wrong to right while a network learns, and beside them the person's own drawing."""

from __future__ import annotations

from html import escape

import numpy as np
import streamlit as st

from nncore import Digits, Network, as_inputs
from nncore.reading.hard_digits import HARD, hard_digits

from ..shared import server
from ..shared.once import once
from ..shared.per_cent import per_cent
from ..shared.thumbnails import picture_tag


def watched_digits(network: Network, drawing: np.ndarray | None) -> None:
    """Show what `network` answers to the nine digits, and to the `drawing`, uint8 (28, 28), if there is one."""
    st.html(tiles(network, drawing))


@once
def nine() -> Digits:
    """The nine digits."""
    return hard_digits(server.digits().test)


@once
def _pictures() -> list[str]:
    """The nine digits as elements of HTML."""
    return [picture_tag(image, f"a {label}") for image, label in zip(nine().images, nine().labels.tolist(), strict=True)]


def tiles(network: Network, drawing: np.ndarray | None) -> str:
    """The nine digits and the drawing, each with the answer of now, as one piece of HTML."""
    labels = nine().labels.tolist()
    images = nine().images if drawing is None else np.concatenate([nine().images, drawing[None]])
    p = network.predict(as_inputs(images))  # (n, 10)
    answers = [int(each.argmax()) if np.isfinite(each).all() else None for each in p]
    right = sum(answer == label for answer, label in zip(answers, labels, strict=False))
    shown = [_test_digit(*each) for each in zip(HARD, _pictures(), labels, answers, strict=False)]
    own = "" if drawing is None else _own(drawing, answers[-1], p[-1])
    said = (f"<b>Nine hard test digits: {right} of 9 right.</b> What it answers now. The six simplest networks that ship get all "
            "wrong, the best two none.")
    return f'<div class="watched-digits"><p>{said}</p><div>{"".join(shown)}</div>{own}</div>'


def _test_digit(number: int, picture: str, label: int, answer: int | None) -> str:
    said = "no answer" if answer is None else f"reads {answer}"
    kind, sign = ("right", "✓") if answer == label else ("wrong", "✗")
    return (f'<span class="{kind}" title="Test digit {number}, a {label}: the network {said}, {kind}">'
            f'{picture}<b>{sign} {"–" if answer is None else answer}</b></span>')


def _own(drawing: np.ndarray, answer: int | None, p: np.ndarray) -> str:
    said = "it has no answer" if answer is None else f"now it reads <b>{answer}</b>, {escape(per_cent(p[answer]))} sure"
    return f'<p class="own">{picture_tag(drawing, "your drawing")} <span>Your drawing: {said}.</span></p>'
