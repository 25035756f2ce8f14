"""The controls of the lab: what shall be taken away from the network. Each network has its own, and keeps what they say."""

from __future__ import annotations

import streamlit as st

from nncore import Network
from nncore.interpretability.alterations import Alteration

from ..shared.networks import Choice
from ..shared.state import lab_key

PRUNED, NOISE, BITS, OFF, SEED = "pruned", "noise", "bits", "off", "seed"
ALL_BITS = 32  # of a weight that is left as it is
PRUNE_HELP = ("Sets the smallest weights to 0, this share of all, whatever layer they are in. A small weight says little, so a "
              "network may do as well without many of them.")
NOISE_HELP = ("Adds a random number to each weight. At 1 these numbers vary as much as the weights of that layer themselves: a "
              "network that still reads then does not depend on any single weight.")
BITS_HELP = ("Rounds each weight to few values, evenly spaced from the largest to its negative: 255 values for 8 bits, 15 for 4, "
             "3 for 2. With 1 bit only its sign is left, and all weights of a layer are equally large.")
OFF_HELP = "A neuron that is off says 0 to the next layer, whatever it sees. Choose some by their numbers, as under Filters."


def alteration_asked(chosen: Choice, network: Network) -> Alteration:
    """What the controls say; before they are shown for the first time, nothing."""
    defaults = {PRUNED: 0, NOISE: 0.0, BITS: ALL_BITS, SEED: 0} | {off_key(number): [] for number in _hidden(network)}
    said = {part: st.session_state.setdefault(lab_key(chosen.name, part), value) for part, value in defaults.items()}
    bits = None if said[BITS] == ALL_BITS else said[BITS]
    off = tuple(tuple(sorted(said[off_key(number)])) for number in _hidden(network))
    return Alteration(noise=said[NOISE], pruned=said[PRUNED] / 100, bits=bits, off=off)


def seed_asked(chosen: Choice) -> int:
    """Which noise is drawn."""
    return st.session_state.get(lab_key(chosen.name, SEED), 0)


def off_key(number: int) -> str:
    """The part that are the neurons of hidden layer `number` which are off."""
    return f"{OFF}_{number}"


def pruned_control(chosen: Choice) -> None:
    """Ask for the share of the weights that is pruned."""
    st.slider("Prune the smallest weights", 0, 100, step=1, format="%d%%", key=lab_key(chosen.name, PRUNED),
              persist_state="session", help=PRUNE_HELP)


def noise_control(chosen: Choice) -> None:
    """Ask for noise."""
    st.slider("Add noise to the weights", 0.0, 2.0, step=0.05, format="%.2f", key=lab_key(chosen.name, NOISE),
              persist_state="session", help=NOISE_HELP)


def bits_control(chosen: Choice) -> None:
    """Ask for the number of bits that are left of each weight."""
    st.select_slider("Bits for each weight", (ALL_BITS, 8, 4, 2, 1), key=lab_key(chosen.name, BITS), persist_state="session",
                     help=BITS_HELP)


def off_controls(chosen: Choice, network: Network) -> None:
    """Ask for neurons that are off, in each hidden layer."""
    hidden = _hidden(network)
    for number, column in zip(hidden, st.columns(len(hidden)) if hidden else (), strict=True):
        width = network.dense_layers[number - 1].outputs
        of = f", hidden layer {number}" if len(hidden) > 1 else ""
        column.multiselect(f"Neurons off{of}", range(width), key=lab_key(chosen.name, off_key(number)), persist_state="session",
                           placeholder=f"0 to {width - 1}", help=OFF_HELP)


def undo_all(chosen: Choice, network: Network) -> None:
    """Let the controls say that nothing is altered."""
    for part, value in {PRUNED: 0, NOISE: 0.0, BITS: ALL_BITS}.items():
        st.session_state[lab_key(chosen.name, part)] = value
    for number in _hidden(network):
        st.session_state[lab_key(chosen.name, off_key(number))] = []


def other_noise(chosen: Choice) -> None:
    """Let the noise be drawn anew."""
    st.session_state[lab_key(chosen.name, SEED)] = seed_asked(chosen) + 1


def _hidden(network: Network) -> range:
    """The numbers of the hidden layers, from 1."""
    return range(1, len(network.dense_layers))
