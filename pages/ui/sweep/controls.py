"""The controls of a sweep: which settings to try, and with which values; the page's link says the same."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from nncore import Digits, Experiment, Mnist, parameter_count, settings
from nncore.experiment import format_setting
from nncore.runs.sweep import MOST_RUNS

from ..shared import chosen_settings, runs, server, state
from ..shared.as_text import as_text
from ..shared.networks import shape
from ..shared.refusal import attempt, say_refusal
from ..shared.state import sweep_key, try_key
from ..shared.sweep_run import SweepRun
from ..shared.visitor import Visitor
from .plan import MOST_SEED, MOST_TRIED, Plan, from_link, likely, shortened, usual_values

FEW_IMAGES = 10_000
MOST_NUMBERS = 50_000_000  # that all networks of a sweep have together: 200 MB
GRID, RANDOM = "grid", "at random"
FIRST = Plan({"learning_rate": ()})


@dataclass(frozen=True)
class Planned:
    """What the controls say: the runs, and the fields in which they differ."""

    experiments: list[Experiment]
    tried: tuple[str, ...]


def sweep_controls(visitor: Visitor) -> Planned | None:
    """Draw the controls, with how many runs that is and a button that starts them; None if there is no such sweep."""
    train = visitor.own_digits.digits if visitor.own_digits else server.digits().train
    with st.container(border=True):
        for fault in filter(None, (chosen_settings.take_link(), _take_link())):
            st.error(fault, icon=":material/link_off:")
        base = chosen_settings.chosen()
        place = st.container()
        few = len(train) > FEW_IMAGES and st.toggle(
            f"On {FEW_IMAGES:,} images", key=sweep_key("few"), persist_state="session",
            help="What is good on a sixth of the digits is mostly good on all, and each run takes a sixth of the time.")
        prune = st.toggle("Prune hopeless runs", key=sweep_key("prune"), persist_state="session",
                          help="Pruning ends runs early (successive halving): after a while only the half that is better on the "
                               "validation digits goes on, then the better half of those. It needs more than one epoch.")
        base = shortened(base, FEW_IMAGES, len(train)) if few else base
        with place:
            plan = _plan(base, few, prune)
            state.put_into_link(state.SWEEP_IN_LINK, plan.to_link())
        planned = _start(visitor, plan, base, train)
        say_refusal("sweep")
        st.caption(f"All else as on the Train page: {shape(base)}, {base.epochs} epochs.",
                   help="Numbers as in 784-128-10 are neurons: so many pixels, neurons of each hidden layer, digits.")
    return planned


def _take_link() -> str:
    """Let the controls say what the link says, the first time that they are drawn; a sentence (Markdown) if it cannot be read."""
    if sweep_key("tried") in st.session_state:
        return ""
    plan, fault = FIRST, ""
    if text := state.in_link(state.SWEEP_IN_LINK):
        try:
            plan = from_link(text)
        except ValueError as error:
            fault = as_text(f"{error}.")
    said = {"tried": list(plan.tried), "how": RANDOM if plan.at_random else GRID, "count": plan.count, "seed": plan.seed,
            "few": plan.few, "prune": plan.prune}
    for part, value in said.items():
        st.session_state[sweep_key(part)] = value
    for name, texts in plan.values.items() if plan is not FIRST else ():
        st.session_state[try_key(name)] = list(texts)
    return fault


def _plan(base: Experiment, few: bool, prune: bool) -> Plan:
    """What the controls of the settings to try say."""
    tried = st.multiselect("Settings to try", list(settings()), max_selections=MOST_TRIED, key=sweep_key("tried"),
                           format_func=lambda name: settings()[name].label, persist_state="session",
                           help="A sweep trains a run for each of several values. Every other setting is as on the Train page.")
    values = {name: tuple(_values(base, name)) for name in tried}
    how = st.segmented_control("How", [GRID, RANDOM], required=True, key=sweep_key("how"), persist_state="session",
                               help="A grid is every combination of the values. At random, numbers are drawn between the "
                                    "smallest and the largest value: each run tries a new value of the setting that matters.")
    if how == GRID:
        return Plan(values, few=few, prune=prune)
    with st.container(horizontal=True):
        count = st.number_input("Runs", 1, MOST_RUNS, width=150, key=sweep_key("count"), persist_state="session")
        seed = st.number_input("Seed of the choice", 0, MOST_SEED, width=170, key=sweep_key("seed"), persist_state="session",
                               help="Where the random numbers start: the same seed draws the same runs.")
    return Plan(values, True, count, seed, few, prune)


def _values(base: Experiment, name: str) -> list[str]:
    """What a setting is tried with: some of the values offered, or others that are typed."""
    chosen = st.session_state.setdefault(try_key(name), usual_values(base, name))
    offered = [format_setting(name, value) for value in likely(base, name)]
    setting = settings()[name]
    return st.multiselect(setting.label, list(dict.fromkeys([*offered, *chosen])), accept_new_options=True, key=try_key(name),
                          persist_state="session", help=f"{setting.help} Others can be typed. Takes {setting.rule}.")


def _start(visitor: Visitor, plan: Plan, base: Experiment, train: Digits) -> Planned | None:
    """How many runs the plan has and how long they take, with a button; or why there is no such sweep."""
    own = visitor.own_digits
    try:
        planned = Planned(plan.experiments(base), plan.tried)
        if (numbers := sum(map(parameter_count, planned.experiments))) > MOST_NUMBERS:
            raise ValueError(f"these runs would keep {numbers:,} parameters together; up to {MOST_NUMBERS:,} are possible")
        desk = server.sweep_desk()
        seconds = server.sweep_seconds(tuple(planned.experiments), plan.prune, own.identity if own else (), train) / desk.size
    except ValueError as error:
        st.error(as_text(f"{error}."), icon=":material/error:")
        return None
    st.markdown(f"**{len(planned.experiments)} runs**, {desk.size} at a time, about **{max(1, round(seconds)):,} s**.")
    busy = visitor.sweep is not None and visitor.sweep.active
    st.button("Start the sweep", type="primary", icon=":material/play_arrow:", disabled=busy,
              on_click=attempt, args=("sweep", _begin, visitor, planned, plan.prune))
    return planned


def _begin(visitor: Visitor, planned: Planned, prune: bool) -> None:
    """Begin the sweep that the controls say. Raises ValueError if it cannot be."""
    own = visitor.own_digits
    digits = Mnist(own.digits, server.digits().test) if own else server.digits()
    runs.start_sweep(visitor, SweepRun(server.sweep_desk(), visitor, planned.experiments, planned.tried, digits, prune=prune))
