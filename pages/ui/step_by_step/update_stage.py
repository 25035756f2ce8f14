"""One update under the microscope: a step is taken, and seen in a weight, in the ten probabilities and on 10,000 test digits."""

from __future__ import annotations

import numpy as np
import streamlit as st

from nncore import Network
from nncore.batch_norm import BatchNorm
from nncore.experiment import settings
from nncore.interpretability.one_update import LearningState
from nncore.losses import softmax
from nncore.objective import Objective
from nncore.optimizers import CALM, OPTIMIZERS
from nncore.setting import written

from ..shared import server, state
from ..shared.choice_names import choice_name
from ..shared.measured import wait_for
from ..shared.numbers import number
from ..shared.per_cent import per_cent
from ..shared.thumbnails import Thumbnail, figure, row_of
from ..shared.visitor import Visitor
from .chosen_weight import at_dense, weight_of
from .looked_at import looked_at
from .one_pass import Pass
from .optimizer_formulas import WeightStep, rule_with_numbers
from .sources import code_of_update, show_code
from .tables import lines, row, table
from .updates import Updates

MOST_CHANGED = 8  # test digits that are shown
ONE_BY_ONE = ("This network has batch norm, which learns from batches. Each update also moves its running mean and variance a "
              "tenth of the way to those of the batch, and here that is one digit: often this does more than the step, and harm.")
ALONE = "A batch of one digit speaks for itself alone, so a tenth of the usual rate is enough here."


def chosen_optimizer() -> str:
    """The rule by which a gradient becomes a step, as it was chosen last."""
    return st.session_state.setdefault(state.STEPS_OPTIMIZER, "sgd")


def update_stage(visitor: Visitor, updates: Updates, before: LearningState, now: LearningState, was: Pass) -> None:
    """The buttons, and what the last update did; `was` is the pass before it."""
    _buttons(updates)
    if any(isinstance(each.layer, BatchNorm) for each in was.layers):
        st.caption(ONE_BY_ONE)
    left, right = st.columns([9, 10], gap="medium")
    with left:
        st.html(_probabilities(updates, before, now))
        show_code(code_of_update(now.optimizer), type(now.optimizer))
    with right:
        _weight(updates, before, now, was)
        _test_digits(visitor, updates, before, now)


def _buttons(updates: Updates) -> None:
    """The rule, the rate, one step, and back."""
    rate = settings()["learning_rate"]
    optimizer = updates.experiment.optimizer
    key = state.steps_rate_key(optimizer)
    st.session_state.setdefault(key, CALM[optimizer] / 10)
    count = len(updates.rates)
    with st.container(horizontal=True, vertical_alignment="bottom", key="steps_update"):
        with st.container(width=150):
            st.selectbox("Optimizer", OPTIMIZERS, key=state.STEPS_OPTIMIZER, persist_state="session",
                         format_func=choice_name, help=settings()["optimizer"].help)
        with st.container(width=150):
            length = st.number_input("Learning rate", rate.minimum, rate.maximum, step=CALM[optimizer] / 10, format="%.5g",
                                     key=key, persist_state="session", help=f"{rate.help} {ALONE}")
        st.button("One step" if not count else "Again", type="primary", icon=":material/step_over:", on_click=updates.update,
                  args=(length,), disabled=count >= updates.most)
        st.button("Undo", icon=":material/undo:", on_click=updates.undo, disabled=not count)
        st.caption("No update yet." if not count else f"Updates: {count} of {updates.most} at most.", width="content")


