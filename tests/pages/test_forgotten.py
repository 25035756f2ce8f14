"""Who comes back and does not find what they left hears in one sentence why; what the link itself carries is kept."""

import pytest

from pages.ui.shared import news, server
from tests.pages.actions import go_to, last_run, opened, setting, texts, train_until_the_end, visitor

GONE = "What was made under this link before is gone"


def test_a_key_that_nobody_has_is_said_on_the_page_that_was_opened():
    """The sentence stands on that page, however often it is drawn, and not after another one; the settings are the link's."""
    app = opened("draw", visit="of-a-server-before", settings="default,epochs:7")
    assert GONE in texts(app.info)
    assert "The settings are still here." in texts(app.info)
    assert GONE in texts(app.run().info)
    go_to(app, "train")
    assert GONE not in texts(app.info)
    assert setting(app, "epochs") == 7
    go_to(app, "draw")
    assert GONE not in texts(app.info)
    assert not app.error
    assert not app.warning


def test_a_link_without_settings_promises_none():
    """Where the link carries no settings, nothing is said of them."""
    said = texts(opened("draw", visit="of-a-server-before").info)
    assert GONE in said
    assert "settings" not in said


def test_nothing_is_said_to_who_has_no_key():
    """Who comes by a plain link has lost nothing."""
    assert GONE not in texts(opened("draw").info)


@pytest.fixture
def one_browser(monkeypatch):
    """All pages are opened in one browser, as tabs, and stay open."""
    monkeypatch.setattr(server, "browser", lambda: "one")
    monkeypatch.setattr(server, "session_watch", lambda: lambda: True)


@pytest.mark.usefixtures("one_browser")
def test_a_tab_says_that_another_one_has_the_work():
    """Opened a second time while the first tab is open, the link begins empty and says where the work is."""
    first = opened("train", settings="default,epochs:1,training_images:500,hidden:8")
    train_until_the_end(first)
    key = visitor(first).key
    second = opened("draw", visit=key)
    assert visitor(second) is not visitor(first)
    assert news.ELSEWHERE in texts(second.info)
    assert GONE not in texts(second.info)
    go_to(second, "train")
    assert news.ELSEWHERE not in texts(second.info)


def test_another_browser_hears_nothing_of_the_work(monkeypatch):
    """To somebody else the link of a page that is open says neither that there is work nor that it is gone."""
    browser = ["one"]
    monkeypatch.setattr(server, "browser", lambda: browser[0])
    first = opened("train", settings="default,epochs:1,training_images:500,hidden:8")
    train_until_the_end(first)
    browser[0] = "two"
    said = texts(opened("draw", visit=visitor(first).key).info)
    assert news.ELSEWHERE not in said
    assert GONE not in said


def test_who_is_back_hears_which_runs_made_room():
    """What was let go while its owner was away is named once, on the page that is drawn next, and not after another one."""
    app = opened("train", settings="default,epochs:1,training_images:500,hidden:8")
    train_until_the_end(app)
    run = last_run(app)
    run.name = "my *best*"
    visitor(app).forget(run)
    said = "was let go: my \\*best\\*."
    assert said in texts(app.run().info)
    assert said in texts(app.run().info)
    assert visitor(app).let_go == []
    for page in ("runs", "train"):
        assert said not in texts(go_to(app, page).info)
