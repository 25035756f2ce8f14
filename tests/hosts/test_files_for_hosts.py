"""What a host is given is enough: the files that a container copies, and one list of requirements that nothing stands before."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.serving import ROOT, Server, free_port
from tests.visitors.drawing import draw, written
from tests.visitors.page import Page
from tests.waiting import given, until

DOCKERFILE = (ROOT / "Dockerfile").read_text()
BEFORE = ("uv.lock", "Pipfile", "environment.yml", "environment.yaml")  # what Community Cloud takes before requirements.txt


def words(instruction: str) -> list[str]:
    """The words of the only line of the Dockerfile that begins with this instruction, which are in brackets, as JSON."""
    [found] = re.findall(rf"^{instruction} (\[.*\])$", DOCKERFILE, re.MULTILINE)
    return json.loads(found)


@pytest.fixture
def container(tmp_path):
    """A server as the container starts it: in a folder with what it copies and nothing else, without a home, on another port."""
    for source, target in re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.MULTILINE):
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, tmp_path / target)
    port = free_port()
    programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    process = psutil.Popen(words("CMD"), cwd=tmp_path, stdout=subprocess.DEVNULL,
                           env={"PATH": programs, "HOME": "/nonexistent", "STREAMLIT_SERVER_PORT": f"{port}"})
    try:
        until((server := Server(f"127.0.0.1:{port}", process)).is_ready)
        yield server
    finally:
        process.kill()
        process.wait()


def test_the_container_has_what_it_needs(container):
    """Of its files the app shows every page and reads a 7, and the container's own look at its health finds it well."""
    async def visit() -> tuple[str, list[str]]:
        async with Page(container.address) as page:
            answer = await draw(page, written(7, rng=np.random.default_rng(0)))
            for path in ("train", "runs", "weights"):
                await page.go_to(path)
            return answer.digit, page.screen.faults

    assert given(visit()) == ("7", [])
    python, *rest = words("HEALTHCHECK CMD")
    assert python == "python"
    port = container.address.partition(":")[2]
    for asked, well in ((port, True), (f"{free_port()}", False)):
        look = [sys.executable, *(each.replace("8501", asked) for each in rest)]
        assert (subprocess.run(look, check=False, capture_output=True).returncode == 0) == well


def test_the_container_runs_as_nobody_special():
    """Before the server starts its user is no longer root, and what it copies belongs to root, so that it can write nowhere."""
    instructions = re.findall(r"^[A-Z]+", DOCKERFILE, re.MULTILINE)
    assert instructions.index("USER") < instructions.index("CMD")
    assert "--chown" not in DOCKERFILE


def test_hosts_find_requirements_alone():
    """A host that looks for a list of packages finds requirements.txt, and nothing that it would take in its place."""
    assert (ROOT / "requirements.txt").exists()
    assert not [name for name in BEFORE if (ROOT / name).exists()]
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "project" not in settings
    assert not settings.keys() & {"build-system", "dependency-groups"}
    assert not settings["tool"].keys() & {"poetry", "pdm", "uv"}
