"""Draw a digit and see what the network answers."""

import random

import streamlit as st

from nncore import as_inputs, prepare_drawing
from pages.ui import canvas, charts, images, server, state
from pages.ui.networks import network_choice

visitor = state.visitor()
if state.entered("draw"):
    canvas.restore()

st.title("Draw a digit, the network reads it", anchor=False)
paper, answer = st.columns([300, 520], gap="large")


def show_test_digit() -> None:
    visitor.test_digit = random.randrange(len(server.digits().test))


def show_canvas() -> None:
    visitor.test_digit = None
    canvas.restore()


with paper:
    if visitor.test_digit is None:
        pixels = canvas.canvas(st.session_state.get(state.BRUSH, 22))
        digit = None if pixels is None else prepare_drawing(pixels)  # (28, 28)
        with st.container(horizontal=True):
            st.button("Undo", icon=":material/undo:", on_click=canvas.undo, disabled=pixels is None)
            st.button("Clear", icon=":material/delete:", on_click=canvas.clear, disabled=pixels is None)
        st.session_state.setdefault(state.BRUSH, 22)
        st.slider("Brush width", 6, 40, key=state.BRUSH, persist_state="session", width=280,
                  help="How thick the pen is, in pixels.")
    else:
        digit = server.digits().test.images[visitor.test_digit]
        label = server.digits().test.labels[visitor.test_digit]
        st.image(images.enlarged(digit, 10), width=canvas.SIDE, alt=f"Test digit {visitor.test_digit}: a handwritten {label}")
        st.markdown(f"Test digit {visitor.test_digit:,} of 10,000. Its label says **{label}**.")
        st.button("Draw again", icon=":material/draw:", on_click=show_canvas)
    st.button("Show me a test digit", icon=":material/casino:", on_click=show_test_digit,
              help="One of the 10,000 digits of MNIST that no network here has learned from.")

with answer:
    chosen = network_choice()


@st.fragment(run_every=1.0 if chosen.learning and digit is not None else None)
def reading() -> None:
    """The answer to `digit`; while the network is learning, again every second."""
    probabilities = chosen.now().predict(as_inputs(digit[None]))[0]  # (10,)
    best = int(probabilities.argmax())
    with st.container(horizontal=True, vertical_alignment="center"):
        st.metric("The network reads", f"{best}", width=190)
        st.metric("It is sure to", f"{probabilities[best]:.1%}", width=190)
        st.image(images.enlarged(digit, 4), width=112, alt="What the network sees: your digit in 28 by 28 pixels",
                 caption="what it sees")
    st.altair_chart(charts.probability_bars(probabilities), key="probabilities",
                    alt=f"Bars of the ten probabilities; the highest is {best} with {probabilities[best]:.1%}")


with answer:
    if digit is None:
        st.info("Draw a digit from 0 to 9 in the black square, with the mouse or a finger. The answer comes after each stroke.",
                icon=":material/draw:")
    else:
        reading()
