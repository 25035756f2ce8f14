"""An address that only this machine can open is no use to a class: which one is, and how to get it."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import streamlit as st

THIS_MACHINE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")
SOMEWHERE = ("192.0.2.1", 9)  # no machine has this address (RFC 5737), and nothing is sent to it


def say_who_can_open(base: str) -> None:
    """What to do if pupils cannot open the address at which the app is open here."""
    parts = urlsplit(base)
    if parts.hostname not in THIS_MACHINE:
        return
    here, port = in_the_network(), f":{parts.port}" if parts.port else ""
    way = (f"Open the app here as **http://{here}{port}/class**, this machine's address in its network; the links below then "
           "begin so." if here else "Connect this machine to the school's network first.")
    st.warning(f"Pupils cannot open {parts.hostname}: on each machine it is that machine itself. {way} Pupils must be in the "
               "same network, and this machine's firewall must let them in.", icon=":material/wifi_off:")


def in_the_network() -> str:
    """The address of this machine in its network; empty if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(SOMEWHERE)
        except OSError:
            return ""
        return asked.getsockname()[0]
