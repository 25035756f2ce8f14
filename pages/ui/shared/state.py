"""What a session remembers beside what its visitor made, and the only file that knows under which key.

Most of it are values of widgets, which end with the session. The link carries the settings through a reload and to others.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from . import server
from .news import ELSEWHERE, GONE, SETTINGS_STAY, let_go
from .run import Run
from .visitor import Visitor

VISITOR, WATCH = "visitor", "watch"
PAGE = "page"  # the one that was shown last
NEWS = "news"  # what a person should hear who is back: the page on which it is said, empty before it is known, and the sentences
LINK = "link"  # by name, the parts of the link that go along from page to page
OPENED_SETTINGS = "opened_settings"  # of a link that was opened or gone back to, until the controls have taken them over
VISIT = "visit"  # the part of a link that finds what a visitor made
SETTINGS_IN_LINK = "settings"  # the part of a link that carries an Experiment
MISSION_IN_LINK = "mission"
HIDDEN_IN_LINK = "hide"  # names of settings whose controls are not shown
TAB_IN_LINK = "tab"  # of Runs, the one that is open
SWEEP_IN_LINK = "sweep"  # what the controls of a sweep say
LESSON_IN_LINK = "lesson"  # its name; it brings settings, a mission and what is hidden of its own
TOUR_IN_LINK = "tour"  # the name of its stop
TOUR_GO = "tour_go"  # the button that leads to where the stop is
CARRIED = (SETTINGS_IN_LINK, MISSION_IN_LINK, HIDDEN_IN_LINK, LESSON_IN_LINK, TAB_IN_LINK, SWEEP_IN_LINK, TOUR_IN_LINK)
NETWORK = "network"  # the control of the current one, which the visitor remembers
SECOND_NETWORK = "second_network"
BRUSH = "brush"
LEAST = "least_confidence"
SOURCE = "source"  # the number of its control, and what it says: Canvas, Picture or Camera
CLOSER = "closer"
PLACE = "place"  # of the digit of a number that is looked at, 0 for the first
LABELS = "labels"  # how many digits were labelled
CANVAS = "canvas"  # its number, a new one being a new canvas, and the strokes that it starts from while it is on the page
TEST_DIGIT = "test_digit"  # the number of the one on show in place of the drawing
FILTER = "filter"  # on Weights: which one is looked at, and in which order all of them stand
READY_FILTERS = "ready_filters"  # of the visitor's own network that was looked at last
VIEW = "view"  # on Weights: of a network, the one that is on show
NEURON_CARD = "neuron_card"  # while it is open: the page, the network's name, the layer's number and the neuron
MOMENTS = "moments"  # by network of a run, what is known of its moments
LAYER = "layer"  # on Weights: the number of the one that is looked at
MEASURED = "measured"  # by network of the visitor's own, what was calculated of it
NEWEST = "newest"  # by network, what a view of Weights asked a worker last
MAP = "map"  # on Weights: what its component tells
MAP_DIGIT = "map_digit"  # the row of the digit that is looked at on the map: when the map came, and now
MAP_LAYER = "map_layer"  # the number of the layer whose map is on show
FILTER_ORDER = "order"  # the control of that order
COLOUR_SCALE = "colour_scale"  # of the filters: one for all, or each its own
ALL_FILTERS = "all_filters"  # whether all of them are shown
LAST_UPLOAD = "last_upload"  # of a handwriting set that was opened
OWN_DIGITS_NUMBER = "own_digits_number"  # a new number is a pair of empty uploaders
REFUSED_UPLOADS = "refused_uploads"  # by place on the pages, of the last upload there: which it was, and why
REFUSAL = "refusal"  # of the last click: the place on the page, why it could not be done, and when
RECIPE = "recipe"  # the control, which follows the other controls
CHANGE_ONE = "change_one"  # the number of the run of which one setting is about to be changed
MEASURE = "measure"  # of the curves, accuracy or loss: the one that is open on Train and on Runs
RANGE_TEST = "range_test"  # the last one: the settings that it was made with, and the job that has what it found
STEPS_SOURCE, STEPS_DIGIT = "steps_source", "steps_digit"  # on Step by step: drawing or test digit, and the number of that
STEPS_NETWORK, STEPS_OPTIMIZER = "steps_network", "steps_optimizer"
STEPS_STAGE = "steps_stage"  # forward, backward or update
STEPS_CELL, STEPS_CLICK = "steps_cell", "steps_click"  # the network and number that are looked at, and which click chose it
STEPS_FORWARD, STEPS_GRADIENTS = "steps_forward", "steps_gradients"  # the rows of numbers, which say what is clicked in them
STEPS_NEURON = "steps_neuron"  # the control for any neuron of a wide layer
STEPS_WEIGHT, STEPS_INPUT = "steps_weight", "steps_input"  # the weight that is looked at, and the control of where it comes from
UPDATES = "updates"  # those that were made to one network with one digit
TAB, AGAINST, RUN_ORDER, ALL_RUNS = "runs_tab", "against", "run_order", "all_runs"  # controls of Runs
REMOVE, UNDO_REMOVAL = "remove_ticked", "undo_removal"
RUN_COLOURS = "run_colours"  # by number of each run that is compared, which of the colours for series it has

DIAGRAM = "diagram"  # on Weights: the lit diagram, which says what is chosen in it, and whether its layers stand below each other
DIAGRAM_DIGIT = "diagram_digit"  # the number of the test digit that lights it in place of the drawing
ANOTHER_DIGIT = "another_digit"  # the button for another one
DIAGRAM_SHOWN = "diagram_shown"  # while a network learns: which network and digit, and the numbers of the neurons shown


def sweep_key(part: str) -> str:
    """The key of the control of a `part` of a sweep's plan."""
    return f"sweep_{part}"


