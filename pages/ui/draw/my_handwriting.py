"""My handwriting: drawings kept with their labels, what the networks make of them, and fine-tuning a network on them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

import nncore
from nncore import Digits, Mnist
from nncore.digits import SIDE
from nncore.files.handwriting import read_handwriting, to_bytes
from nncore.files.untrusted.refusal import in_a_line
from nncore.reading.reader import Reading
from nncore.runs.comparison import accuracies_of
from nncore.runs.fine_tuning import fine_tuning, mixed

from ..shared import images, server
from ..shared.calculation import calculated
from ..shared.lessons import drawn
from ..shared.networks import Choice, choices, mnist_accuracy
from ..shared.refusal import attempt, say_refusal
from ..shared.runs import remove, start
from ..shared.state import LABELS, LAST_UPLOAD, PLACE, label_key
from ..shared.uploads import read_upload
from ..shared.visitor import FineTuning, Kept, Visitor

KEPT = ("Keeps the digit with its label in *my handwriting*, on which a network can be fine-tuned. Then the next digit has its "
        "turn, and after the last the canvas is clear.")


def my_digits(visitor: Visitor) -> Digits:
    """The visitor's kept drawings."""
    kept = visitor.handwriting
    return Digits(np.array([each.image for each in kept], np.uint8).reshape(-1, SIDE, SIDE),
                  np.array([each.label for each in kept], np.uint8))


def digit_choice(found: Reading) -> int:
    """Ask which digit of a number to look at: its place, 0 for the first."""
    if len(found.digits) < 2:
        return 0
    if (st.session_state.get(PLACE) or 0) >= len(found.digits):
        st.session_state[PLACE] = 0
    return st.segmented_control("Look at digit", range(len(found.digits)), default=0, required=True, key=PLACE,
                                format_func=lambda place: f"{place + 1}: {found.digits[place].digit}")


def label_choice(visitor: Visitor, image: np.ndarray, answered: Callable[[], int | None], after: Callable[[], None]) -> None:
    """Ten digits: a click keeps `image`, uint8 (28, 28), with its writer's label, and then does what comes `after`.

    `answered` gives what the network answers to it at that moment, None if it does not know.
    """
    number = st.session_state.setdefault(LABELS, 0)
    st.segmented_control("Right or wrong? It was a ...", range(10), key=label_key(number), help=KEPT, on_change=_keep,
                         args=(visitor, number, image, answered, after))


def _keep(visitor: Visitor, number: int, image: np.ndarray, answered: Callable[[], int | None],
          after: Callable[[], None]) -> None:
    label, st.session_state[LABELS] = st.session_state[label_key(number)], number + 1
    visitor.add_handwriting(Kept(image, label))
    drawn(visitor, answered(), label)
    after()
    st.toast(f"Kept as a {label}: {len(visitor.handwriting)} in my handwriting.", icon=":material/check:")


def all_of_it(visitor: Visitor, chosen: Choice) -> None:
    """How the network does on the visitor's digits, fine-tuning on them, and the digits themselves."""
    accuracies(visitor, chosen)
    fine_tune(visitor, chosen)
    sheet(visitor, chosen)
    if visitor.handwriting:
        all_accuracies(visitor)


def sheet(visitor: Visitor, chosen: Choice) -> None:
    """The kept drawings with what the network reads in each; one may be removed, all be downloaded or opened again."""
    kept = visitor.handwriting
    if kept:
        answers = chosen.now().predict(nncore.as_inputs(my_digits(visitor).images)).argmax(axis=1)  # (n,)
        with st.container(horizontal=True, gap="small"):
            for number, (each, answer) in enumerate(zip(kept, answers, strict=True)):
                with st.container(width=64, gap=None):
                    st.image(images.enlarged(each.image, 2), width=56, alt=f"Your {each.label}, read as {answer}",
                             caption=f"{each.label}" if answer == each.label else f"{each.label}, read {answer}")
                    st.button(":material/close:", key=f"remove_{number}", type="tertiary", help=f"Remove this {each.label}",
                              on_click=kept.pop, args=(number,))
        st.download_button("Download the set", to_bytes(my_digits(visitor)), "my-handwriting.npz", "application/octet-stream",
                           icon=":material/download:", on_click="ignore")
    else:
        st.info("Draw a digit and say what it was; ten to twenty are enough to fine-tune a network on your handwriting.",
                icon=":material/history_edu:")
    _open_set(visitor)


