"""Somebody draws and trains on a machine without a network, and says what came of it.

    unshare -rn python -m tests.hosts.alone
"""

import asyncio
import fcntl
import json
import socket
import struct

import numpy as np

import nncore
from tests.serving import running_server
from tests.visitors.drawing import draw, written
from tests.visitors.page import Page
from tests.visitors.training import train, train_page

SET_FLAGS, UP = 0x8914, 1  # as Linux numbers what `ip link set lo up` does
SHORT = nncore.Experiment(hidden=(16,), epochs=2, training_images=2000)


def wake_loopback() -> None:
    """In a network of its own a machine does not hear even itself until its loopback is woken."""
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


async def visit(address: str) -> dict[str, object]:
    """Draw a 3, then train a short run, and look at every other page."""
    async with Page(address) as page:
        answer = await draw(page, written(3, rng=np.random.default_rng(0)))
        faults = page.screen.faults
    async with train_page(address, SHORT) as page:
        run = await train(page)
        for path in ("runs", "weights"):
            await page.go_to(path)
        faults += page.screen.faults
        await page.go_to("class")  # which warns, and rightly: no pupil can come
    return {"digit": answer.digit, "accuracy": run.accuracy, "faults": faults}


if __name__ == "__main__":
    wake_loopback()
    with running_server(STREAMLIT_SERVER_ADDRESS="0.0.0.0") as server:  # it is for others, too: then Streamlit says how to come
        print(json.dumps(asyncio.run(visit(server.address))))
