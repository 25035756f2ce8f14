"""A link whose key nobody has any more says so in one sentence, and keeps what the link itself carries."""

from tests.pages.actions import go_to, opened, setting, texts

GONE = "What was made under this link before is gone"


def test_a_key_that_nobody_has_is_said_on_the_page_that_was_opened():
    """The sentence stands on that page, however often it is drawn, and on none that follows; the settings are the link's."""
    app = opened("draw", visit="of-a-server-before", settings="default,epochs:7")
    assert GONE in texts(app.info)
    assert "The settings are still here." in texts(app.info)
    assert GONE in texts(app.run().info)
    go_to(app, "train")
    assert GONE not in texts(app.info)
    assert setting(app, "epochs") == 7
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
