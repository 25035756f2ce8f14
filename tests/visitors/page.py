"""A page of the app as a visitor's browser holds it, without the browser: a websocket that speaks Streamlit's own messages.

Of the widgets' values only the one that changed is sent: the server keeps the others.
"""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Callable
from contextlib import suppress

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.visitors.screen import Screen, first

PATIENCE = 180.0  # seconds after which what has not come will not come


class Page:
    """`path` is what follows the host in the address, `query` what follows the question mark; `cookie` tells browsers apart."""

    def __init__(self, address: str, path: str = "", query: str = "", cookie: str = ""):
        self.address, self.path, self.query, self._cookie = address, path, query, cookie
        self.screen = Screen()
        self.whole_runs = 0  # of the script that have come to their end
        self._script = ""
        self.session = ""  # its number, as the server knows it
        self._timers: dict[str, asyncio.Task] = {}  # by fragment
        self._files: dict[str, asyncio.Future] = {}  # by the number of the request
        self._news, self._open = asyncio.Event(), True

    async def __aenter__(self) -> Page:
        self._socket = await connect(f"ws://{self.address}/_stcore/stream", subprotocols=["streamlit", "-"], max_size=None,
                                     additional_headers={"Cookie": self._cookie} if self._cookie else {})
        self._listening = asyncio.create_task(self._listen())
        await self.rerun()
        return self

    async def __aexit__(self, *_) -> None:
        self._open = False
        self._stop_polling()
        await self._socket.close()
        await self._listening

    async def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait for `condition` with what comes from the server.

        Raises TimeoutError after `patience` seconds, and ConnectionError if the server has gone.
        """
        async with asyncio.timeout(patience):
            while not condition():
                if not self._open:
                    raise ConnectionError(f"the server closed the page of {self.address}")
                self._news.clear()
                await self._news.wait()

    async def rerun(self, *widgets: WidgetState) -> None:
        """Tell the server of widgets and wait until its whole script has come to the end."""
        before = self.whole_runs
        await self._ask(*widgets)
        await self.until(lambda: self.whole_runs > before)

    async def go_to(self, path: str) -> None:
        """Go to another page of the app."""
        self._script, self.path = "", path
        await self.rerun()

    @property
    def polls(self) -> bool:
        """Whether the page asks for news by itself, again and again."""
        return bool(self._timers)

    async def press(self, label: str) -> None:
        """Press the button, inside a fragment or not, once it is there: while a page is drawn anew, it may not be."""
        await self.until(lambda: self.screen.offers(label))
        shown = self.screen.button(label)
        await self._ask(WidgetState(id=shown.element.button.id, trigger_value=True), fragment=shown.fragment)

    async def fetch(self, path: str) -> bytes:
        """What the server gives for a path, as for a picture's. Raises OSError if nothing."""
        return await asyncio.to_thread(lambda: urllib.request.urlopen(f"http://{self.address}{path}", timeout=PATIENCE).read())

    async def download(self, label: str) -> bytes:
        """The file of a download button, once it is on the page; also of one that makes the file only now."""
        await self.until(lambda: any(each.label == label for each in self.screen.all("download_button")))
        button = first((each for each in self.screen.all("download_button") if each.label == label), label)
        if not button.deferred_file_id:
            return await self.fetch(button.url)
        message, number = BackMsg(), str(len(self._files))
        request = message.backend_operation_request
        request.request_id, request.session_id, request.deferred_file.file_id = number, self.session, button.deferred_file_id
        self._files[number] = asyncio.Future()
        await self._socket.send(message.SerializeToString())
        answer = await asyncio.wait_for(self._files[number], PATIENCE)
        if answer.error_msg:
            raise OSError(f"{label}: {answer.error_msg}")
        return await self.fetch(answer.deferred_file.url)

    async def _ask(self, *widgets: WidgetState, fragment: str = "", polled: bool = False) -> None:
        """Ask for a run of the script, or of a fragment."""
        message = BackMsg()
        ask = message.rerun_script
        ask.query_string, ask.fragment_id, ask.is_auto_rerun, ask.page_script_hash = self.query, fragment, polled, self._script
        ask.page_name, ask.context_info.url = "" if self._script else self.path, f"http://{self.address}/{self.path}"
        ask.widget_states.widgets.extend(widgets)
        await self._socket.send(message.SerializeToString())

    async def _listen(self) -> None:
        hear = {"new_session": self._begin, "navigation": self._navigate, "page_info_changed": self._change_link,
                "auto_rerun": self._poll_again, "delta": self.screen.put, "script_finished": self._finish,
                "backend_operation_response": self._answer}
        with suppress(ConnectionClosed):
            async for data in self._socket:
                message = ForwardMsg.FromString(data)
                if act := hear.get(message.WhichOneof("type")):
                    act(message)
        if self._open:
            self._open = False
            self._stop_polling()
            self.screen.faults.append("the server closed the page")
        self._news.set()

    def _begin(self, message: ForwardMsg) -> None:
        self.screen.begin(message)
        self.session = message.new_session.initialize.session_id
        if not message.metadata.run.fragment_ids:
            self._stop_polling()  # as the browser does; the fragments that the script finds again ask for it again

    def _navigate(self, message: ForwardMsg) -> None:
        self._script = message.navigation.page_script_hash

    def _change_link(self, message: ForwardMsg) -> None:
        self.query = message.page_info_changed.query_string

    def _finish(self, message: ForwardMsg) -> None:
        self.screen.finish(message)
        self.whole_runs += message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        self._news.set()

    def _answer(self, message: ForwardMsg) -> None:
        answer = message.backend_operation_response
        self._files[answer.request_id].set_result(answer)

    def _poll_again(self, message: ForwardMsg) -> None:
        fragment, interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
        if fragment not in self._timers:
            self._timers[fragment] = asyncio.create_task(self._poll(fragment, interval))

    async def _poll(self, fragment: str, interval: float) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(interval)
                await self._ask(fragment=fragment, polled=True)

    def _stop_polling(self) -> None:
        while self._timers:
            self._timers.popitem()[1].cancel()
