"""A real nginx before servers of the app, as nginx.conf in this folder has it, for the tests that come through it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import Server, free_port
from tests.waiting import until

CONFIGURATION = Path(__file__).with_name("nginx.conf")
HOW_TO_GET_ONE = "no nginx was found; `apt install nginx-light` gets one"
WANTED = ("127.0.0.1:8501", "127.0.0.1:8502", "listen 80;")  # what a test changes of the configuration: the ports
ALONE = """
daemon off; pid {folder}/pid; error_log {folder}/errors; {user}
events {{}}
http {{
    log_format who "$inkling_visitor $upstream_addr $status $request_uri";
    access_log {folder}/log who;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/inkling.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """The app's addresses, of a name that browsers take for this machine, http:// and https://, and for what is no browser."""

    address: str
    secure: str
    here: str
    log: Path

    def servers(self) -> dict[str, set[str]]:
        """By visitor, that is by cookie, the servers that have answered them; of a websocket it is known when it has closed."""
        found: dict[str, set[str]] = {}
        for line in self.log.read_text().splitlines():
            visitor, server, *_ = line.split()
            if server != "-":
                found.setdefault(visitor, set()).add(server)
        return found


def configured(folder: Path, servers: list[Server], port: int, secure: int) -> str:
    """The configuration with the ports of this test, and with a certificate, as who has one would add it."""
    text = CONFIGURATION.read_text()
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=inkling.localhost",
                   "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    subprocess.run(certificate, check=True, capture_output=True)
    listen = (f"listen 127.0.0.1:{port}; listen 127.0.0.1:{secure} ssl; "
              f"ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem;")
    for words, ours in zip(WANTED, [*(each.address.partition("/")[0] for each in servers), listen], strict=True):
        assert text.count(words) == 1
        text = text.replace(words, ours)
    return text


@contextmanager
def proxied(folder: Path, servers: list[Server]) -> Iterator[Proxy]:
    """An nginx of one's own before two servers, with all its files in `folder`; without one CI fails, others skip."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_GET_ONE)
    port, secure = free_port(), free_port()
    (folder / "inkling.conf").write_text(configured(folder, servers, port, secure))
    user = "user root;" if os.getuid() == 0 else ""  # else it takes another one, who may not write into the folder
    (folder / "nginx.conf").write_text(ALONE.format(folder=folder, user=user))
    process = subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder, "-e", folder / "errors"])
    try:
        until(lambda: process.poll() is not None or (folder / "pid").exists())
        assert process.poll() is None, (folder / "errors").read_text()
        yield Proxy(f"http://inkling.localhost:{port}/inkling", f"https://inkling.localhost:{secure}/inkling",
                    f"http://127.0.0.1:{port}/inkling", folder / "log")
    finally:
        process.terminate()
        process.wait()