def _open_set(visitor: Visitor) -> None:
    file = st.file_uploader("Open a set", "npz", key="open_handwriting", max_upload_size=10,
                            help="An .npz that was downloaded here before.")
    if file is None or st.session_state.get(LAST_UPLOAD) == file.file_id:
        return
    digits = read_upload("set", file.file_id, lambda: read_handwriting(file), f"{in_a_line(file.name)} cannot be opened: ")
    if digits is None:
        return
    st.session_state[LAST_UPLOAD] = file.file_id
    visitor.add_handwriting(*(Kept(image, int(label)) for image, label in zip(digits.images, digits.labels, strict=True)))
    st.rerun()


def own_accuracy(visitor: Visitor, network: nncore.Network) -> float | None:
    """The accuracy on the visitor's digits; None if there are none."""
    digits = my_digits(visitor)
    return nncore.evaluate(network, digits).accuracy if len(digits) else None


def all_accuracies(visitor: Visitor) -> None:
    """How every network of the session does on MNIST and on this person, in a table that sorts."""
    networks = list(choices(visitor))
    try:
        on_you = calculated(server.desk(), visitor, accuracies_of, [each.now() for each in networks], my_digits(visitor))
    except ValueError as error:
        st.warning(f"{error}.", icon=":material/hourglass:")
        return
    rows = [(each.title, mnist_accuracy(each), own) for each, own in zip(networks, on_you, strict=True)]
    table = pd.DataFrame(rows, columns=["Network", "On MNIST", "On you"])
    as_percent = {name: st.column_config.NumberColumn(format="percent") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, column_config=as_percent, height="content")


def accuracies(visitor: Visitor, chosen: Choice) -> None:
    """How the network does on MNIST and on this person."""
    own, count = own_accuracy(visitor, chosen.now()), len(visitor.handwriting)
    with st.container(horizontal=True):
        on_mnist = mnist_accuracy(chosen)
        st.metric("On MNIST", "–" if on_mnist is None else f"{on_mnist:.2%}", width=130, help="Of the 10,000 test digits.")
        st.metric("On you", "–" if own is None else f"{own:.0%}", width=130,
                  help="Of your own digits." if own is None else f"{round(own * count)} of your {count} digits.")
    if on_mnist is None and chosen.run is None:
        st.warning("The machine has no time to try the network on MNIST; come back to this page in a while.",
                   icon=":material/hourglass:")


def fine_tune(visitor: Visitor, chosen: Choice) -> None:
    """Fine-tune the network on the visitor's digits; say what was gained and what was forgotten; take it back."""
    if visitor.fine_tuning and visitor.fine_tuning.run not in visitor.runs:
        visitor.fine_tuning = None  # there is nothing left to be taken back
    under_way = visitor.fine_tuning
    busy = under_way is not None and under_way.run.active
    with st.container(horizontal=True):
        impossible = busy or chosen.learning or not visitor.handwriting
        if st.button("Fine-tune on my handwriting", type="primary", icon=":material/school:", disabled=impossible):
            attempt("fine-tune", _begin, visitor, chosen)
            st.rerun()
        if under_way:
            st.button("Undo the fine-tuning", icon=":material/undo:", on_click=_undo, args=(visitor,), disabled=busy)
    say_refusal("fine-tune")
    if under_way:
        _progress(visitor)


def _begin(visitor: Visitor, chosen: Choice) -> None:
    digits = server.digits()
    before = FineTuning(None, chosen.name, mnist_accuracy(chosen), own_accuracy(visitor, chosen.now()))
    examples = mixed(my_digits(visitor), digits.train, rng=np.random.default_rng(visitor.runs_started))
    before.run = start(visitor, fine_tuning(chosen.experiment), Mnist(examples, digits.test), network=chosen.now().snapshot(),
                       title=f"{chosen.short} fine-tuned on my handwriting")
    visitor.fine_tuning = before


def _undo(visitor: Visitor) -> None:
    if taken := visitor.fine_tuning:
        visitor.network = taken.network_before
        remove(visitor, taken.run)
        visitor.fine_tuning = None


def _progress(visitor: Visitor) -> None:
    """The fine-tuning as it runs, then both accuracies before and after."""
    taken = visitor.fine_tuning

    @st.fragment(run_every=0.5 if taken.run.active else None)
    def shown() -> None:
        if taken.run.active:
            st.progress(taken.run.progress, f"Fine-tuning on your handwriting: {taken.run.progress:.0%}")
            taken.polled = True
            return
        if taken.polled:
            taken.polled = False
            st.rerun()
        with st.container(horizontal=True):
            after = taken.run.history.accuracy
            if after is not None and taken.mnist_before is not None:
                st.metric("MNIST, after fine-tuning", f"{after:.2%}", f"{100 * (after - taken.mnist_before):+.2f} points")
            own = own_accuracy(visitor, taken.run.history.network)
            if own is not None and taken.own_before is not None:
                st.metric("You, after fine-tuning", f"{own:.0%}", f"{100 * (own - taken.own_before):+.0f} points")

    shown()
