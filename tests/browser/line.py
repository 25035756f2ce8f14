"""A line between a browser and a server that a test cuts and lays again: Playwright's `set_offline` leaves websockets open."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from tests.serving import free_port


class Line:
    """Hands on to `server`, host:port, what comes to its own `address`, until it is cut; then it takes no new call, too."""

    def __init__(self, server: str):
        self.lead_to(server)
        self._port = free_port()
        self.address = f"127.0.0.1:{self._port}"
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.lay()

    def lead_to(self, server: str) -> None:
        """Hand calls on to another server from now on."""
        host, _, port = server.partition(":")
        self._server = host, int(port)

    def lay(self) -> None:
        """Take calls from now on."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._listen, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """End every call, and take no new one."""
        with self._lock:
            for each in (self._listener, *self._open):
                _end(each)
            self._open.clear()

    def _listen(self, listener: socket.socket) -> None:
        with suppress(OSError):  # it is cut
            while True:
                near, _ = listener.accept()
                self._connect(near, listener)

    def _connect(self, near: socket.socket, listener: socket.socket) -> None:
        try:
            far = socket.create_connection(self._server)
        except OSError:  # there is no server now
            _end(near)
            return
        with self._lock:
            if listener.fileno() == -1:
                _end(near)
                _end(far)
                return
            self._open |= {near, far}
        for here, there in ((near, far), (far, near)):
            threading.Thread(target=self._hand_on, args=(here, there), daemon=True).start()

    def _hand_on(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65536):
                there.sendall(data)
        with self._lock:
            for each in (here, there):
                _end(each)
            self._open -= {here, there}


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
