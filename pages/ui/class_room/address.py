"""An address that only this machine can open is no use to a class: links carry the one that pupils can open, if there is one."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

LOOPBACK = ("localhost", "127.0.0.1", "::1")
THIS_MACHINE = (*LOOPBACK, "0.0.0.0")
LEFT_IN_CONTAINERS = ("/.dockerenv", "/run/.containerenv")  # by Docker and by Podman
SOMEWHERE = ("192.0.2.1", 9)  # no machine has this address (RFC 5737), and nothing is sent to it


def for_pupils(base: str) -> str:
    """The address of the app for pupils: `base`, or this machine's in its network, where `base` is what it calls itself."""
    parts = urlsplit(base)
    here = in_the_network()
    if parts.hostname not in THIS_MACHINE or in_a_container() or hears_nobody_else() or not here:
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
    st.warning(f"Pupils cannot open {name}: on each machine it is that machine itself. {_what_to_do(base)}",
               icon=":material/wifi_off:")


def _what_to_do(base: str) -> str:
    if in_a_container():
        return ("The server is in a container, which does not know the address that pupils need, that of the machine on which "
                "the container runs: open this page by that address, and links and codes begin with it.")
    if hears_nobody_else() and urlsplit(base).port != st.get_option("server.port"):  # a proxy stands before it
        return "Open this page by the address at which pupils will open it, and links and codes begin with it."
    if hears_nobody_else():
        return "This server hears only its own machine: start it without --server.address."
    return "Connect this machine to the school's network first."


def in_a_container() -> bool:
    """Whether the server runs in a container, whose address in its network nobody outside of its machine can open."""
    return any(Path(each).exists() for each in LEFT_IN_CONTAINERS)


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
