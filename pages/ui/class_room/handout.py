"""A handout is what a class gets: a title, a link, three sentences and a mission."""

from __future__ import annotations

from dataclasses import dataclass

from nncore.runs.lessons import DRAW, Lesson


@dataclass(frozen=True)
class Handout:
    """`sentences` each stand under a word that says what they are for; `goal` is the mission in words, empty if there is none."""

    name: str
    title: str
    link: str
    sentences: dict[str, str]
    goal: str


def of_lesson(lesson: Lesson, base: str) -> Handout:
    """The handout of a lesson, where the app's address begins with `base`. Draw is the first page, whose address has no name."""
    page = "" if lesson.page == DRAW else lesson.page
    return Handout(lesson.name, lesson.title, f"{base}{page}?lesson={lesson.name}", lesson.sentences, lesson.goal)
