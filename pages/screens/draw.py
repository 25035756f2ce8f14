"""Draw a digit, or several, and see what the network answers, why, and fine-tune it on your handwriting."""

import random

import numpy as np
import streamlit as st

import nncore
from nncore.reading.preparation import ink_of
from nncore.reading.reader import FoundDigit, Reading, read_ink, read_strokes
from nncore.reading.segmentation import BoundingBox
from nncore.runs.lessons import DRAW
from pages.ui.draw import answer, canvas, closer, my_handwriting
from pages.ui.draw.canvas_strokes import strokes_of
from pages.ui.draw.invitation import CAMERA, CANVAS, PICTURE, invitation
from pages.ui.draw.pictures import picture_from_camera, picture_from_file
from pages.ui.draw.reasons import reasons, waiting
from pages.ui.shared import images, server, state
from pages.ui.shared.exploded import say_exploded
from pages.ui.shared.lessons import lesson_banner
from pages.ui.shared.network_picture import show_network_picture
from pages.ui.shared.networks import network_choice
from pages.ui.shared.tour import title_with_tour

BLANK = np.zeros((28, 28), np.uint8)

visitor = state.visitor()
if state.entered("draw"):
    canvas.restore(visitor)


def show_test_digit() -> None:
    st.session_state[state.TEST_DIGIT] = random.randrange(len(server.digits().test))


def show_source(number: int, chosen: str) -> None:
    st.session_state[state.SOURCE] = number, chosen
    st.session_state.pop(state.TEST_DIGIT, None)
    canvas.restore(visitor)


def take_source(number: int) -> None:
    show_source(number, st.session_state[state.source_key(number)])


title_with_tour(visitor, "Draw a digit")
lesson_banner(visitor, DRAW)
with st.container(horizontal=True, key="draw"):  # look.css: three columns and two rows, on a phone one below the other
    paper, reply, because = st.container(key="paper"), st.container(key="answer"), st.container(horizontal=True, key="reasons")
    line, lit, below = st.container(horizontal=True, key="line"), st.container(key="lit"), st.container(key="below")

control, source = st.session_state.setdefault(state.SOURCE, (0, CANVAS))
is_refused, sheet, picture, test_digit = False, None, None, None  # what there is to read: a drawing, a picture, or MNIST's
with paper:
    if state.TEST_DIGIT in st.session_state:
        number = st.session_state[state.TEST_DIGIT]
        test_digit = server.digits().test[[number]]
        label = int(test_digit.labels[0])
        st.image(images.enlarged(test_digit.images[0], 10), width=canvas.SIDE, alt=f"Test digit {number}, labelled {label}")
    elif source == CANVAS:
        sheet, is_refused = canvas.canvas(visitor, st.session_state.get(state.BRUSH, canvas.BRUSH))
    else:
        picture = picture_from_file() if source == PICTURE else picture_from_camera()
    with st.container(horizontal=True, gap="xsmall", key="tools"):
        if test_digit is not None or source != CANVAS:
            st.button("Back to my drawing", icon=":material/draw:", on_click=show_source, args=(control + 1, CANVAS))
        else:
            st.button("Undo", on_click=canvas.undo, args=(visitor,), disabled=sheet is None, shortcut="Mod+Z")
            st.button("Clear", on_click=canvas.clear, args=(visitor,), disabled=sheet is None and not is_refused,
                      shortcut="Mod+Backspace")
        st.button("Test digit", icon=":material/casino:", on_click=show_test_digit,
                  help="One of the 10,000 digits that MNIST, a set of 70,000 handwritten digits, keeps for testing: no network "
                       "here has learned from them.")

with line:
    with st.container(key="current"):
        chosen = network_choice(visitor)
    was, more = st.container(key="was"), st.container(key="more", width="content")

