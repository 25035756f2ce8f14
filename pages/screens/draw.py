"""Draw a digit, or several, and see what the network answers, why, and fine-tune it on your handwriting."""

import random

import numpy as np
import streamlit as st

import nncore
from nncore.reading.explanation import closest, closest_digits, last_hidden
from nncore.reading.preparation import ink_of
from nncore.reading.reader import FoundDigit, Reading, read_ink, read_strokes
from nncore.reading.segmentation import BoundingBox
from pages.ui.draw import answer, canvas, my_handwriting, why
from pages.ui.draw.canvas_strokes import strokes_of
from pages.ui.draw.pictures import picture_from_camera, picture_from_file
from pages.ui.shared import images, server, state
from pages.ui.shared.calculation import calculated
from pages.ui.shared.networks import network_choice, second_choice

CANVAS, PICTURE, CAMERA = "Canvas", "Picture", "Camera"
WHY, STEPS, LAYERS, ALIKE, SECOND, MINE = "Why?", "Preparation", "Layers", "Alike", "Second network", "My handwriting"

visitor = state.visitor()
if state.entered("draw"):
    canvas.restore(visitor)

st.title("Draw a digit", anchor=False)
st.caption("Write a digit, or a number. The network reads it.")
paper, reply = st.columns([360, 560], gap="large")
below_paper, below_reply = st.columns([360, 560], gap="large")


def show_test_digit() -> None:
    st.session_state[state.TEST_DIGIT] = random.randrange(len(server.digits().test))


def show_canvas() -> None:
    st.session_state.pop(state.TEST_DIGIT, None)
    canvas.restore(visitor)


source = st.session_state.setdefault(state.SOURCE, CANVAS)
sheet, picture, test_digit = None, None, None  # what there is to read: a drawing, a picture, or a digit of MNIST
with paper:
    if state.TEST_DIGIT in st.session_state:
        number = st.session_state[state.TEST_DIGIT]
        test_digit = server.digits().test[[number]]
        label = int(test_digit.labels[0])
        st.image(images.enlarged(test_digit.images[0], 10), width=280, alt=f"Test digit {number}, labelled {label}")
        st.button("Back to my drawing", icon=":material/draw:", on_click=show_canvas)
    elif source == CANVAS:
        sheet = canvas.canvas(visitor, st.session_state.get(state.BRUSH, canvas.BRUSH))
        with st.container(horizontal=True):
            st.button("Undo", icon=":material/undo:", on_click=canvas.undo, args=(visitor,), disabled=sheet is None,
                      shortcut="Mod+Z")
            st.button("Clear", icon=":material/delete:", on_click=canvas.clear, args=(visitor,), disabled=sheet is None,
                      shortcut="Mod+Backspace")
    else:
        picture = picture_from_file() if source == PICTURE else picture_from_camera()

with below_paper:
    st.segmented_control("Read from", [CANVAS, PICTURE, CAMERA], required=True, key=state.SOURCE, persist_state="session")
    st.button("Show me a test digit", icon=":material/casino:", on_click=show_test_digit,
              help="One of the 10,000 digits that MNIST keeps for testing: no network here has learned from them.")
    st.session_state.setdefault(state.BRUSH, canvas.BRUSH)
    st.slider("Brush width", 4, 40, key=state.BRUSH, persist_state="session", width=canvas.SIDE,
              help="How wide a stroke is, in pixels.")
    st.session_state.setdefault(state.LEAST, answer.LEAST)
    least = st.slider("Sure enough to answer", 0, 99, key=state.LEAST, persist_state="session", width=canvas.SIDE, format="%d%%",
                      help="With less confidence the network says that it does not know.") / 100
    promise = st.container()

with below_reply:
    chosen = network_choice(visitor)

if chosen.ships:
    with promise:
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


