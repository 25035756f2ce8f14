"""My handwriting: drawings kept with their labels, what the networks make of them, and teaching a network with them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

import nncore
from nncore import Digits, Mnist
from nncore.digits import SIDE
from nncore.files.handwriting import read_handwriting, to_bytes
from nncore.runs.fine_tuning import fine_tuning, mixed

from ..shared import images, server
from ..shared.networks import Choice, mnist_accuracy, named, names, run_name
from ..shared.runs import start
from ..shared.state import FineTuning, Kept, visitor

MOST_KEPT = 200


def my_digits() -> Digits:
    """The visitor's kept drawings."""
    kept = visitor().handwriting
    return Digits(np.array([each.image for each in kept], np.uint8).reshape(-1, SIDE, SIDE),
                  np.array([each.label for each in kept], np.uint8))


def label_buttons(image: np.ndarray) -> None:
    """Ten buttons: a click keeps `image` uint8 (28, 28) with the label that its writer gives."""
    st.caption("It was a ... (keeps the drawing in *my handwriting*)")
    with st.container(horizontal=True, gap="small"):
        for label in range(10):
            st.button(f"{label}", key=f"it_was_{label}", on_click=_keep, args=(Kept(image, label),))


def _keep(kept: Kept) -> None:
    visitor().handwriting.append(kept)
    del visitor().handwriting[:-MOST_KEPT]
    st.toast(f"Kept as a {kept.label}: {len(visitor().handwriting)} in my handwriting.", icon=":material/check:")


def sheet(chosen: Choice) -> None:
    """The kept drawings with what the network reads in each; one may be removed, all be downloaded or opened again."""
    kept = visitor().handwriting
    if kept:
        answers = chosen.now().predict(nncore.as_inputs(my_digits().images)).argmax(axis=1)  # (n,)
        with st.container(horizontal=True, gap="small"):
            for number, (each, answer) in enumerate(zip(kept, answers, strict=True)):
                with st.container(width=64, gap=None):
                    st.image(images.enlarged(each.image, 2), width=56, alt=f"Your {each.label}, read as {answer}",
                             caption=f"{each.label}" if answer == each.label else f"{each.label}, read {answer}")
                    st.button(":material/close:", key=f"remove_{number}", type="tertiary", help=f"Remove this {each.label}",
                              on_click=kept.pop, args=(number,))
        st.download_button("Download the set", to_bytes(my_digits()), "my-handwriting.npz", "application/octet-stream",
                           icon=":material/download:", on_click="ignore")
    else:
        st.info("Draw a digit and say above what it was; ten to twenty are enough to teach a network your hand.",
                icon=":material/history_edu:")
    _open_set()


def _open_set() -> None:
    file = st.file_uploader("Open a set", "npz", key="open_handwriting", max_upload_size=10,
                            help="An .npz that was downloaded here before.")
    if file is None or visitor().last_upload == file.file_id:
        return
    visitor().last_upload = file.file_id
    try:
        digits = read_handwriting(file)
    except ValueError as error:
        st.error(f"{file.name} cannot be opened: {error}.", icon=":material/error:")
        return
    visitor().handwriting.extend(Kept(image, int(label)) for image, label in zip(digits.images, digits.labels, strict=True))
    del visitor().handwriting[:-MOST_KEPT]
    st.rerun()


def own_accuracy(network: nncore.Network) -> float | None:
    """The accuracy on the visitor's digits; None if there are none."""
    digits = my_digits()
    return nncore.evaluate(network, digits).accuracy if len(digits) else None


def all_accuracies() -> None:
    """How every network of the session does on MNIST and on this person, in a table that sorts."""
    rows = [(each.title, mnist_accuracy(each), own_accuracy(each.now())) for each in map(named, names())]
    table = pd.DataFrame(rows, columns=["Network", "On MNIST", "On you"])
    as_percent = {name: st.column_config.NumberColumn(format="percent") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=as_percent, height="content")


def accuracies(chosen: Choice) -> None:
    """How the network does on MNIST and on this person."""
    own, count = own_accuracy(chosen.now()), len(visitor().handwriting)
    with st.container(horizontal=True):
        on_mnist = mnist_accuracy(chosen)
        st.metric("On MNIST", "–" if on_mnist is None else f"{on_mnist:.2%}", width=130, help="Of the 10,000 test digits.")
        st.metric("On you", "–" if own is None else f"{own:.0%}", width=130,
                  help="Of your own digits." if own is None else f"{round(own * count)} of your {count} digits.")


def teach(chosen: Choice) -> None:
    """Teach the network the visitor's hand; say what was gained and what was forgotten; take it back."""
    someone = visitor()
    current = someone.fine_tuning
    busy = current is not None and current.run.active
    with st.container(horizontal=True):
        impossible = busy or chosen.learning or not someone.handwriting
        if st.button("Teach it my hand", type="primary", icon=":material/school:", disabled=impossible):
            _begin(chosen)
            st.rerun()
        if current:
            st.button("Undo the fine-tuning", icon=":material/undo:", on_click=_undo, disabled=busy)
    if current:
        _progress()


def _begin(chosen: Choice) -> None:
    someone, digits = visitor(), server.digits()
    before = FineTuning(None, chosen.name, mnist_accuracy(chosen), own_accuracy(chosen.now()))
    examples = mixed(my_digits(), digits.train, rng=np.random.default_rng(someone.runs_started))
    before.run = start(fine_tuning(chosen.experiment), Mnist(examples, digits.test), network=chosen.now().snapshot(),
                       title=f"{chosen.short} taught my hand")
    someone.fine_tuning = before


def _undo() -> None:
    someone = visitor()
    someone.wanted_network = someone.fine_tuning.network_before
    someone.runs.remove(someone.fine_tuning.run)
    someone.fine_tuning = None


def _progress() -> None:
    """The fine-tuning as it runs, then both accuracies before and after."""
    taken = visitor().fine_tuning

    @st.fragment(run_every=0.5 if taken.run.active else None)
    def shown() -> None:
        if taken.run.active:
            st.progress(taken.run.progress, f"Learning your hand: {taken.run.progress:.0%}")
            taken.polled = True
            return
        if taken.polled:
            taken.polled = False
            visitor().wanted_network = run_name(taken.run)
            st.rerun()
        with st.container(horizontal=True):
            after = taken.run.history.accuracy
            if after is not None and taken.mnist_before is not None:
                st.metric("MNIST, after fine-tuning", f"{after:.2%}", f"{100 * (after - taken.mnist_before):+.2f} points")
            own = own_accuracy(taken.run.history.network)
            if own is not None and taken.own_before is not None:
                st.metric("You, after fine-tuning", f"{own:.0%}", f"{100 * (own - taken.own_before):+.0f} points")

    shown()
