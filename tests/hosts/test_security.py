"""What a stranger or a fault could use is shut: uploads from other sites, a second way in, and what an error would tell."""

import asyncio
import re
import urllib.request
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError

import numpy as np
import pytest
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import CloseCode

from pages.ui.draw.canvas_strokes import UNREADABLE
from tests.hosts.test_alone import WITNESS
from tests.serving import running_server
from tests.visitors.drawing import written
from tests.visitors.page import Page
from tests.waiting import given

SECRET = "a sentence that only the server may know"
FAULTY = f'''
import streamlit as st
st.title("A page")
raise RuntimeError("{SECRET}")
'''
LINUX = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux tells a program's peak of memory")
FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n%b\r\n--x--\r\n'


@pytest.fixture(scope="module")
def server():
    with running_server() as server:
        yield server


def status(server, path: str, method: str, content: bytes = b"x", **headers: str) -> HTTPStatus:
    """How the server answers to a file that is sent to `path`."""
    request = urllib.request.Request(f"http://{server.address}/{path}", FILE % content, method=method)
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    request.add_header("Content-Type", "multipart/form-data; boundary=x")
    try:
        return HTTPStatus(urllib.request.urlopen(request).status)
    except HTTPError as error:
        with error:
            return HTTPStatus(error.code)


def token(server) -> dict[str, str]:
    """What a page of the server's own sends along: its cookie, and the token that stands in it."""
    cookie = urllib.request.urlopen(f"http://{server.address}/_stcore/health").headers["Set-Cookie"].partition(";")[0]
    return {"Cookie": cookie, "X_Xsrftoken": cookie.partition("=")[2]}


async def hold(server, do):
    """What do(session) gives while somebody has the page open, whose session has that number."""
    async with Page(server.address) as page:
        return await asyncio.to_thread(do, page.session)


def test_a_file_is_taken_from_the_page_alone(server):
    """To an open page's session a file is sent with the token of its cookie; without it, as from another site, it is refused."""
    own = token(server)

    def send(session: str) -> list[HTTPStatus]:
        path = f"_stcore/upload_file/{session}/1"
        return [status(server, path, "PUT", **sent) for sent in (
            own, {"Cookie": own["Cookie"]}, {"X_Xsrftoken": own["X_Xsrftoken"]}, {})] + [
            status(server, path, "POST")]

    assert given(hold(server, send)) == [HTTPStatus.NO_CONTENT, *3 * [HTTPStatus.FORBIDDEN], HTTPStatus.METHOD_NOT_ALLOWED]


def test_a_foreign_site_is_refused_and_nobody_is_asked(tmp_path):
    """Once a page was shown, one of another site that knocks is turned away, and the server asks nobody for its own address."""
    asked = tmp_path / "addresses"

    async def knock(server) -> None:
        async with Page(server.address):
            pass
        with pytest.raises(InvalidStatus):
            await connect(f"ws://{server.address}/_stcore/stream", origin="http://elsewhere.example")

    with running_server(PYTHONPATH=str(WITNESS), ADDRESSES=str(asked)) as server:
        given(knock(server))
    outside = set(asked.read_text().split()) - {"127.0.0.1"}
    assert outside <= {"8.8.8.8"}  # which is sent nothing: the system says by which way it would go there


def test_there_is_one_way_in(server):
    """Programs cannot drive the app beside its pages: Streamlit's interface for them is off."""
    assert status(server, "_stcore/agent/interact", "POST") >= HTTPStatus.BAD_REQUEST


def test_a_fault_tells_nothing_of_the_server(tmp_path):
    """An exception that nobody has foreseen: the page says that there was one, not which, nor where in which file."""
    script = tmp_path / "faulty.py"
    script.write_text(FAULTY)

    async def shown(server) -> list:
        async with Page(server.address) as page:
            return page.screen.all("exception")

    with running_server(str(script)) as server:
        [exception] = given(shown(server))
    said = f"{exception}"
    assert exception.message
    for word in (SECRET, "RuntimeError", "faulty", str(tmp_path)):
        assert word not in said
    assert not exception.stack_trace


@contextmanager
def within(megabytes: int, server):
    """The server takes no more than so much over what it has, at any moment until the end."""
    about = Path(f"/proc/{server.process.pid}")
    (about / "clear_refs").write_text("5")  # its peak begins anew
    before = server.process.memory_info().rss
    yield
    peak = 1024 * int(re.search(r"VmHWM:\s+(\d+)", (about / "status").read_text())[1])
    assert peak - before < megabytes * 2**20


@LINUX
def test_a_canvas_that_tells_too_much_is_answered_by_the_app(server):
    """Megabytes of JSON that would unfold to a gigabyte, a well of brackets, broken text and wrong shapes are one sentence of the
    app, and take less than 300 MB.
    """
    told = ["[" + '{"":[0]},' * 2_600_000 + "0]", "[" * 1_000_000, '{"drawing"', "9" * 5000, "3", '{"drawing": 3}',
            '{"drawing": {"raw": 3, "data": "x"}}', '{"drawing": {"raw": [], "data": 3}}', '{"backgroundFit": {}}']

    async def tell() -> None:
        async with Page(server.address) as page:
            for each in (written(3, rng=np.random.default_rng(0)), *told):
                await page.rerun(WidgetState(id=page.screen.all("bidi_component")[0].id, json_value=each))
                said.append([(alert.format, alert.body) for alert in page.screen.all("alert")])
            faults.extend(page.screen.faults)

    said, faults = [], []
    with within(300, server):
        asyncio.run(tell())
    assert said[1:] == [[(Alert.ERROR, f"{UNREADABLE}.")]] * len(told)
    assert not [fault for fault in faults if "traceback" in fault]


@LINUX
def test_a_message_that_is_too_long_is_not_waited_for(server):
    """Whoever sends 180 MB at once is cut off, and the server has not waited for them, and answers others."""
    async def send() -> None:
        async with connect(f"ws://{server.address}/_stcore/stream", subprotocols=["streamlit", "-"]) as socket:
            with suppress(ConnectionClosed):
                await socket.send(bytes(180_000_000))
            await asyncio.wait_for(socket.wait_closed(), 60)
            codes.append(socket.close_code)

    codes = []
    with within(60, server):
        asyncio.run(send())
    assert codes == [CloseCode.MESSAGE_TOO_BIG]
    assert server.is_ready()


def test_files_that_are_held_have_a_bound_together(server):
    """Of three files of 90 MB the server keeps two, whether a page asked for them or not; with one gone there is room again."""
    large, own = bytes(90 * 2**20), token(server)

    def send(session: str) -> list[HTTPStatus]:
        path = f"_stcore/upload_file/{session}"
        return [status(server, f"{path}/{name}", method, content, **own) for name, method, content in (
            ("1", "PUT", large), ("2", "PUT", large), ("3", "PUT", large), ("1", "DELETE", b""), ("3", "PUT", large),
            ("2", "DELETE", b""), ("3", "DELETE", b""))]

    kept, refused = HTTPStatus.NO_CONTENT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert asyncio.run(hold(server, send)) == [kept, kept, refused, kept, kept, kept, kept]