def closest_images(one: FoundDigit) -> tuple[nncore.Digits, np.ndarray]:
    """(training images, how much each is like `one`), the last hidden layer of the chosen network being the judge.

    Raises ValueError if it cannot be calculated.
    """
    some, x = server.digits().train[:server.ALIKE], nncore.as_inputs(one.image[None])  # (1, 784)
    if chosen.ships:
        features = server.shipped_features(chosen.short)
        rows, likeness = closest(features, last_hidden(chosen.now(), x)[0], why.MOST_CLOSE)
    else:
        rows, likeness = calculated(server.desk(), visitor, closest_digits, chosen.now(), x, some, why.MOST_CLOSE)
    return some[rows], likeness


def invite() -> None:
    """What to do while there is nothing to read."""
    if source == CANVAS:
        st.info("Draw a digit in the black square, or several in a row. The answer comes after each stroke." if sheet is None else
                "This is a dot, and no digit yet. Go on, and draw one.", icon=":material/draw:")
    elif picture is None:
        st.info("Give a picture of one or more digits, dark on light or light on dark; a photo of a sheet of paper will do.",
                icon=":material/image:")
    else:
        st.warning("No digit was found on this picture.", icon=":material/search_off:")


learning = chosen.learning


def reading() -> Reading:
    """Read, and show the answer."""
    if learning and not chosen.learning:
        st.rerun()  # polling ends
    found = read(chosen.now())
    if not found.digits:
        invite()
    elif len(found.digits) == 1 and picture is None:
        answer.show_digit(found.digits[0], least, server.shipped_promises(chosen.short) if chosen.ships else None)
        if test_digit is not None:
            verdict = ":green[**right**]" if label == found.digits[0].digit else ":red[**wrong**]"
            st.markdown(f"Test digit number {number:,}: its label says **{label}**, so the answer is {verdict}.")
    else:
        answer.show_number(found, least, picture.grey if picture else ink_of(sheet.pixels))
    return found


with reply, st.container(height=440, border=False):
    found = st.fragment(run_every=1.0)(reading)() if learning else reading()  # again every second, while it is learning

one = None
if found.digits and test_digit is None:
    visitor.drawing = found.digits[0].image
if found.digits:
    with below_reply:
        one = found.digits[0]
        if len(found.digits) > 1:
            place = st.segmented_control("Look at digit", range(len(found.digits)), default=0, required=True,
                                         format_func=lambda place: f"{place + 1}: {found.digits[place].digit}")
            one = found.digits[place]
        if test_digit is None:
            my_handwriting.label_buttons(visitor, one.image)

closer = st.segmented_control("Look closer", [WHY, STEPS, LAYERS, ALIKE, SECOND, MINE], key=state.CLOSER, persist_state="session")
if closer == MINE:
    my_handwriting.accuracies(visitor, chosen)
    my_handwriting.fine_tune(visitor, chosen)
    my_handwriting.sheet(visitor, chosen)
    if visitor.handwriting:
        my_handwriting.all_accuracies(visitor)
elif closer and one is None:
    st.info("Draw a digit first.", icon=":material/draw:")
elif closer == WHY:
    why.reasons(chosen.now(), one, server.digits().train[:server.ALIKE], least)
elif closer == STEPS:
    if sheet is not None:
        why.preparation(chosen.now(), ink_of(sheet.pixels))
    elif picture is not None:
        why.preparation(chosen.now(), picture.ink)
    else:
        st.info("A digit of MNIST has been prepared already; draw one to see how.", icon=":material/draw:")
elif closer == LAYERS:
    why.layers(chosen.now(), one)
elif closer == ALIKE:
    try:
        why.alike(*closest_images(one), server.ALIKE)
    except ValueError as error:
        st.warning(f"{error}.", icon=":material/hourglass:")
elif closer == SECOND:
    second = second_choice(visitor)
    for column, place, each in zip(st.columns(2), "12", (chosen, second), strict=True):
        with column:
            st.markdown(f"**{each.title}**")
            answer.bars_of(read(each.now()), key=f"bars_{place}", least=least)
