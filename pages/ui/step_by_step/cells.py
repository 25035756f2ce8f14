"""Rows of numbers, each a button: a click, a tap, or the arrow keys and Enter choose the one that is worked out."""

from __future__ import annotations

from dataclasses import dataclass

from ..shared.component import component, listen

HTML = '<div class="rows"></div>'
SIGNED, PLAIN, PROBABILITY = "signed", "plain", "probability"  # what the numbers of a row are, and so their colours

_cells = component("cells", HTML, __file__)


@dataclass(frozen=True)
class Button:
    """A number as a button: its `id`, which neuron or digit it is of, the number as text, its share of the largest of its row,
    from -1 to 1, what is said of it, and whether it is the answer.
    """

    id: str
    unit: str
    text: str
    share: float
    says: str
    is_answer: bool = False


@dataclass(frozen=True)
class Row:
    """Numbers of one kind, with their name and what they are."""

    name: str
    what: str
    kind: str
    buttons: tuple[Button, ...]


def cells(rows: list[Row], chosen: str, *, title: str, key: str) -> tuple[object, object]:
    """Show the rows, with the button `chosen` framed; (the id of the one clicked last, the number of that click)."""
    data = {"title": title, "chosen": chosen, "rows": [
        {"name": row.name, "what": row.what, "kind": row.kind, "cells": [
            {"id": each.id, "unit": each.unit, "text": each.text, "share": round(each.share, 3), "says": each.says,
             "answer": each.is_answer} for each in row.buttons]} for row in rows]}
    result = _cells(key=key, data=data, on_chosen_change=listen)
    clicked = result.chosen if isinstance(result.chosen, dict) else {}
    return clicked.get("id"), clicked.get("click")
