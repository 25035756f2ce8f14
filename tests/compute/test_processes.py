"""Workers that are processes give the bits of a run alone, whatever happens to them, and none outlives its desk."""

import dataclasses
import os
import signal
import subprocess
import sys
import types
from pathlib import Path

import pytest

import nncore
from nncore.compute import desk as desk_module
from nncore.compute import job_queue
from nncore.compute.desk import Desk
from nncore.compute.job import ENDED, FAILED, PAUSED, RUNNING, CalculationJob
from nncore.compute.machine import WORKERS
from nncore.compute.processes import local_desk
from nncore.compute.run_job import RunJob
from tests.compute.by_hand import Owner
from tests.compute.same import same
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
RUN = nncore.Experiment(hidden=(8,), epochs=3, batch_size=16, training_images=300, dropout=0.1, batch_norm=True, shift=1.0,
                        template_share=0.02, scribble_share=0.02)
LONG = dataclasses.replace(RUN, epochs=40)
FOR_EVER = dataclasses.replace(RUN, epochs=2000, batch_size=1)


@pytest.fixture(scope="module")
def single(few_digits):
    """A desk of one worker process."""
    desk = local_desk(few_digits, 1)
    yield desk
    desk.close()


def begun(desk: Desk, experiment=RUN) -> RunJob:
    run = RunJob.new(desk, Owner(), experiment, desk.mnist)
    run.begin()
    return run


def ended(job):
    """The job, when it has come to its end."""
    assert job.wait(PATIENCE)
    return job


def calculated(desk: Desk, function, *arguments):
    """What a worker makes of a function."""
    job = CalculationJob(desk, Owner(), function, *arguments)
    job.begin()
    assert ended(job).failure == ""
    return job.result


def is_there(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be counted does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it has ended, or ends as one looks
        return False


def test_side_by_side_gives_the_same_to_the_bit(desk, alone):
    """Four runs by two processes have the weights, curves and figures of the same four one after another."""
    experiments = [dataclasses.replace(RUN, seed=seed) for seed in range(4)]
    for run, experiment in zip([begun(desk, each) for each in experiments], experiments, strict=True):
        assert same(ended(run).history, alone(experiment))


def test_a_paused_run_gives_its_worker_to_another(single, alone):
    """Paused in the middle it stays as it is while the other is done; resumed it ends with the same bits."""
    run = begun(single, LONG)
    until(lambda: run.epoch >= 2)
    run.pause()
    until(lambda: run.state == PAUSED)
    step = run.history.step
    assert step < LONG.epochs * 19
    assert same(ended(begun(single)).history, alone(RUN))
    assert (run.state, run.history.step) == (PAUSED, step)
    run.resume()
    assert same(ended(run).history, alone(LONG))


def test_turns_lose_no_bit(single, alone, monkeypatch):
    """Three runs on one worker, each of which rests many times for the others, end as if each had been alone."""
    for module in (job_queue, desk_module):
        monkeypatch.setattr(module, "TURN", 0.02)
    monkeypatch.setattr(desk_module, "LOOK_EVERY", 0.005)
    experiments = [dataclasses.replace(LONG, epochs=15, seed=seed) for seed in range(3)]
    runs = [begun(single, each) for each in experiments]
    turns = []
    while any(each.active for each in runs):
        at_work = [number for number, each in enumerate(runs) if each.state == RUNNING]
        if at_work and at_work != turns[-1:]:
            turns += at_work
    assert len(turns) > 6
    for run, experiment in zip(runs, experiments, strict=True):
        assert same(run.history, alone(experiment))


def test_a_killed_worker_costs_a_run_nothing(single, alone):
    """Killed in the middle of a run, which goes on by itself, says so, and has the bits, curve and figures of one alone."""
    pid = calculated(single, os.getpid)
    run = begun(single, LONG)
    until(lambda: run.epoch >= 2)
    with single.lock:  # before the desk hears of it, somebody clicks
        os.kill(pid, signal.SIGKILL)
        until(lambda: not is_there(pid))
        run.resume()
    assert same(ended(run).history, alone(LONG))
    assert "was lost in epoch" in run.notice
    assert calculated(single, os.getpid) != pid


def test_a_run_whose_workers_are_killed_twice_has_failed(single):
    """It is not tried for ever; the sentence says what may be the cause."""
    run = begun(single, FOR_EVER)
    for epoch in (1, 2):
        until(lambda epoch=epoch: run.epoch >= epoch and run.state == RUNNING)
        [pid] = pids(single)
        os.kill(pid, signal.SIGKILL)
        until(lambda pid=pid: pid not in pids(single))
    assert ended(run).state == FAILED
    assert run.failure.startswith("its worker was lost twice")


def pids(desk: Desk) -> list[int]:
    """The processes that do something for a desk."""
    with desk.lock:
        return [each.pid for each in desk._busy]


def test_what_goes_wrong_in_a_worker_is_said_and_it_lives_on(single):
    """A calculation that fails is a sentence; what one prints disturbs nothing; both times the process is the same after."""
    pid = calculated(single, os.getpid)
    job = CalculationJob(single, Owner(), int, "five")
    job.begin()
    assert ended(job).failure == "invalid literal for int() with base 10: 'five'"
    assert calculated(single, print, "a word on standard output") is None
    assert calculated(single, os.getpid) == pid


def test_a_message_that_no_worker_understands_leaves_nobody_waiting(single, monkeypatch):
    """A function that a worker cannot find fails as a job; the desk goes on."""
    nowhere = types.ModuleType("nowhere")
    exec("def function(): pass", vars(nowhere))
    monkeypatch.setitem(sys.modules, "nowhere", nowhere)
    job = CalculationJob(single, Owner(), nowhere.function)
    job.begin()
    assert ended(job).state == FAILED
    assert calculated(single, pow, 2, 3) == 8


def test_a_worker_stands_back_and_knows_no_pages(single):
    """It computes in one thread, at a lower priority than this process, and never opens Streamlit."""
    ended(begun(single))
    assert calculated(single, os.getpriority, os.PRIO_PROCESS, 0) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
    threads = calculated(single, eval, "[each['num_threads'] for each in __import__('threadpoolctl').threadpool_info()]")
    assert set(threads) == {1}
    opened = calculated(single, eval, "sorted(__import__('sys').modules)")
    assert "numpy" in opened
    assert not {"streamlit", "altair", "pandas", "distributed"} & set(opened)


def test_a_desk_that_closes_leaves_no_process(few_digits):
    """However far its workers have come with what would take for ever."""
    desk = local_desk(few_digits, 2)
    workers = [calculated(desk, os.getpid)]
    runs = [begun(desk, FOR_EVER) for _ in range(2)]
    until(lambda: runs[0].history.step)
    workers += pids(desk)
    assert len(set(workers)) == 2
    desk.close()
    until(lambda: not any(map(is_there, workers)))
    assert [each.active for each in runs] == [False, False]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="only POSIX systems can stop a process")
