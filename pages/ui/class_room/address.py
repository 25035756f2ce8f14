"""An address that only this machine can open is no use to a class: links carry the one that pupils can open, if there is one."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import streamlit as st

LOOPBACK = ("localhost", "127.0.0.1", "::1")
THIS_MACHINE = (*LOOPBACK, "0.0.0.0")
SOMEWHERE = ("192.0.2.1", 9)  # no machine has this address (RFC 5737), and nothing is sent to it


def for_pupils(base: str) -> str:
    """The address of the app for pupils: `base`, or this machine's in its network, where `base` is what it calls itself."""
    parts = urlsplit(base)
    here = in_the_network()
    if parts.hostname not in THIS_MACHINE or hears_nobody_else() or not here:
        return base
    return parts._replace(netloc=f"{here}:{parts.port}" if parts.port else here).geturl()


def say_who_can_open(base: str) -> None:
    """Why links do not begin as the address at which the app is open here, or what to do if pupils cannot open it."""
    name, better = urlsplit(base).hostname, for_pupils(base)
    if name not in THIS_MACHINE:
        return
    if better != base:
        st.info(f"Links and codes below begin with **{better}**, this machine's address in its network, as {name} is on each "
                "machine that machine itself. Pupils must be in the same network, and this machine's firewall must let them in: "
                "try a code with a phone.", icon=":material/wifi:")
        return
    way = ("This server hears only its own machine: start it without --server.address." if hears_nobody_else() else
           "Connect this machine to the school's network first.")
    st.warning(f"Pupils cannot open {name}: on each machine it is that machine itself. {way}", icon=":material/wifi_off:")


def hears_nobody_else() -> bool:
    """Whether the server was started so that no other machine reaches it."""
    return st.get_option("server.address") in LOOPBACK


def in_the_network() -> str:
    """The address of this machine in its network; empty if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(SOMEWHERE)
        except OSError:
            return ""
        return asked.getsockname()[0]
