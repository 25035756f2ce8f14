"""What a browser tells in JSON, as the canvas does, is measured before it is unfolded: a letter may become forty bytes."""

from __future__ import annotations

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import common, session_state

from nncore.files.untrusted.bounds import TOLD


def measure_what_is_told() -> None:
    """Have Streamlit unfold no more than TOLD bytes of JSON, and take what cannot be read for a drawing that cannot.

    It does so before anything of ours runs, up to `server.maxWidgetStateSize`, and says its own words where that fails.
    """
    session_state.unpack_widget_state_value = _measured  # there is no setting for it


def _measured(told: WidgetState):
    """The value of a widget, as Streamlit's own function gives it; what no canvas tells where that had better not, or cannot."""
    kind = told.WhichOneof("value")
    if kind not in ("json_value", "json_trigger_value"):
        return common.unpack_widget_state_value(told)
    if kind == "json_trigger_value":  # no component of ours tells any
        return None
    if told.ByteSize() > TOLD:
        return _unreadable()
    try:
        value = common.unpack_widget_state_value(told)
    except (ValueError, RecursionError):
        return _unreadable()
    return value if _could_be_a_canvas(value) else _unreadable()


def _could_be_a_canvas(value) -> bool:
    """Whether st_canvas can take a value apart; those of other components it would take, too."""
    return isinstance(value, dict) and isinstance(value.get("drawing") or {}, dict) and value.get("backgroundFit") is None


def _unreadable() -> dict:
    """What no canvas tells: it is refused in a sentence where it is looked at."""
    return {"drawing": {"raw": {}, "data": ""}}
