"""Every address that a Python program looks up, connects to or sends to is noted, in the file that ADDRESSES names.

Python runs a file of this name as it starts, where it finds its folder in PYTHONPATH: in a server and in all its workers.
"""

import os
import sys

WAYS_OUT = ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto")


def note(event: str, arguments: tuple) -> None:
    if event in WAYS_OUT:
        where = arguments[0] if event.startswith("socket.get") else arguments[1]
        host = where[0] if isinstance(where, tuple) else where
        with open(os.environ["ADDRESSES"], "a") as file:
            file.write(f"{host}\n")


sys.addaudithook(note)
