"""A page that watches a network learn asks for no more news when that has ended."""

import asyncio

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState

import nncore
from tests.serving import running_server
from tests.visitors.page import Page
from tests.visitors.training import start, train_page

SOME_SECONDS = nncore.Experiment(hidden=(16,), training_images=5000, epochs=400)


async def choose_the_run(page: Page) -> None:
    """Have the page show the network that is learning."""
    [choice] = [each for each in page.screen.all("selectbox") if each.label == "Network"]
    [title] = [each for each in choice.options if each.startswith("Run 1")]
    await page.rerun(WidgetState(id=choice.id, string_value=title))


async def watched_to_the_end(address: str, path: str) -> list[str]:
    """What went wrong where somebody begins a run, and watches it on another page until that polls no more."""
    async with train_page(address, SOME_SECONDS) as page:
        await start(page)
        await page.until(lambda: any("s left" in each.text for each in page.screen.progress))
        await page.go_to(path)
        await choose_the_run(page)
        await page.until(lambda: page.polls)
        await page.until(lambda: not page.polls)
        return page.screen.faults


@pytest.mark.parametrize("path", ["", "weights"])
def test_polling_ends_with_the_run(path):
    """Draw and Weights ask every second while the chosen run is learning, and then stop, without a fault."""
    with running_server() as server:
        assert not asyncio.run(watched_to_the_end(server.address, path))
