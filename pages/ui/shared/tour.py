"""The tour under way: its banner says what this stop is about and what to do, and notices when that is done."""

from __future__ import annotations

import streamlit as st

from nncore.runs.lessons import DRAW, TRAIN
from nncore.runs.tour import STEPS, STOPS, WEIGHTS, Deeds, Stop, after, first_left, stop_named

from . import state
from .as_text import as_text
from .banner import banner
from .networks import current
from .visitor import Visitor

PLACES = {DRAW: "pages/screens/draw.py", TRAIN: "pages/screens/train.py", WEIGHTS: "pages/screens/weights.py",
          STEPS: "pages/screens/step_by_step.py"}
VIEWS = {WEIGHTS: state.VIEW, STEPS: state.STEPS_STAGE}  # which view is on show
WHAT = "Ten short stops, from what a pixel is to why a network learned, each with one thing to do."
CHOSEN = "chosen"  # what the diagram says of itself, and the gradients
LOOK_AGAIN = 1.5  # seconds after which a banner looks again whether its stop is done


def title_with_tour(visitor: Visitor, title: str) -> None:
    """The title of a page, and a way into the tour, or back to where it was left; none while it is under way."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        if not state.in_link(state.TOUR_IN_LINK):
            left = 0 < len(visitor.tour_done) < len(STOPS)
            st.button("Go on with the tour" if left else "Take the tour", icon=":material/tour:", type="tertiary",
                      on_click=_begin, args=(visitor,), help=WHAT)


def tour_banner(visitor: Visitor, page: str) -> None:
    """The stop of the link, on every page; on another than its own it leads there."""
    name = state.in_link(state.TOUR_IN_LINK)
    if not name:
        return
    try:
        stop = stop_named(name)
    except ValueError as error:
        st.error(as_text(f"{error}."), icon=":material/link_off:")
        return
    waits = stop.name not in visitor.tour_done
    (st.fragment(run_every=LOOK_AGAIN) if waits else st.fragment)(_stop)(visitor, stop, page, waits)


def _stop(visitor: Visitor, stop: Stop, page: str, waits: bool) -> None:
    if waits and stop.done(_deeds(visitor, page)):
        visitor.tour_done.add(stop.name)
        st.toast("This stop of the tour is done. It goes on at the top of the page.", icon=":material/check:")
        st.rerun()  # polling ends
    title = f"**Tour, stop {STOPS.index(stop) + 1} of {len(STOPS)}: {stop.title}**"
    sentences = {"": stop.says, "Do" if waits else "Done": stop.do}
    banner("tour", title, sentences, ":material/tour:" if waits else ":material/check:", lambda: _ways(stop, page, waits))


def _ways(stop: Stop, page: str, waits: bool) -> None:
    """To the place of this stop, to the next one, and out of the tour."""
    following = after(stop)
    with st.container(horizontal=True, width="content"):
        is_asked = st.session_state.get(state.TOUR_GO)  # then the view is that of the stop already, but the page not drawn so
        if waits and (is_asked or not _is_here(stop, page)) and st.button(
                f"Go to {stop.page.capitalize()}", type="primary", icon=":material/arrow_forward:", key=state.TOUR_GO,
                on_click=_look_at, args=(stop,)):
            st.switch_page(PLACES[stop.page])
        if following and st.button("Skip this stop" if waits else f"On to: {following.title}", on_click=_go_to, args=(following,),
                                   type="tertiary" if waits else "primary", icon=":material/arrow_forward:"):
            st.switch_page(PLACES[following.page])
        if st.button("Leave the tour" if waits or following else "End the tour", icon=":material/close:", type="tertiary",
                     on_click=state.leave, args=(state.TOUR_IN_LINK,), help="On Draw you can go on from where you left it."):
            st.rerun()  # the page, as this part of it alone would stay


def _is_here(stop: Stop, page: str) -> bool:
    return page == stop.page and (not stop.view or st.session_state.get(VIEWS[page], stop.view) == stop.view)


def _begin(visitor: Visitor) -> None:
    if len(visitor.tour_done) == len(STOPS):
        visitor.tour_done.clear()
    _go_to(first_left(visitor.tour_done))


def _go_to(stop: Stop) -> None:
    state.put_into_link(state.TOUR_IN_LINK, stop.name)
    _look_at(stop)


def _look_at(stop: Stop) -> None:
    if stop.view:
        st.session_state[VIEWS[stop.page]] = stop.view


def _deeds(visitor: Visitor, page: str) -> Deeds:
    """What the visitor has done so far, as this session and its widgets know it."""
    session, choice = st.session_state, current(visitor)
    filters, chosen = session.get(state.FILTER), session.get(state.DIAGRAM, {}).get(CHOSEN) if page == WEIGHTS else None
    layer = chosen[0] if isinstance(chosen, list) and chosen else None
    another = page == WEIGHTS and filters is not None and filters.neuron != filters.at_first
    answer = len(choice.experiment.hidden) + 1
    return Deeds(
        drew=visitor.drawing is not None, took_a_test_digit=state.TEST_DIGIT in session, chose_a_filter=another,
        chose_a_neuron=layer is not None and layer != answer, chose_a_digit=layer == answer,
        lit_by_another_digit=state.DIAGRAM_DIGIT in session,
        ended_a_run=any(not run.active for run in visitor.runs),
        chose_a_filter_of_their_own=another and choice.run is not None and filters.of[0] == choice.name,
        chose_a_gradient=page == STEPS and bool(session.get(state.STEPS_GRADIENTS, {}).get(CHOSEN)),
        took_a_step=page == STEPS and state.UPDATES in session and bool(session[state.UPDATES].rates))
