"""What a neuron says to all test digits, what it dreams of, and what breaks without it: measured by workers, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from nncore import Digits, Network
from nncore.digits import SIDE
from nncore.interpretability.dreams import BLUR_EVERY, PULL, STARTS, STEPS, Dream, seeded_dream
from nncore.interpretability.hidden import output_number
from nncore.interpretability.responses import Responses, responses
from nncore.interpretability.silence import CostOfSilence, cost_of_silence

from . import server
from .measured import measured, wait_for
from .networks import Choice
from .neuron_charts import mean_responses
from .show_chart import show_chart
from .thumbnails import picture_tag
from .visitor import Visitor

SEED = 0  # of dreams: the same neuron has the same dream
ACTIVATION = "Its mean activation, that is how strongly it answers, over all test digits of a kind, about a thousand of each."
SCORE = "The mean over all test digits of a kind, about a thousand of each. The highest of the ten scores is the answer."
DREAM = (f"The picture that this neuron likes best. It begins as faint noise, and {STEPS} times each pixel goes a little the way "
         "that makes the neuron's weighted sum grow (gradient ascent). So that it has lines and no grains, ink is pulled towards "
         f"paper (L2, {PULL} of each pixel beside a gradient of 1), the picture is blurred every {BLUR_EVERY} steps, and shifted "
         f"by up to a pixel before each. The best of {STARTS} tries is shown. Nobody wrote it.")
SILENT = "Its activation is held at 0, and the network reads the 10,000 test digits again."


def measurements(visitor: Visitor, choice: Choice, network: Network, number: int, neuron: int) -> None:
    """Show what is measured, as soon as it is there; until then say that it is under way."""
    test, is_output = server.digits().test, number == output_number(network)
    ask = partial(measured, visitor, choice, network)
    said = partial(ask, responses, test, number, name=f"{number}")
    dreamt = partial(ask, seeded_dream, number, neuron, SEED, name=f"{number}, {neuron}")

    def both() -> tuple[Dream, Responses] | None:
        dream, found = dreamt(), said()
        return None if dream is None or found is None else (dream, found)

    _when_known(said, "Reading 10,000 test digits ...", lambda found: _answers(found, neuron, is_output))
    _when_known(both, "Dreaming ...", lambda both: _pictures(*both, test, neuron))
    if not is_output:
        _when_known(partial(ask, cost_of_silence, test, number, neuron, name=f"{number}, {neuron}"),
                    "Reading 10,000 test digits without this neuron ...", _cost)


def _when_known(look: Callable[[], Any], says: str, show: Callable[[Any], None]) -> None:
    """Show what `look` gives; until it gives anything, say what is being measured."""
    if (found := look()) is None:
        wait_for(look, says)
    else:
        show(found)


def _answers(found: Responses, neuron: int, is_output: bool) -> None:
    """What the neuron says to each digit, and whether it has anything to say."""
    mean = found.mean[:, neuron]  # (10,)
    st.markdown("**Its score for each digit, on average**" if is_output else "**What it says to each digit, on average**",
                help=SCORE if is_output else ACTIVATION)
    show_chart(mean_responses(mean), key="card_responses", grows="low",
               alt="On average it says " + ", ".join(f"{each:z.2f} to a {digit}" for digit, each in enumerate(mean)))
    if found.dead[neuron]:
        st.markdown("It is **dead**: no test digit lights it, so it says nothing, and learns nothing more.")
    elif found.saturated[neuron]:
        st.markdown("It is **saturated**: for every test digit it stands at an end of what it can say, where it hardly learns.")
    _layer(found)


def _layer(found: Responses) -> None:
    """How many of the layer's neurons are dead or saturated, if any are."""
    for what, count in (("dead", int(found.dead.sum())), ("saturated", int(found.saturated.sum()))):
        if count:
            st.caption(f"{count:,} of the {len(found.dead):,} neurons of this layer {'is' if count == 1 else 'are'} {what}.")


def _pictures(dream: Dream, found: Responses, test: Digits, neuron: int) -> None:
    """The dream of the neuron beside the real digits that it likes most and least."""
    st.markdown("**Its dream beside real test digits**", help=DREAM)
    image = np.round(255 * dream.image).astype(np.uint8).reshape(SIDE, SIDE)
    dreamt = picture_tag(image, "Its dream: the picture that it likes best")
    parts = [_part("Its dream", dreamt, f"to which it says {dream.activation:z.2f}")]
    for title, rows, says in (("Excite it most", found.most, found.at_most), ("Excite it least", found.least, found.at_least)):
        shown = "".join(picture_tag(test.images[row], f"A {test.labels[row]}, to which it says {each:z.2f}")
                        for row, each in zip(rows[:, neuron], says[:, neuron], strict=True))
        parts.append(_part(title, f"<div>{shown}</div>", _range(says[:, neuron])))
    st.html(f'<div class="neuron-pictures">{"".join(parts)}</div>')


def _part(title: str, pictures: str, says: str) -> str:
    return f"<section><p><b>{title}</b></p>{pictures}<p class=\"quiet\">{says}</p></section>"


def _range(says: np.ndarray) -> str:
    first, last = f"{says[0]:z.2f}", f"{says[-1]:z.2f}"
    return f"to all of these it says {first}" if first == last else f"to these it says {first} to {last}"


def _cost(cost: CostOfSilence) -> None:
    st.markdown(f"**Switched off**: {cost_in_words(cost)}", help=SILENT)


def cost_in_words(cost: CostOfSilence) -> str:
    """What the network loses without a neuron, in a sentence: 0.4 points, mostly 5 read as 3."""
    if not cost.spoilt and not cost.mended:
        return "no test digit is read otherwise; the other neurons do without it."
    mended = f"{_digits(cost.mended)} read rightly that {_was(cost.mended)} not"
    if cost.mistake is None:
        return f"{_points(cost.points)}: {mended}."
    digit, answer, times = cost.mistake
    mostly = f"{digit} as {answer}" if cost.spoilt == 1 else f"mostly {digit} read as {answer} ({times:,} of them)"
    spoilt = f"{_digits(cost.spoilt)} misread that {_was(cost.spoilt)} not, {mostly}"
    return f"{_points(cost.points)}: {spoilt}" + (f"; {mended}." if cost.mended else ".")


def _points(points: float) -> str:
    """Points of accuracy that are lost, in words."""
    if round(points, 2) == 0:
        return "the accuracy stays the same"
    return f"the network {'loses' if points > 0 else 'gains'} **{abs(points):.2f} points** of accuracy"


def _digits(count: int) -> str:
    return "1 digit is" if count == 1 else f"{count:,} digits are"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