def test_a_worker_that_does_not_listen_holds_nobody_up(few_digits):
    """What is said to a process that stands still waits in its own queue, however much it is: the desk serves all others."""
    desk = local_desk(few_digits, 2)
    stuck = RunJob.new(desk, Owner(), LONG, few_digits)
    stuck.begin()
    until(lambda: stuck.history.step)
    [worker] = desk._busy
    os.kill(worker.pid, signal.SIGSTOP)
    for _ in range(3000):  # some MB of orders, for which no pipe has room
        stuck.change(LONG)
    assert calculated(desk, pow, 2, 10) == 1024
    os.kill(worker.pid, signal.SIGCONT)
    desk.close()


def test_an_idle_worker_ends(few_digits, monkeypatch):
    """When nothing was wanted for a while its process goes; what is wanted later is done by another."""
    monkeypatch.setattr(desk_module, "IDLE", 0.05)
    monkeypatch.setattr(desk_module, "LOOK_EVERY", 0.01)
    desk = local_desk(few_digits, 1)
    first = calculated(desk, os.getpid)
    until(lambda: not is_there(first))
    assert calculated(desk, os.getpid) != first
    desk.close()


A_LONG_RUN = """
import os, sys
import nncore
from nncore.compute.job import CalculationJob
from nncore.compute.processes import local_desk
from nncore.compute.run_job import RunJob

class Owner:
    def is_watched(self):
        return True

desk = local_desk(nncore.load_mnist())
for _ in range(desk.size):
    run = RunJob.new(desk, Owner(), nncore.Experiment(hidden=(8,), epochs=2000), desk.mnist)
    run.begin()
{then}
"""


def script(then: str) -> subprocess.Popen:
    """A program that begins two runs that would take for ever, and then ..."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), WORKERS: "2"}
    return subprocess.Popen([sys.executable, "-c", A_LONG_RUN.format(then=then)], env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("steps", [0, 5])
def test_a_server_that_is_killed_leaves_no_process(steps):
    """Kill -9 of the program that opened the desk, while its workers start or in the middle of their work, ends them all."""
    program = script(f"while run.history.step < {steps}: pass\nprint(*[each.pid for each in desk._busy], flush=True)\nrun.wait()")
    workers = [int(each) for each in program.stdout.readline().split()]
    assert len(workers) == 2
    assert all(map(is_there, workers))
    program.kill()
    program.communicate()
    until(lambda: not any(map(is_there, workers)))


def test_a_program_that_ends_leaves_no_word_of_its_workers():
    """Whether it closes its desk or not, while the workers start: nothing on the screen, and exit code 0."""
    for then in ("desk.close()", ""):
        with script(then) as program:
            said = program.communicate(timeout=PATIENCE)
        assert (*said, program.returncode) == ("", "", 0)


def test_the_state_of_a_finished_run(single):
    """It is ended, tested, and its coach has had a look at it, without any of its digits having been sent."""
    run = ended(begun(single))
    assert (run.state, run.failure, run.notice) == (ENDED, "", "")
    assert run.history.test.confusion.sum() == 100
    assert run.advice is not None
