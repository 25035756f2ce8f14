"""Several people train on one small machine: each sees where they stand, and a lost worker loses nobody's run."""

import re

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import photograph, press, set_number, status
from tests.serving import Server, running_server
from tests.waiting import until

SPEED = re.compile("images per second, .* s left")
IN_LINE = re.compile(r"(1st|2nd|3rd) in line, about \d+ s")


@pytest.fixture(scope="module")
def small_machine():
    """A server with one worker."""
    with running_server(INKLING_WORKERS="1") as server:
        yield server


def begun(visit, server: Server, epochs: int, **looks) -> Page:
    """The Train page of a new visitor who has started a run."""
    page = visit(f"http://{server.address}/train", **looks)
    set_number(page, "Epochs", epochs)
    press(page, "Start")
    return page


def workers(server: Server) -> list[psutil.Process]:
    return [each for each in server.process.children() if "nncore.compute.worker" in " ".join(each.cmdline())]


def test_who_waits_sees_their_place_and_gets_a_turn(visit, small_machine):
    """Of three one trains; the others see their place and about how long it takes, then each trains while the first waits."""
    first = begun(visit, small_machine, 1000)
    expect(first.get_by_text(SPEED)).to_be_visible()
    second = begun(visit, small_machine, 1000)
    third = begun(visit, small_machine, 1000, width=390, height=844, scheme="dark")
    expect(second.get_by_text(IN_LINE)).to_be_visible()
    expect(third.get_by_text(IN_LINE)).to_be_visible()
    photograph(third, "line-phone")
    for page in (second, third):
        expect(page.get_by_text(SPEED)).to_be_visible()
    until(lambda: IN_LINE.search(status(first)))
    photograph(first, "line")
    press(first, "Stop")
    expect(first.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
    for page in (second, third):
        press(page, "Stop")
    assert len(workers(small_machine)) == 1


def test_a_run_whose_worker_is_killed_goes_on_by_itself(visit, small_machine):
    """Kill -9 in the middle of a run: the page says that it was taken up again, from where, and the run ends as planned."""
    page = begun(visit, small_machine, 7)
    expect(page.get_by_text(re.compile("Run 1: epoch [4-9]"))).to_be_visible()
    for each in workers(small_machine):
        each.kill()
    taken_up = re.compile(r"was lost in epoch \d+; it was taken up again from the end of epoch \d+")
    expect(page.get_by_text(taken_up)).to_be_visible()
    photograph(page, "taken-up-again")
    expect(page.get_by_text("All epochs are done.")).to_be_visible()
