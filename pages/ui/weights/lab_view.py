"""The lab: take something away from a network and see at once what that costs; what one makes there can be kept."""

from __future__ import annotations

import zlib

import streamlit as st

from nncore import Network
from nncore.compute.job import CalculationJob
from nncore.interpretability.alterations import Alteration
from nncore.interpretability.cost_of_alterations import costs, outcome

from ..shared.exploded import has_exploded, say_exploded
from ..shared.measured import measured, wait_for
from ..shared.networks import Choice
from ..shared.show_chart import show_chart
from ..shared.visitor import Visitor
from . import lab_charts, lab_controls, lab_result
from .lab_digits import TrialDigits, trial_digits
from .newest import newest
from .when_learned import when_learned

WHAT = ("Switch neurons off, prune weights, add noise or leave a weight few bits: what the network does without, it hardly "
        "needed. The original stays as it is.")
LEARNING = "This network is learning just now. The lab opens when it has learned."


def lab_view(visitor: Visitor, chosen: Choice) -> None:
    """The lab of the chosen network."""
    when_learned(visitor, chosen, LEARNING, _show)


def _show(visitor: Visitor, chosen: Choice) -> None:
    network = chosen.now()
    if has_exploded(network):
        say_exploded("there is nothing to take away")
        return
    _lab(visitor, chosen, network, lab_controls.alteration_asked(chosen, network))


def _lab(visitor: Visitor, chosen: Choice, network: Network, alteration: Alteration) -> None:
    """The result at the left, or first on a phone, and beside it the controls with their curves."""
    trial, seed, image = trial_digits(chosen), lab_controls.seed_asked(chosen), visitor.drawing
    what = alteration, seed, None if image is None else zlib.crc32(image)
    job = newest(visitor, network, "lab", what, outcome, alteration, trial.digits, image, seed)
    found = measured(visitor, chosen, network, costs, trial.digits, 0, name="lab", patience=0.0)  # half a second: they follow
    original = found[Alteration()] if found else _original(visitor, network, alteration, trial)
    with st.container(key="lab"):
        result, controls = st.columns([6, 13], gap="medium")
    with controls:
        _controls(chosen, network, alteration, found, job.result and job.result.accuracy)
        if found is None:
            wait_for(lambda: measured(visitor, chosen, network, costs, trial.digits, 0, name="lab", patience=0.0),
                     "The grey curves are being measured ...")
    with result:
        _result(visitor, chosen, network, alteration, trial, job, original)


def _original(visitor: Visitor, network: Network, alteration: Alteration, trial: TrialDigits) -> float | None:
    """The accuracy of the network as it is, if anything is compared with it while the curves that begin with it are not known."""
    if alteration.changes_nothing:
        return None
    asked = newest(visitor, network, "original", (), outcome, Alteration(), trial.digits, None, 0)
    return asked.result and asked.result.accuracy


def _result(visitor: Visitor, chosen: Choice, network: Network, alteration: Alteration, trial: TrialDigits, job: CalculationJob,
            original: float | None) -> None:
    lab_result.accuracy(job, original, alteration, trial)
    lab_result.tools(visitor, chosen, network, alteration)
    lab_result.tested(visitor, chosen, network, alteration)
    lab_result.drawing(network, job, alteration, visitor.drawing)


def _controls(chosen: Choice, network: Network, alteration: Alteration, found: dict[Alteration, float] | None,
              accuracy: float | None) -> None:
    """Three controls, each over the curve of what it costs by itself; then the neurons."""
    curves = ((lab_controls.pruned_control, lab_charts.over_pruned, "pruned", "the share of the weights that is pruned"),
              (lab_controls.noise_control, lab_charts.over_noise, "noise", "the noise that is added to the weights"),
              (lab_controls.bits_control, lab_charts.over_bits, "bits", "the bits that are left of each weight"))
    for column, (control, chart, key, against) in zip(st.columns(3, gap="medium"), curves, strict=True):
        with column:
            control(chosen)
            show_chart(chart(found or {}, alteration, accuracy), key=f"lab_{key}", grows="low", alt=f"Accuracy against {against}")
    st.caption("Grey: what each costs by itself. The dot is where you stand, with all that you have altered.")
    lab_controls.off_controls(chosen, network)
    if alteration.noise:
        st.button("Draw other noise", icon=":material/casino:", on_click=lab_controls.other_noise, args=(chosen,),
                  help="The same amount, other random numbers: was it luck?")
