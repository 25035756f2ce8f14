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


def times_are_there(page) -> bool:
    """Whether the list of recipes says of each how long it takes here; when the last has come, the whole page is drawn anew."""
    recipes = next(each for each in page.screen.all("selectbox") if each.label == "Recipe")
    return all(", " in each for each in recipes.options[:-1])


async def pictures_while_paused(address: str) -> tuple[list, list[str]]:
    """The picture of the network as the page has it after a pause, and again some polls later; and what went wrong."""
    async with train_page(address, SOME_SECONDS) as page:
        def picture():
            return next(each for each in page.screen.shown.values() if "network-picture" in each.element.markdown.body)

        async def polls(times: int) -> None:
            enough = len(page.screen.progress) + times
            await page.until(lambda: len(page.screen.progress) >= enough)

        await page.until(lambda: times_are_there(page))
        await start(page)
        await page.press("Pause")
        await page.until(lambda: "paused" in page.screen.progress[-1].text)
        await polls(4)
        pictures = [picture()]
        await polls(5)
        return [*pictures, picture()], page.screen.faults


def test_what_stands_still_is_not_sent_again():
    """While a run is paused its network stays as it is, and so does the picture, which is sent no more."""
    with running_server() as server:
        (before, after), faults = asyncio.run(pictures_while_paused(server.address))
        assert before is after
        assert not faults


async def waited_for_times(address: str) -> list[str]:
    """What went wrong on a Train page that nobody touches, until its list of recipes has all times, and it polls no more."""
    async with train_page(address) as page:
        await page.until(lambda: times_are_there(page))
        await page.until(lambda: not page.polls)
        return page.screen.faults


def test_the_times_of_recipes_come_by_themselves():
    """The page asks until the machine has timed the recipes; then all have a time, and it asks no more."""
    with running_server() as server:
        assert not asyncio.run(waited_for_times(server.address))


@pytest.mark.parametrize("path", ["", "weights"])
def test_polling_ends_with_the_run(path):
    """Draw and Weights ask every second while the chosen run is learning, and then stop, without a fault."""
    with running_server() as server:
        assert not asyncio.run(watched_to_the_end(server.address, path))