def _probabilities(updates: Updates, before: LearningState, now: LearningState) -> str:
    """The ten probabilities before and after, as the network answers, and the loss."""
    stepped, label = bool(updates.rates), int(updates.digit.labels[0])
    (first, loss), (second, next_loss) = (_answer(each.network, updates) for each in (before, now))
    rows = [row(f"{digit}" + (" (right)" if digit == label else ""), per_cent(float(first[digit]), 2),
                *([per_cent(float(second[digit]), 2)] if stepped else []),
                kind="chosen" if digit == label else "",
                share=float(second[digit] - first[digit]) if stepped else None) for digit in range(len(first))]
    rows.append(row("loss", number(loss, 4), *([number(next_loss, 4)] if stepped else []), kind="total"))
    return table("The probabilities" + (" before and after the last step" if stepped else ""),
                 ["digit", "before", "after"] if stepped else ["digit", "now"], rows)


def _answer(network: Network, updates: Updates) -> tuple[np.ndarray, float]:
    """What `network` answers, (10,), and the loss of that; no dropout, as it is not learning."""
    logits = network.infer(network.inputs(updates.digit.images))  # (1, 10)
    return softmax(logits)[0], Objective.of(updates.experiment)(logits, updates.digit.labels)[0]


def _weight(updates: Updates, before: LearningState, now: LearningState, was: Pass) -> None:
    """What the step did to the weight that is chosen at Backward."""
    weight = weight_of(was, at_dense(was, looked_at(was, updates)), updates.network_and_digit)
    flat = weight.flat(was)
    name = weight.name(was)
    st.markdown(f"**{name[0].upper() + name[1:]}**", help="Choose another one at 2 Backward.")
    if not updates.rates:
        st.html(lines("Before the step", f"w = {number(now.network.parameters[flat])}",
                      f"dw = {number(was.trace.gradients[flat])}"))
        st.caption("Press One step, and see where it goes.")
        return
    step = WeightStep(float(before.network.parameters[flat]), float(now.network.parameters[flat]), float(now.gradients[flat]),
                      updates.rates[-1], tuple(before.optimizer.state[:, flat].tolist()),
                      tuple(now.optimizer.state[:, flat].tolist()), now.optimizer)
    more = []
    if step.dw != was.trace.gradients[flat]:
        more = [f"dw = {number(was.trace.gradients[flat])} by backward; with penalty and clipping {number(step.dw)}"]
    st.html(lines(f"Step {now.optimizer.steps} by {choice_name(updates.experiment.optimizer)}, rate {written(step.rate)}",
                  f"w = {number(step.w)}, dw = {number(step.dw)}", *more, *rule_with_numbers(step),
                  f"so w changes by {number(step.after - step.w)}"))
    if not step.dw:
        st.caption("This weight has no gradient: its pixel is blank, or its neuron silent, for this digit.")


def _test_digits(visitor: Visitor, updates: Updates, before: LearningState, now: LearningState) -> None:
    """How many of the 10,000 test digits changed their answer by the last update, and which."""
    count = len(updates.rates)
    if not count:
        return
    first = updates.answers_of(before.network, count - 1, visitor)
    second = updates.answers_of(now.network, count, visitor)
    if first is None or second is None:
        wait_for(lambda: None if updates.answers_of(before.network, count - 1, visitor) is None
                 else updates.answers_of(now.network, count, visitor), "The 10,000 test digits are read again.")
        return
    test = server.digits().test
    changed = np.flatnonzero(first != second)
    gained = int((second == test.labels).sum()) - int((first == test.labels).sum())
    st.markdown(f"Of the 10,000 test digits **{len(changed):,}** changed their answer, and {abs(gained):,} "
                f"{'more are' if gained >= 0 else 'fewer are'} right: **{float((second == test.labels).mean()):.2%}**.")
    if len(changed):
        st.html(row_of(figure(Thumbnail(test.images[each], f"{first[each]} → {second[each]}, is {test.labels[each]}",
                                        f"Test digit {each}, labelled {test.labels[each]}: read as {first[each]} before, as "
                                        f"{second[each]} now")) for each in changed[:MOST_CHANGED].tolist()))
        if len(changed) > MOST_CHANGED:
            st.caption(f"The first {MOST_CHANGED} of them.")
