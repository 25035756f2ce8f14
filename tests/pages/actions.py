"""What a person does on the pages, played to Streamlit's AppTest: without a browser, and so quickly."""

import base64
import io
from pathlib import Path

import numpy as np
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages.ui.shared import state
from pages.ui.shared.run import Run
from pages.ui.shared.visitor import Visitor
from tests.waiting import until

ROOT = Path(__file__).parents[2]
PAGES = {"draw": "pages/screens/draw.py", "train": "pages/screens/train.py", "runs": "pages/screens/runs.py",
         "weights": "pages/screens/weights.py", "steps": "pages/screens/step_by_step.py",
         "class": "pages/screens/class_room.py"}


def opened(page: str, **link: str) -> AppTest:
    """The app as someone sees `page` who came by a link with these parts."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, text in link.items():
        app.query_params[name] = text
    app.run()
    return app if page == "draw" else go_to(app, page)


def go_to(app: AppTest, page: str) -> AppTest:
    return app.switch_page(PAGES[page]).run()


def visitor(app: AppTest) -> Visitor:
    return app.session_state[state.VISITOR]


def last_run(app: AppTest) -> Run:
    return visitor(app).runs[-1]


def setting(app: AppTest, name: str):
    """What the control of a setting says."""
    return app.session_state[state.setting_key(name)]


def set_controls(app: AppTest, **settings) -> None:
    """Move the controls of these settings; the page hears of it at its next run."""
    for name, value in settings.items():
        app.session_state[state.setting_key(name)] = value


def button(app: AppTest, label: str):
    return labelled(app.button, label)


def tick(app: AppTest, *names: str) -> AppTest:
    """Tick the cards of runs with these names, and no others."""
    for box in app.checkbox:
        box.set_value(box.label.removeprefix("★ ") in names)
    return app.run()


def cards(app: AppTest) -> list[str]:
    """The names on the cards of runs, in their order."""
    return [box.label for box in app.checkbox]


def on_cards(app: AppTest) -> str:
    """What stands on the cards of runs beside their names, as HTML."""
    return "\n".join(each.proto.body for each in app.get("html") if "run-card" in each.proto.body and "<p>" in each.proto.body)


def open_tab(app: AppTest, name: str) -> AppTest:
    """Open a tab of Runs."""
    app.session_state[state.TAB] = name
    return app.run()


def removal(app: AppTest):
    """The button that removes what is ticked."""
    return next(each for each in app.button if each.key == state.REMOVE)


def say_it_was(app: AppTest, digit: int) -> None:
    """On Draw: say what the digit was."""
    labelled(app.get("button_group"), "Right or wrong? It was a ...").set_value(digit).run()


def uploader(app: AppTest, label: str):
    return labelled(app.file_uploader, label)


def labelled(elements, label: str):
    """The one of some elements of a page that has this label."""
    return next(each for each in elements if each.label == label)


def texts(elements) -> str:
    """All that some elements of a page say."""
    return "\n".join(each.value for each in elements)


def train_until_the_end(app: AppTest) -> None:
    button(app, "Start").click().run()
    until(lambda: not last_run(app).active)
    app.run()


def draw(app: AppTest, digit: np.ndarray, **stroke) -> None:
    """What the browser sends when `digit`, uint8 (28, 28), has been drawn; it may tell more of the `stroke`."""
    ink = np.asarray(Image.fromarray(digit).resize((280, 280)))
    file = io.BytesIO()
    Image.fromarray(np.dstack([ink, ink, ink, np.full_like(ink, 255)])).save(file, "PNG")
    url = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    [canvas] = app.get("bidi_component")
    app.session_state[canvas.key] = {"drawing": {"raw": {"objects": [{"type": "path"} | stroke]}, "data": url}}
    app.run()
