"""Where browsers send no cookie, or one that says nothing, no link opens what another of them made, on a running server."""

import asyncio
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from tests.serving import running_server
from tests.visitors.drawing import READS, draw, written
from tests.visitors.page import Page

NONE, EMPTY = "", "_streamlit_xsrf=2|||1"


def own_cookie() -> str:
    """A cookie as the server gives it to a browser."""
    return f"_streamlit_xsrf={generate_xsrf_token_string()}"


@pytest.fixture(scope="module")
def address():
    with running_server() as server:
        yield server.address


async def key_of_who_draws(address: str, cookie: str) -> str:
    """The key in the link of somebody who draws a digit and leaves; empty if it has none."""
    async with Page(address, cookie=cookie) as page:
        await draw(page, written(3, rng=np.random.default_rng(0)))
        await page.rerun()
        return parse_qs(page.query).get("visit", [""])[0]


async def finds_a_drawing(address: str, cookie: str, key: str) -> bool:
    """Whether the page that opens the link with that key reads a drawing."""
    async with Page(address, query=f"visit={key}", cookie=cookie) as page:
        return any(each.label == READS for each in page.screen.all("metric"))


@pytest.mark.parametrize("cookie", [NONE, EMPTY], ids=["none", "empty"])
def test_who_cannot_be_told_from_others_has_no_key(address, cookie):
    """Their link never leads to what they drew."""
    assert asyncio.run(key_of_who_draws(address, cookie)) == ""


def test_a_key_opens_nothing_without_its_browser(address):
    """Without a cookie, with one that is empty and with another's it finds nothing; with its own the drawing is there."""
    mine = own_cookie()
    key = asyncio.run(key_of_who_draws(address, mine))
    assert key
    for cookie in (NONE, EMPTY, own_cookie()):
        assert not asyncio.run(finds_a_drawing(address, cookie, key))
    assert asyncio.run(finds_a_drawing(address, mine, key))
