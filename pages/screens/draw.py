"""Draw a digit and see what the network answers."""

import random

import streamlit as st

from nncore import as_inputs, prepare_drawing
from pages.ui import canvas, charts, images, server, state
from pages.ui.networks import network_choice

visitor = state.visitor()
if state.entered("draw"):
    canvas.restore()

st.title("Draw a digit", anchor=False)
st.caption("Write one digit from 0 to 9. The network reads it.")
paper, answer = st.columns([300, 560], gap="large")
below_paper, below_answer = st.columns([300, 560], gap="large")


def show_test_digit() -> None:
    visitor.test_digit = random.randrange(len(server.digits().test))


def show_canvas() -> None:
    visitor.test_digit = None
    canvas.restore()


with paper:
    if visitor.test_digit is None:
        pixels = canvas.canvas(st.session_state.get(state.BRUSH, canvas.BRUSH))
        digit = None if pixels is None else prepare_drawing(pixels)  # (28, 28)
        with st.container(horizontal=True):
            st.button("Undo", icon=":material/undo:", on_click=canvas.undo, disabled=pixels is None)
            st.button("Clear", icon=":material/delete:", on_click=canvas.clear, disabled=pixels is None)
    else:
        digit = server.digits().test.images[visitor.test_digit]  # (28, 28)
        label = server.digits().test.labels[visitor.test_digit]
        st.image(images.enlarged(digit, 10), width=canvas.SIDE, alt=f"Test digit {visitor.test_digit}, labelled {label}")
        st.button("Back to my drawing", icon=":material/draw:", on_click=show_canvas)

with below_paper:
    st.button("Show me a test digit", icon=":material/casino:", on_click=show_test_digit,
              help="One of the 10,000 digits that MNIST keeps for testing: no network here has learned from them.")
    st.session_state.setdefault(state.BRUSH, canvas.BRUSH)
    st.slider("Brush width", 6, 40, key=state.BRUSH, persist_state="session", width=canvas.SIDE,
              help="How thick the pen is, in pixels.")

with below_answer:
    chosen = network_choice()


@st.fragment(run_every=1.0 if chosen.learning and digit is not None else None)
def reading() -> None:
    """The answer to `digit`; while the network is learning, again every second."""
    probabilities = chosen.now().predict(as_inputs(digit[None]))[0]  # (10,)
    best = int(probabilities.argmax())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.metric("The network reads", f"{best}", width=122)
        st.metric("Probability", f"{probabilities[best]:.1%}", width=100)
        st.image(images.enlarged(digit, 4), width=84, alt="What the network sees: the digit in 28 by 28 pixels")
    if visitor.test_digit is not None:
        st.markdown(f"Test digit number {visitor.test_digit:,}: its label says **{label}**, so the answer is "
                    + (":green[**right**]." if label == best else ":red[**wrong**]."))
    st.altair_chart(charts.probability_bars(probabilities), key="probabilities",
                    alt=f"Bars of the ten probabilities; the highest is {best} with {probabilities[best]:.1%}")


with answer, st.container(height=400, border=False):
    if digit is None:
        st.info("Draw a digit in the black square. The answer comes after each stroke.", icon=":material/draw:")
    else:
        reading()