with more, st.popover("More", icon=":material/tune:"):
    st.segmented_control("Read from", [CANVAS, PICTURE, CAMERA], default=source, required=True, key=state.source_key(control),
                         on_change=take_source, args=(control,))
    st.session_state.setdefault(state.BRUSH, canvas.BRUSH)
    st.slider("Brush width", 4, 40, key=state.BRUSH, persist_state="session", help="How wide a stroke is, in pixels.")
    st.session_state.setdefault(state.LEAST, answer.LEAST)
    least = st.slider("Sure enough to answer", 0, 99, key=state.LEAST, persist_state="session", format="%d%%",
                      help="With less confidence the network says that it does not know.") / 100
    if chosen.ships:
        answer.promise(chosen.short, least)


def read(network: nncore.Network) -> Reading:
    """What `network` reads in the drawing, the picture or the test digit."""
    if test_digit is not None:
        probabilities = network.predict(nncore.as_inputs(test_digit.images))[0]  # (10,)
        return Reading((FoundDigit(probabilities, test_digit.images[0], BoundingBox(0, 0, 28, 28)),))
    if picture is not None:
        return read_ink(network, picture.ink)
    if sheet is None:
        return Reading(())
    strokes, pens = strokes_of(sheet.strokes)
    return read_strokes(network, strokes, pens) if strokes else read_ink(network, ink_of(sheet.pixels))


def show_answer(found: Reading) -> None:
    """The answer: one digit with its probabilities, or a number."""
    if not found.digits:
        invitation(source, is_blank=sheet is None, has_picture=picture is not None)
    elif not found.is_known:
        say_exploded("it reads nothing. Choose another network, or train one with a smaller learning rate")
    elif len(found.digits) == 1 and picture is None:
        answer.show_digit(found.digits[0], least, server.shipped_promises(chosen.short) if chosen.ships else None)
        if test_digit is not None:
            verdict = ":green[:material/check: right]" if label == found.digits[0].digit else ":red[:material/close: wrong]"
            st.markdown(f"Test digit number {number:,}: its label says **{label}**, so the answer is {verdict}.")
    else:
        answer.show_number(found, least, picture.grey if picture else ink_of(sheet.pixels))


learning = chosen.learning
found = read(chosen.now())
with was:
    place = my_handwriting.digit_choice(found)


def look(found: Reading) -> None:
    """Show the answer, its reasons and the network at work."""
    network = chosen.now()
    one = found.digits[min(place, len(found.digits) - 1)] if found.digits else None
    known = one is not None and found.is_known
    with reply:
        show_answer(found)
    with because:
        if not known:
            waiting()
        else:
            reasons(network, one, server.closest_digits())
    with lit:
        show_network_picture(network, one.image if one else BLANK)


@st.fragment(run_every=1.0)
def watch() -> None:
    """Read and look again every second, while the network is learning."""
    if not chosen.learning:
        st.rerun()  # polling ends
    look(read(chosen.now()))


if learning:
    watch()
else:
    look(found)


def answered() -> int | None:
    """What the network answers now to the digit that is looked at; None if it does not know."""
    now = read(chosen.now()).digits[place:place + 1]
    return now[0].digit if now and now[0].confidence >= least else None


def labelled() -> None:
    """The digit that is looked at has been labelled: on to the next one, and after the last to a clear canvas."""
    if place + 1 < len(found.digits):
        st.session_state[state.PLACE] = place + 1
    elif sheet is not None:
        st.session_state[state.PLACE] = 0
        canvas.clear(visitor)


one = found.digits[place] if found.digits else None
if one is not None and test_digit is None:
    visitor.drawing = one.image
    with was:
        my_handwriting.label_choice(visitor, one.image, answered, labelled)


def ink() -> np.ndarray | None:
    """The ink that was read, uint8 (h, w); None if it is a digit of MNIST, which has been prepared already."""
    if test_digit is not None:
        return None
    return ink_of(sheet.pixels) if sheet is not None else picture.ink


with below:
    closer.look_closer(visitor, chosen, one if found.is_known else None, ink, read, least)
