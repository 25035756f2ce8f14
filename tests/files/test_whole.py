"""A file that is written is there whole or not at all, whatever happens meanwhile: it is killed, or the disk is full."""

import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

import nncore
from nncore.files.whole import write
from tests.files.saver import EXPERIMENT, FORMER, LATER
from tests.serving import ROOT

KILLS = 200
POSIX = pytest.mark.skipif(os.name != "posix", reason="it asks for signals and permissions of POSIX")
TRAIN = [sys.executable, "-m", "nncore", "train", "--hidden", "64", "--epochs", "1", "--training-images", "500", "--out"]
LITTLE = 64 * 1024  # bytes: less than the network that TRAIN saves
ON_A_LITTLE_DISK = """
    mount -t tmpfs -o size=64k none "$1" && cp "$2" "$1/mine.npz" || exit 77
    shift 2; "$@"; code=$?
    cd "$(dirname "$OUT")"; ls -A; cmp mine.npz "$FORMER" || exit 78; exit $code
"""


@contextmanager
def saving(path: Path):
    """A program that begins to save for each line, and says by which process."""
    with subprocess.Popen([sys.executable, "-m", "tests.files.saver", path], cwd=ROOT, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as program:
        try:
            yield program
            program.stdin.close()
            assert program.wait() == 0
        except BaseException:  # a child may stand still: nobody waits for it when a test has failed
            os.killpg(program.pid, signal.SIGKILL)
            raise


@POSIX
def test_killed_at_any_moment_a_saved_network_is_whole(tmp_path):
    """Of 200 programs that save over and over again, each killed at a random moment, every one leaves a network that opens, and
    the next one clears what the last has left.
    """
    path, rng, seen, left = tmp_path / "network.npz", random.Random(0), set(), []
    begun = time.perf_counter()
    nncore.save(path, FORMER, EXPERIMENT)
    longest = 4 * (time.perf_counter() - begun)
    known = {network.parameters.tobytes(): name for name, network in (("former", FORMER), ("later", LATER))}
    with saving(path) as program:
        for _ in range(KILLS):
            print(file=program.stdin, flush=True)
            child = int(program.stdout.readline())
            time.sleep(rng.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
            assert program.stdout.readline() == "gone\n"
            seen.add(known[nncore.load(path)[0].parameters.tobytes()])
            left.append(len(os.listdir(tmp_path)) - 1)
    assert seen == {"former", "later"}
    assert set(left) == {0, 1}
    nncore.save(path, FORMER, EXPERIMENT)
    assert os.listdir(tmp_path) == ["network.npz"]


@POSIX
def test_what_a_living_writer_has_begun_stays(tmp_path):
    """A program that stands still while it writes keeps what it has begun, though others save there meanwhile; once it is killed,
    the next who saves clears that.
    """
    path = tmp_path / "network.npz"
    with saving(path) as program:
        print(file=program.stdin, flush=True)
        child = int(program.stdout.readline())
        begun = []
        while not begun:
            os.kill(child, signal.SIGCONT)
            time.sleep(0.001)
            os.kill(child, signal.SIGSTOP)
            time.sleep(0.01)  # until it stands still
            begun = list(tmp_path.glob(".*.part"))
        write(tmp_path / "other", b"data")
        assert set(begun) <= set(tmp_path.iterdir())
        os.kill(child, signal.SIGKILL)
        assert program.stdout.readline() == "gone\n"
        write(tmp_path / "other", b"data")
        assert {each.name for each in tmp_path.iterdir()} <= {"network.npz", "other"}


@POSIX
def test_where_a_file_may_not_grow_the_former_one_stays(tmp_path):
    """The command line says one sentence, gives 2, and leaves the former file and nothing beside it."""
    path = tmp_path / "mine.npz"
    nncore.save(path, FORMER, EXPERIMENT)
    before = path.read_bytes()
    ended = subprocess.run(["sh", "-c", f'ulimit -f {LITTLE // 512}; exec "$@"', "sh", *TRAIN, path], cwd=ROOT,
                           capture_output=True, text=True)
    assert ended.returncode == 2
    assert re.fullmatch(r"nncore: .*mine\.npz cannot be written \(File too large\); nothing was changed .*\n", ended.stderr)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["mine.npz"]


def test_on_a_full_disk_the_former_file_stays(tmp_path):
    """On a disk of 64 kB of its own the command line says that there is no space, and the former file is as it was."""
    disk, former = tmp_path / "disk", tmp_path / "former.npz"
    disk.mkdir()
    nncore.save(former, FORMER, EXPERIMENT)
    if not shutil.which("unshare"):
        pytest.skip("there is no unshare to make a disk with")
    ended = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", ON_A_LITTLE_DISK, "sh", disk, former, *TRAIN,
                            disk / "mine.npz"], cwd=ROOT, capture_output=True, text=True,
                           env=os.environ | {"OUT": str(disk / "mine.npz"), "FORMER": str(former)})
    if ended.returncode == 77 or ended.stderr.startswith("unshare: "):
        pytest.skip("nobody may mount a disk here")
    assert re.fullmatch(r"nncore: .*mine\.npz cannot be written \(No space left on device\); .*\n", ended.stderr)
    assert ended.returncode == 2
    assert ended.stdout.endswith("\nmine.npz\n")


@POSIX
def test_permissions_are_those_of_a_file_that_is_written_plainly(tmp_path):
    """A new file has what the mask leaves, a former one keeps its mode."""
    new, plain, former = tmp_path / "new", tmp_path / "plain", tmp_path / "former"
    plain.write_bytes(b"")
    write(new, b"new")
    assert new.stat().st_mode == plain.stat().st_mode
    former.write_bytes(b"")
    former.chmod(0o640)
    write(former, b"later")
    assert stat.S_IMODE(former.stat().st_mode) == 0o640


@POSIX
def test_a_symbolic_link_stays_one(tmp_path):
    """What it leads to is replaced, in a folder elsewhere, whether it was there or not."""
    (tmp_path / "elsewhere").mkdir()
    link, led_to = tmp_path / "link", tmp_path / "elsewhere" / "file"
    link.symlink_to(led_to)
    for data in (b"new", b"later"):
        write(link, data)
        assert link.is_symlink()
        assert led_to.read_bytes() == data
    assert os.listdir(tmp_path / "elsewhere") == ["file"]


@pytest.mark.parametrize("place", ["folder", "nowhere/file"])
def test_what_cannot_be_written_is_a_sentence(tmp_path, place):
    """A folder's name, or a folder that is missing: an OSError of one line, and nothing is there that was not."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="^[^\n]*cannot be written [^\n]*$"):
        write(tmp_path / place, b"data")
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


def test_nothing_in_nncore_writes_to_a_path_in_another_way():
    """One place opens a file to write into it."""
    writes = re.compile(r"""\bopen\([^)]*["'](w|a|x|r\+)b?["']|\.write_(text|bytes)\(""")
    assert [path.name for path in (ROOT / "nncore").rglob("*.py") if writes.search(path.read_text())] == ["whole.py"]
