"""A class: ready lessons and tasks of a teacher's own, each as a link, a code to scan and a sheet to print."""

import streamlit as st

from pages.ui.class_room.address import for_pupils, say_who_can_open
from pages.ui.class_room.handout import of_lesson
from pages.ui.class_room.ready import lesson_choice, tell
from pages.ui.class_room.sharing import share
from pages.ui.class_room.task import own_task
from pages.ui.shared import chosen_settings, server, state

visitor = state.visitor()
state.entered("class")
if fault := chosen_settings.take_link():
    st.error(fault, icon=":material/link_off:")

st.title("A class", anchor=False)
st.caption("For a teacher: a lesson or a task of your own is one link. Pupils scan its code; they need no account.")
say_who_can_open(server.base_url())
base = for_pupils(server.base_url())
ready, own = st.tabs(["Ready lessons", "A task of your own"])

with ready:
    which, what = st.columns([4, 7], gap="large")
    with which:
        lesson = lesson_choice()
    with what:
        share(of_lesson(lesson, base))
        tell(lesson)

with own:
    ask, give = st.columns([6, 7], gap="large")
    with ask:
        handout = own_task(chosen_settings.chosen(), base)
    if handout:
        with give:
            share(handout)
