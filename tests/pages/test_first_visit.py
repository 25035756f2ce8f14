"""Each page meets a first visitor with a title, and with no fault."""

import pytest

from tests.pages.actions import PAGES, opened


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_invites_and_shows_no_fault(page):
    """Every page opens without an exception, with a title."""
    app = opened(page)
    assert not app.exception
    assert app.title
