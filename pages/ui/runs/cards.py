"""A card for each run, with what tells it from the others; ticked ones are compared, starred, renamed and removed."""

from __future__ import annotations

import html

import streamlit as st

from ..shared import run_log, runs, state
from ..shared.as_text import as_text
from ..shared.run import Run
from ..shared.visitor import Visitor

MOST_SHOWN = 6  # cards, until all are asked for
MOST_SAID = 4  # settings on a card
NEWEST, BEST = "Newest first", "Best validation first"


def ticked_runs(visitor: Visitor) -> list[Run]:
    """The runs whose cards are ticked, oldest first."""
    return [run for run in visitor.runs if st.session_state.get(state.tick_key(run))]


def run_cards(visitor: Visitor, colours: dict[int, int]) -> None:
    """What can be done with the ticked runs, and the cards; runs that are compared have their colour, by number."""
    ticked = ticked_runs(visitor)
    _actions(visitor, ticked)
    undo_line(visitor)
    names = run_log.telling_apart(visitor.runs)
    with st.container(key="cards", gap="small"):
        for run in _shown(visitor, ticked, colours):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", border=True):
                name = as_text(run.name)
                st.checkbox(f"★ {name}" if run.starred else name, key=state.tick_key(run), persist_state="session",
                            width=120)
                st.html(card(run, names, colours.get(run.number)))


def _shown(visitor: Visitor, ticked: list[Run], colours: dict[int, int]) -> list[Run]:
    """The runs whose cards are shown, in the order that was asked for: of many the first, those ticked and those compared."""
    order, everything = NEWEST, True
    with st.container(horizontal=True, vertical_alignment="center"):
        if len(visitor.runs) > 3:
            order = st.segmented_control("Order", [NEWEST, BEST], default=NEWEST, required=True, key=state.RUN_ORDER,
                                         label_visibility="collapsed", persist_state="session")
        if len(visitor.runs) > MOST_SHOWN:
            everything = st.toggle(f"All {len(visitor.runs)}", key=state.ALL_RUNS, persist_state="session")
    ordered = list(reversed(visitor.runs))
    if order == BEST:
        ordered.sort(key=run_log.validation_accuracy, reverse=True)
    return [run for place, run in enumerate(ordered)
            if everything or place < MOST_SHOWN or run in ticked or run.number in colours]


def card(run: Run, names: list[str], colour: int | None) -> str:
    """The figures of a run and its values of the settings `names`, as HTML."""
    swatch = f'<i class="series-{colour}"></i>' if colour is not None else ""
    validation, test = run_log.validation_accuracy(run), run.history.accuracy
    figures = "".join(f"<span><b>{'–' if not accuracy else f'{accuracy:.2%}'}</b> {kind}</span>"
                      for accuracy, kind in ((test, "test"), (validation, "validation")))
    more = f" and {len(names) - MOST_SAID} more" if len(names) > MOST_SAID else ""
    said = run_log.settings_in_words(run.history.now, names[:MOST_SAID]) + more if names else run_log.gist(run)
    lines = [run.title, said, run_log.standing(run)]
    return (f'<div class="run-card">{swatch}{figures}' +
            "".join(f"<p>{html.escape(line)}</p>" for line in lines if line) + "</div>")


def _actions(visitor: Visitor, ticked: list[Run]) -> None:
    """Star, remove and rename what is ticked."""
    names = as_text(", ".join(run.name for run in ticked))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button("Star", icon=":material/star:", on_click=_star, args=(ticked,), disabled=not ticked,
                  help=f"Star {names}, or take the star away." if ticked else "Tick runs first.")
        st.button(f"Remove {_together(ticked)}" if ticked else "Remove", icon=":material/delete:", on_click=_remove,
                  args=(visitor, ticked), disabled=not ticked, key=state.REMOVE,
                  help=f"Remove {names} from the list; it can be undone." if ticked else "Tick runs first.")
        if len(ticked) == 1:
            [run] = ticked
            key = state.name_key(run)
            st.text_input("Name", run.name, key=key, width=180, max_chars=40, on_change=_rename, args=(visitor, run, key))


def undo_line(visitor: Visitor) -> None:
    """What was removed last, and a click that brings it back."""
    if removed := visitor.removed:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"{_together(removed)} removed.", width="content")
            st.button("Undo", icon=":material/undo:", on_click=runs.undo_removal, args=(visitor,), key=state.UNDO_REMOVAL,
                      help="Bring back what was removed last. A run that was under way stays stopped where it was.")


def _together(several: list[Run]) -> str:
    """Two runs by their names, more by their number."""
    return as_text(" and ".join(run.name for run in several)) if len(several) < 3 else f"{len(several)} runs"


def _star(ticked: list[Run]) -> None:
    starred = not all(run.starred for run in ticked)
    for run in ticked:
        run.starred = starred


def _remove(visitor: Visitor, ticked: list[Run]) -> None:
    for run in ticked:
        st.session_state.pop(state.tick_key(run), None)
    runs.remove(visitor, *ticked)


def _rename(visitor: Visitor, run: Run, key: str) -> None:
    """Take the name that was typed, and show what came of it."""
    runs.rename(visitor, run, st.session_state[key].strip() or run.name)
    st.session_state[key] = run.name
