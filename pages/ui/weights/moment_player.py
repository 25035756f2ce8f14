"""A slider through the moments of a run: it plays, stops, and lays two moments beside each other, all in the browser."""

from __future__ import annotations

import base64

import numpy as np

from ..shared import images
from ..shared.component import component
from .moment_sheets import LEVELS, MomentSheets

HTML = """<div class="player">
<div class="bar"><button type="button" class="back" aria-label="One moment back" title="One moment back">&lsaquo;</button>
<button type="button" class="play">Play</button>
<button type="button" class="on" aria-label="One moment on" title="One moment on">&rsaquo;</button>
<span class="title"></span><span class="accuracy"></span>
<label><input type="checkbox" class="two">Compare with another moment</label></div>
<div class="course"><div class="curve"><svg preserveAspectRatio="none" aria-hidden="true"><polyline /></svg><i></i></div>
<label class="now"><small></small><input type="range" class="now" min="0" step="1"></label>
<label class="then"><small></small><input type="range" class="then" min="0" step="1"></label>
<div class="ends"><span>start</span><span class="first"></span><span class="last"></span></div></div>
<div class="sheets"><figure class="then"><figcaption></figcaption><div></div></figure>
<figure class="now"><figcaption></figcaption><div></div></figure>
<figure class="difference"><figcaption></figcaption><div></div></figure></div>
<div class="legend"><span></span><i></i><span></span></div></div>"""

_player = component("moment_player", HTML, __file__)


def moment_player(sheets: MomentSheets, *, kind: str, measured_on: str, key: str) -> None:
    """Show filters of the `kind` Neuron or Digit at the last moment, and let all others be gone to.

    `measured_on` says of what the accuracies are. What does not change is not sent again.
    """
    colours = images.signed_colours(np.linspace(-1, 1, 2 * LEVELS + 1))  # (255, 3)
    _player(key=key, data={
        "titles": sheets.titles, "accuracies": [each.accuracy for each in sheets.moments], "measured_on": measured_on,
        "first_epoch": next((place for place, each in enumerate(sheets.moments) if each.ends_epoch), None),
        "neurons": sheets.neurons.tolist(), "kind": kind, "filters": sheets.packed,
        "colours": base64.b64encode(colours.tobytes()).decode(),
        "legend": [f"weight \N{MINUS SIGN}{sheets.limit:.2f} or less", f"{sheets.limit:.2f} or more"]})
