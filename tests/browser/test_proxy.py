"""Behind a reverse proxy, below a path, and on two servers at once the app is what it is alone, by the nginx lines of README."""

import base64
import hashlib
import re
import tomllib
import urllib.request
from pathlib import Path

import pytest
import streamlit
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from nncore.runs.lessons import LESSONS
from tests.browser.actions import begin_a_run_and_reload, figure, press, settled
from tests.browser.drawing_by_mouse import write
from tests.browser.test_class_room import link_of, read_code
from tests.hosts.proxy import CONFIGURATION, Proxy, proxied
from tests.serving import running_server
from tests.sheet import PEN, SIDE
from tests.written_digits import FORMS, strokes

MANY = 40  # visitors of whom some surely come to each of two servers
FEW = 20  # new visitors of whom one surely comes to another server than the first did


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    """An nginx before two fresh servers."""
    below = {"STREAMLIT_SERVER_BASE_URL_PATH": "/inkling"}
    with (running_server(**below) as first, running_server(**below) as second,
          proxied(tmp_path_factory.mktemp("nginx"), [first, second]) as proxy):
        yield proxy


def servers_of(page: Page, proxy: Proxy) -> set[str]:
    """The servers that have answered this visitor so far."""
    [visitor] = [each["value"] for each in page.context.cookies() if each["name"] == "inkling_visitor"]
    return proxy.servers()[visitor]


def go_to(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    settled(page)


def upload_a_seven(page: Page, folder: Path) -> None:
    """Give the Draw page a picture of a 7, and wait until it is read."""
    paint = ImageDraw.Draw(picture := Image.new("L", (SIDE, SIDE), 255))
    for line in strokes(FORMS[7][0]):
        paint.line([tuple(point) for point in line * 1.5 + (90, 60)], 0, PEN)
    picture.save(folder / "seven.png")
    press(page, "More")
    page.get_by_test_id("stPopoverBody").get_by_text("Picture", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_label("A picture with digits", exact=True).locator("input[type=file]").set_input_files(folder / "seven.png")
    expect(figure(page, "The network reads")).to_have_text("7")


def test_the_first_visitors_may_come_by_a_deep_link(visit, proxy):
    """A lesson's link opens on a fresh server, and the address without its last stroke leads to the app, with its question."""
    pupil = visit(f"{proxy.address}/train?lesson=dead")
    expect(pupil.get_by_text(LESSONS["dead"].do)).to_be_visible()
    pupil.goto(f"{proxy.address}?lesson=seven")
    expect(pupil.get_by_text(LESSONS["seven"].do)).to_be_visible()


def test_everybody_stays_on_one_server(proxy):
    """Of forty who come and come again each is answered by one server, and either server answers some of them."""
    for _ in range(MANY):
        cookie = urllib.request.urlopen(f"{proxy.here}/").headers["Set-Cookie"].partition(";")[0]
        again = urllib.request.urlopen(urllib.request.Request(f"{proxy.here}/train", headers={"Cookie": cookie}))
        assert "inkling_visitor" not in f"{again.headers['Set-Cookie']}"
    servers = proxy.servers()
    assert {len(each) for each in servers.values()} == {1}
    assert len(set.union(*servers.values())) == 2


def test_two_visitors_on_two_servers_keep_their_work(visit, proxy, tmp_path):
    """On either server a drawing and an uploaded picture are read, and drawing and run are there after F5, where they were."""
    there = [visit(f"{proxy.address}/")]
    while len(there) < FEW and (len(there) < 2 or servers_of(there[-1], proxy) == servers_of(there[0], proxy)):
        there.append(visit(f"{proxy.address}/"))
    for page in (there[0], there[-1]):
        write(page, 4)
        page.reload()
        settled(page)
        expect(figure(page, "The network reads")).to_have_text("4")
        upload_a_seven(page, tmp_path)
        go_to(page, "Train")
        begin_a_run_and_reload(page)
        press(page, "Stop")
        expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()
    first, other = servers_of(there[0], proxy), servers_of(there[-1], proxy)
    assert (len(first), len(other)) == (1, 1)
    assert first != other


@pytest.mark.parametrize("address", ["address", "secure"])
def test_links_and_codes_begin_as_the_visitors_own_address(visit, proxy, tmp_path, address):
    """The proxy's name, its scheme and the path before the pages stand in a lesson's link and in its code; the link opens."""
    base = getattr(proxy, address)
    page = visit(f"{base}/class")
    link = link_of(page)
    assert link.startswith(f"{base}/train?lesson=")
    assert read_code(page, tmp_path) == link
    page.goto(link)
    expect(page.get_by_text(LESSONS[link.partition("=")[2]].do)).to_be_visible()


def test_under_its_policy_every_page_works(visit, proxy):
    """What a page may load and run is said in its header; with it all pages, charts and filters come, and nothing is blocked."""
    page = visit(f"{proxy.address}/")
    headers = page.reload().headers
    policy = headers["content-security-policy"]
    settled(page)
    for name in ("Train", "Runs", "Weights", "Class", "Draw"):
        go_to(page, name)
        page.wait_for_load_state("networkidle")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in re.search("script-src [^;]*", policy).group()


def test_the_proxy_lets_through_what_the_app_takes():
    """A file of the largest size that the app takes, and the megabyte that Streamlit allows for what is around it."""
    [most] = re.findall(r"client_max_body_size (\d+)m;", CONFIGURATION.read_text())
    assert int(most) > tomllib.loads(Path(".streamlit/config.toml").read_text())["server"]["maxUploadSize"] + 1


def test_the_policy_names_the_one_inline_script():
    """Its fingerprint is of the script that stands in this version of Streamlit's page, and there is no other."""
    page = (Path(streamlit.__file__).parent / "static/index.html").read_text()
    [inline] = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    fingerprint = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert f"'sha256-{fingerprint}'" in CONFIGURATION.read_text()
