"""What comes of an alteration: how many digits the network still reads right, what it makes of one's drawing, and keeping it."""

from __future__ import annotations

import io
import secrets

import numpy as np
import streamlit as st

import nncore
from nncore import Network
from nncore.compute.job import FAILED, CalculationJob
from nncore.interpretability.alterations import Alteration, altered
from nncore.interpretability.cost_of_alterations import outcome

from ..shared import images, server
from ..shared.as_text import as_text
from ..shared.measured import wait_for
from ..shared.networks import Choice, file_name
from ..shared.per_cent import per_cent
from ..shared.show_chart import show_chart
from ..shared.state import lab_key, remember
from ..shared.visitor import OpenedFile, Visitor
from . import lab_charts
from .lab_controls import seed_asked, undo_all
from .lab_digits import TrialDigits
from .newest import newest

TESTED = "tested"  # the alteration that the test digits were asked of
ASK = "Ask the 10,000 test digits"
ASK_HELP = "Search with the digits above, and ask the test digits once you have decided: who searches with them fools themselves."


def accuracy(job: CalculationJob, original: float | None, alteration: Alteration, trial: TrialDigits) -> None:
    """How the altered network does on the trial digits, in large figures, and against the original."""
    now = job.result and job.result.accuracy
    gone = None if now is None or original is None or alteration.changes_nothing else f"{100 * (now - original):+.2f} points"
    st.metric(f"Right, of {len(trial.digits):,} digits", "…" if now is None else f"{now:.2%}", gone, help=trial.says)
    if job.state == FAILED:
        st.warning(f"{job.failure}.", icon=":material/hourglass:")
    elif now is None:
        wait_for(lambda: None if job.active else job, "Being measured ...")
    st.markdown(f"**Altered:** {alteration.words}" if alteration.words else "Nothing is altered yet.")


def tools(visitor: Visitor, chosen: Choice, network: Network, alteration: Alteration) -> None:
    """Keep the altered network, take it home, or undo all."""
    nothing = alteration.changes_nothing
    with st.container(horizontal=True, gap="small"):
        if st.button("Keep it", icon=":material/inventory_2:", type="primary", disabled=nothing,
                     help="As a network of its own, which becomes the current one on every page."):
            _keep(visitor, chosen, network, alteration)
            st.rerun()  # the bar names it
        st.button("Undo all", icon=":material/undo:", disabled=nothing, on_click=undo_all, args=(chosen, network))
        st.download_button("Download", lambda: _file(chosen, network, alteration), "inkling-altered.npz",
                           "application/octet-stream", icon=":material/download:", on_click="ignore", disabled=nothing,
                           help="The altered network as an .npz, which can be opened on Train.")


def _altered(chosen: Choice, network: Network, alteration: Alteration) -> Network:
    return altered(network, alteration, rng=np.random.default_rng(seed_asked(chosen)))


def _keep(visitor: Visitor, chosen: Choice, network: Network, alteration: Alteration) -> None:
    kept = OpenedFile(f"lab {secrets.token_hex(8)}", f"{chosen.short}, {alteration.words}",
                      _altered(chosen, network, alteration), chosen.experiment, None)
    visitor.add_file(kept)
    visitor.network = file_name(kept)
    remember(visitor)


def _file(chosen: Choice, network: Network, alteration: Alteration) -> bytes:
    file = io.BytesIO()
    nncore.save(file, _altered(chosen, network, alteration), chosen.experiment)
    return file.getvalue()


def tested(visitor: Visitor, chosen: Choice, network: Network, alteration: Alteration) -> None:
    """A button that asks the test digits, and what they said of this alteration and of the original."""
    key, seed = lab_key(chosen.name, TESTED), seed_asked(chosen)
    if st.session_state.get(key) != (alteration, seed):
        st.button(ASK, icon=":material/quiz:", on_click=_ask, args=(key, alteration, seed), help=ASK_HELP)
        return
    digits = server.digits().test
    jobs = [newest(visitor, network, place, (each, seed), outcome, each, digits, None, seed)
            for place, each in (("test", alteration), ("test of the original", Alteration()))]
    if failed := [job for job in jobs if job.state == FAILED]:
        st.warning(f"{failed[0].failure}.", icon=":material/hourglass:")
    elif any(job.result is None for job in jobs):
        wait_for(lambda: None if any(job.active for job in jobs) else jobs, "The 10,000 test digits are being asked ...")
    else:
        now, before = (job.result.accuracy for job in jobs)
        st.markdown(f"Of the 10,000 test digits **{now:.2%}** are right; of the original's **{before:.2%}**.")


def _ask(key: str, alteration: Alteration, seed: int) -> None:
    st.session_state[key] = alteration, seed


def drawing(network: Network, job: CalculationJob, alteration: Alteration, image: np.ndarray | None) -> None:
    """What the original and the altered network read in one's drawing, uint8 (28, 28)."""
    if image is None:
        st.page_link("pages/screens/draw.py", label="Draw a digit, and see here what it reads", icon=":material/draw:")
        return
    before = network.predict(nncore.as_inputs(image[None]))[0]
    with st.container(horizontal=True, vertical_alignment="center", key="lab_drawing"):
        st.image(images.enlarged(image, 2), width=56, alt="Your drawing, as the network sees it")
        after = job.result and job.result.probabilities
        now = "…" if after is None else _read(after)
        st.markdown(f"Your drawing is read as {_read(before)}" if alteration.changes_nothing else
                    f"Your drawing was read as {_read(before)}, now as {now}", width="stretch")
    if after is not None and not alteration.changes_nothing:
        show_chart(lab_charts.probabilities(before, after), key="lab_probabilities", grows="low",
                   alt=as_text(f"The ten probabilities of your drawing: before {_plain(before)}, after {_plain(after)}"))


def _read(probabilities: np.ndarray) -> str:
    return f"**{probabilities.argmax()}** ({per_cent(float(probabilities.max()))})"


def _plain(probabilities: np.ndarray) -> str:
    return f"{probabilities.argmax()} with {per_cent(float(probabilities.max()))}"
