"""A fresh server of the app, in a process of its own, for the tests and benchmarks that visit it."""

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.waiting import until

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """`address` is host:port and the path to its pages; `process` is the server itself, whose children are its workers."""

    address: str
    process: psutil.Popen

    def is_ready(self) -> bool:
        """Whether it answers. Raises AssertionError if it has ended."""
        assert self.process.poll() is None, "the server ended before it was ready"
        try:
            return urllib.request.urlopen(f"http://{self.address}/_stcore/health").status == 200
        except OSError:
            return False


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running_server(script: str = "app.py", **environment: str) -> Iterator[Server]:
    """A server of `script` on a free port, when it is ready, with these variables in its environment; it is killed in the end."""
    port = free_port()
    settings = {"STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_SERVER_PORT": f"{port}", "STREAMLIT_SERVER_ADDRESS": "127.0.0.1"}
    process = psutil.Popen([sys.executable, "-m", "streamlit", "run", script], cwd=ROOT, stdout=subprocess.DEVNULL,
                           env=os.environ | settings | environment)
    server = Server(f"127.0.0.1:{port}{environment.get('STREAMLIT_SERVER_BASE_URL_PATH', '')}", process)
    try:
        until(server.is_ready)
        yield server
    finally:
        with suppress(psutil.NoSuchProcess):  # a test may have killed it
            process.kill()
        process.wait()
