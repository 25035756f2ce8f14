"""The ready lessons: which there are, and what each is about."""

from __future__ import annotations

import streamlit as st

from nncore.runs.lessons import DRAW, LESSONS, Lesson


def lesson_choice() -> Lesson:
    """Ask which of the lessons."""
    name = st.radio("Lesson", list(LESSONS), format_func=lambda name: f"**{LESSONS[name].title}**",
                    captions=[f"Mission: {lesson.goal}" for lesson in LESSONS.values()], key="class_lesson",
                    persist_state="session")
    return LESSONS[name]


def tell(lesson: Lesson) -> None:
    """What pupils read who open it."""
    st.caption(f"Ten minutes. Pupils come to {'Draw' if lesson.page == DRAW else 'Train'}, where this stands at the top:")
    for word, sentence in lesson.sentences.items():
        st.markdown(f"**{word}.** {sentence}")
