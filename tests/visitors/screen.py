"""What stands on a visitor's page: elements come one by one, and what a run of the script did not put there again goes."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def first(found: Iterable, what: str):
    """The first of what was found. Raises LookupError if nothing was."""
    for each in found:
        return each
    raise LookupError(f"the page shows no {what}")


@dataclass(frozen=True)
class Shown:
    """An element of the page, the fragment in which it stands, and the run of the script that put it there."""

    element: object
    fragment: str
    run: str


@dataclass(frozen=True)
class Progress:
    """What a bar of progress said, `per_cent` full, and when it came, in seconds of the clock."""

    at: float
    text: str
    per_cent: int


class Screen:
    """`shown` holds the elements by their place.

    `progress` is all that a bar of progress ever said, `faults` all errors and warnings.
    """

    def __init__(self):
        self.shown: dict[tuple[int, ...], Shown] = {}
        self.progress: list[Progress] = []
        self.faults: list[str] = []
        self._run = ""  # of the script, that is under way

    def all(self, kind: str) -> list:
        """The elements of one kind, as Streamlit names it, from the top of the page to its end."""
        there = [self.shown[place].element for place in sorted(self.shown)]
        return [getattr(each, kind) for each in there if each.WhichOneof("type") == kind]

    def says(self, text: str) -> bool:
        """Whether a box of success, information, warning or error says so."""
        return any(text in each.body for each in self.all("alert"))

    def offers(self, label: str) -> bool:
        """Whether there is a button of that label that can be pressed."""
        return any(self._buttons(label))

    def button(self, label: str) -> Shown:
        """The button of that label, in its fragment. Raises LookupError if there is none that can be pressed."""
        return first(self._buttons(label), f"button {label}")

    def _buttons(self, label: str) -> Iterable[Shown]:
        return (each for each in self.shown.values() if each.element.WhichOneof("type") == "button"
                and each.element.button.label == label and not each.element.button.disabled)

    def begin(self, message: ForwardMsg) -> None:
        """A run of the script begins."""
        self._run = message.metadata.run.script_run_id

    def put(self, message: ForwardMsg) -> None:
        """Take in what a message has for the page."""
        if message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        place = tuple(message.metadata.delta_path)
        self.shown[place] = Shown(element, message.delta.fragment_id, self._run)
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.faults.append(f"a traceback: {element.exception.type} {element.exception.message}")
        elif kind == "alert" and element.alert.format in (Alert.ERROR, Alert.WARNING):
            self.faults.append(f"{'an error' if element.alert.format == Alert.ERROR else 'a warning'}: {element.alert.body}")
        elif kind == "progress":
            self.progress.append(Progress(time.perf_counter(), element.progress.text, element.progress.value))

    def finish(self, message: ForwardMsg) -> None:
        """After a run of the script what it did not put there is gone: from its fragments, or from the whole page."""
        run = message.metadata.run
        if message.script_finished in ENDS:
            self.shown = {place: each for place, each in self.shown.items() if each.run == run.script_run_id
                          or run.fragment_ids and each.fragment not in run.fragment_ids}