def try_key(name: str) -> str:
    """The key of the values with which a sweep tries the field `name`."""
    return f"try_{name}"


def source_key(number: int) -> str:
    """The key of the control of the source. A new one is made where the page chooses: while it lies in a closed popover the
    browser does not hear of a new value, and would send the old one again."""
    return f"source_{number}"


def label_key(number: int) -> str:
    """The key of the control that labels a digit, a new one each time: of an old one the browser may say the same once more."""
    return f"label_{number}"


def lab_key(network: str, part: str) -> str:
    """The key of the control of a `part` of what the lab does to the network of a name."""
    return f"lab_{part}_{network}"


def tick_key(run: Run) -> str:
    """The key of the box that is ticked to compare a run."""
    return f"tick_{run.number}"


def setting_key(name: str) -> str:
    """The key of the control that sets the Experiment's field `name`."""
    return f"setting_{name}"


def options_key(name: str) -> str:
    """The key of the values that the slider of a field offers."""
    return f"options_{name}"


def look_closer_key(number: int, neuron: int) -> str:
    """The key of the button that opens the card of a neuron of layer `number`."""
    return f"look_closer_{number}_{neuron}"


def steps_label_key(drawing: int) -> str:
    """The key of the label that the visitor gives to a drawing."""
    return f"steps_label_{drawing}"


def steps_rate_key(optimizer: str) -> str:
    """The key of the learning rate of one update by an optimizer."""
    return f"steps_rate_{optimizer}"


def name_key(run: Run) -> str:
    """The key of the field in which a run is renamed."""
    return f"name_{run.number}"


def visitor() -> Visitor:
    """The visitor whose page is being drawn: of this session, or of one that has gone, if the link has its key.

    Streamlit may break a script off at each line here that touches the session, and begin it anew: no order loses the visitor.
    """
    session = st.session_state
    watch = session.setdefault(WATCH, server.session_watch())
    if VISITOR not in session or session[VISITOR].watch is not watch:  # another page has claimed it meanwhile
        session[VISITOR] = _claimed(server.browser(), watch)
    remember(session[VISITOR])
    _tell_what_was_let_go(session[VISITOR])
    return session[VISITOR]


def _claimed(browser: str, watch: Callable[[], bool]) -> Visitor:
    """The visitor whose key is in the link, if they can be had; else a new one."""
    visits, key = server.visits(), st.query_params.get(VISIT, "")
    if claimed := visits.claim(key, browser, watch):
        return claimed
    if visits.is_open(key, browser):
        _tell(ELSEWHERE)
    elif key and not visits.knows(key):
        _tell(f"{GONE} {SETTINGS_STAY}" if SETTINGS_IN_LINK in st.query_params else GONE)
    new = Visitor(browser, watch)
    visits.meet(new)
    return new


def _tell_what_was_let_go(visitor: Visitor) -> None:
    if names := list(visitor.let_go):
        _tell(let_go(names))
        del visitor.let_go[:len(names)]


def _tell(sentence: str) -> None:
    """Let the page that is drawn next say it."""
    _, said = st.session_state.get(NEWS, ("", ()))
    st.session_state[NEWS] = "", said if sentence in said else (*said, sentence)


def news(page: str) -> tuple[str, ...]:
    """The sentences that are to be said on `page`: on the first that is drawn, until the person goes to another one."""
    on, said = st.session_state.get(NEWS, ("", ()))
    st.session_state[NEWS] = (page, said) if on in ("", page) else ("", ())
    return st.session_state[NEWS][1]


def remember(visitor: Visitor) -> None:
    """Let the link find what the visitor made, as soon as there is anything, unless the browser cannot be told from others."""
    if visitor.browser and visitor.made_something:
        server.visits().keep(visitor.key, visitor)
        _write(VISIT, visitor.key)


def entered(page: str) -> bool:
    """Whether the visitor has just come to `page` from another one; what its link carried is in this one's, too."""
    session, here = st.session_state, _carried_here()
    came, is_first = session.get(PAGE) != page, PAGE not in session
    session[PAGE] = page
    link = _carried()
    if SETTINGS_IN_LINK in here and (is_first or _went_back() and not came):
        session[OPENED_SETTINGS] = link[SETTINGS_IN_LINK] = here[SETTINGS_IN_LINK]
    for name, text in link.items():
        _write(name, text)
    return came


def in_link(name: str) -> str:
    """What the part `name` of the link says; empty if there is none."""
    return _carried().get(name, "")


def put_into_link(name: str, text: str) -> None:
    """Let the part `name` of the link say `text`, on this page and those that follow."""
    st.session_state[LINK][name] = text
    _write(name, text)


def leave(name: str) -> None:
    """Let the link carry no part `name` any more: no lesson, or no tour."""
    st.session_state[LINK].pop(name, None)
    st.query_params.pop(name, None)


def _carried_here() -> dict[str, str]:
    """The parts of the browser's link that go along from page to page."""
    return {name: st.query_params[name] for name in CARRIED if name in st.query_params}


def _carried() -> dict[str, str]:
    """The parts that go along, by name: at first those of the link with which the session began."""
    return st.session_state.setdefault(LINK, _carried_here())


def _write(name: str, text: str) -> None:
    if st.query_params.get(name) != text:
        st.query_params[name] = text


def _went_back() -> bool:
    """Whether the page is drawn as the person went back or forward in the browser's history."""
    return getattr(get_script_run_ctx(), "is_history_navigation", False)  # not documented by Streamlit
