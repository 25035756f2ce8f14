"""One large accuracy, which moves while a network learns, the other two beside it, and why one may be below another."""

from __future__ import annotations

import streamlit as st

from nncore.runs.history import History

KINDS = {
    "Training": "The share of the digits of the last steps, which it learns from, that it reads right.",
    "Validation": "The share of digits that were held back from learning that it reads right, after each epoch.",
    "Test": "The share of the 10,000 digits of MNIST's test set that it reads right; they are asked once, at the end.",
}
DISTORTED = ("shift", "rotation", "scale", "shear", "elastic", "noise", "stroke_width_share", "template_share", "scribble_share")


def figures(history: History | None) -> None:
    """The accuracy on three kinds of digits: the one that says most is large."""
    accuracies = accuracies_of(history) if history else dict.fromkeys(KINDS)
    largest = next((kind for kind in reversed(KINDS) if accuracies[kind] is not None), "Training")
    with st.container(horizontal=True, vertical_alignment="center", key="accuracies"):
        with st.container(key="large_accuracy", width="content"):
            _figure(largest, f"{largest} accuracy", accuracies[largest])
        with st.container(key="small_accuracies", width="content", gap=None):
            for kind in KINDS:
                if kind != largest:
                    _figure(kind, kind, accuracies[kind])


def _figure(kind: str, label: str, accuracy: float | None) -> None:
    st.metric(label, "–" if accuracy is None else f"{accuracy:.2%}", help=KINDS[kind], width="content")


def accuracies_of(history: History) -> dict[str, float | None]:
    """The accuracy of now on each kind of digits, 0 to 1."""
    learned = history.curve.points[-1][2] if history.curve.points else None
    held_back = history.validation[-1][2] if history.validation else None
    return {"Training": learned, "Validation": held_back, "Test": history.accuracy}


def why_training_is_below(history: History) -> str:
    """Why the training accuracy of now is below that of validation; empty where it is not."""
    accuracies = accuracies_of(history)
    if None in (accuracies["Training"], accuracies["Validation"]) or accuracies["Training"] >= accuracies["Validation"]:
        return ""
    reasons = []
    if any(getattr(history.now, name) for name in DISTORTED):
        reasons.append("its digits are distorted anew each time, and validation's are not")
    if history.now.dropout:
        reasons.append("dropout silences some neurons only while it learns")
    reasons = reasons or ["it is of the digits of the last steps alone, which are so few that luck has its share"]
    return f"Training accuracy is below validation's here: {', and '.join(reasons)}."
