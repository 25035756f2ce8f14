"""A page with nothing but the network's picture, of one test digit and then of another, for a browser to look at."""

import streamlit as st

import nncore
from pages.ui.shared.frame import LOOK
from pages.ui.shared.network_picture import show_network_picture

st.html(LOOK)
st.title("The network's picture")
network, _ = nncore.load("weights/quick.npz")
show_network_picture(network, nncore.load_mnist().test.images[4 if st.toggle("Another digit") else 0])
