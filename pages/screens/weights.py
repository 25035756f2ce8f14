"""Look at what a network looks for: the filters of its first layer."""

import streamlit as st

from pages.ui.shared import images, state
from pages.ui.shared.networks import network_choice
from pages.ui.shared.show_chart import show_chart
from pages.ui.weights import charts
from pages.ui.weights.filters import BY_NUMBER, BY_STRENGTH, COMMON, OWN, Filters

visitor = state.visitor()
state.entered("weights")
st.title("Filters of the first layer", anchor=False)
st.caption("Each neuron of the first layer weighs every pixel of the image: that is its filter. Orange pixels speak for it, "
           "purple ones against it.")
with st.container(horizontal=True):
    with st.container(width=380):
        chosen = network_choice(visitor)
    order = st.segmented_control("Order", [BY_STRENGTH, BY_NUMBER], default=BY_STRENGTH, required=True, key="order",
                                 persist_state="session", help="Strength is the length of a neuron's weight vector.")
    scale = st.segmented_control("Colour scale", [COMMON, OWN], default=COMMON, required=True, key="scale",
                                 persist_state="session",
                                 help="On a common scale strong filters look strong; on its own scale each shows its shape.")

overview, details = st.columns([12, 6], gap="large")
with details:
    place = st.number_input("Look at filter number", 1, chosen.network.dense_layers[0].outputs, key="filter",
                            help="Counted in the picture, row by row from the top left.") - 1


learning = chosen.learning


@st.fragment(run_every=1.0 if learning else None)
def all_filters() -> None:
    """All filters; while the network is learning, again every second."""
    if learning and not chosen.learning:
        st.rerun()  # polling ends, here and beside it
    shown = Filters.of(chosen.now(), order, scale)
    st.image(images.legend(), width="stretch", alt="The colour scale, from purple over white to orange", caption=shown.legend())
    st.image(shown.framed(place), width="stretch",
             alt=f"{len(shown.sequence)} filters of {chosen.title}, {order}, number {place + 1} framed")


@st.fragment(run_every=1.0 if learning else None)
def one_filter() -> None:
    """The chosen filter, large, and what its neuron tells the next layer."""
    shown = Filters.of(chosen.now(), order, scale)
    neuron = int(shown.sequence[place])
    st.image(images.enlarged(shown.picture(neuron), 10), width=280, alt=f"The filter of neuron {neuron}, large",
             caption=f"Neuron {neuron}, strength {shown.strength[neuron]:.2f}")
    if shown.outgoing is not None:
        show_chart(charts.outgoing_weights(shown.outgoing[neuron], neuron), key="outgoing",
                        alt=f"The weights from neuron {neuron} to each neuron of the next layer")


with overview:
    all_filters()
    st.download_button("Download the filters as PNG", lambda: images.png(Filters.of(chosen.now(), order, scale).enlarged()),
                       "inkling-filters.png", "image/png", icon=":material/download:")
with details:
    one_filter()
