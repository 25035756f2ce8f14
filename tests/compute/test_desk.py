"""The desk gives turns, takes up what was lost, and ends what nobody wants; by hand, with workers that do what the test says."""

import dataclasses
import gc
import math
import threading
import weakref

import numpy as np
import pytest

import nncore
from nncore.compute import desk, job_queue, run_task, tasks, watch
from nncore.compute.job import ENDED, FAILED, PAUSED, RUNNING, WAITING, CalculationJob
from nncore.compute.messages import Share
from nncore.compute.run_job import BACK, RunJob
from nncore.compute.tasks import in_words
from tests.compute.by_hand import DeskByHand, Owner
from tests.compute.same import same
from tests.waiting import until

RUN = nncore.Experiment(hidden=(6,), epochs=3, batch_size=16, training_images=64, dropout=0.1)


def begun(at: DeskByHand, experiment=RUN, owner=None) -> RunJob:
    run = RunJob.new(at, owner or Owner(), experiment, at.mnist)
    run.begin()
    return run


def calculation(at: DeskByHand, function, *arguments, owner=None) -> CalculationJob:
    job = CalculationJob(at, owner or Owner(), function, *arguments)
    job.begin()
    return job


def in_thirds(values: list):
    """Yields how much is done, and gives the sum."""
    for done in (1, 2, 3):
        yield done / 3
    return sum(values)


@pytest.fixture
def hands(few_digits, monkeypatch):
    """A desk of one worker by hand, which tells each step."""
    monkeypatch.setattr(run_task, "TELL_EVERY", 0.0)
    return DeskByHand(1, few_digits)


@pytest.fixture
def no_turns(monkeypatch):
    """A turn lasts for no time, if others wait."""
    for module in (job_queue, desk):
        monkeypatch.setattr(module, "TURN", 0.0)


@pytest.fixture
def no_grace(monkeypatch):
    """The desk looks all the time whether owners are there, and waits for nobody."""
    monkeypatch.setattr(desk, "LOOK_EVERY", 0.002)
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(watch, "GRACE", 0.0)


@pytest.fixture
def no_return(monkeypatch, no_grace):
    """Who is away is gone at once."""
    monkeypatch.setattr(watch, "LONGEST_REST", 0.0)


@pytest.mark.parametrize("end", ["done", "failed", "given up"])
def test_an_ended_calculation_keeps_nothing_of_what_it_was_made_from(hands, end):
    """Who looks at the result does not hold the digits: however it ended, they go when their owner lets go of them."""
    digits = np.ones(3)
    gone = weakref.ref(digits)
    job = calculation(hands, np.linalg.inv if end == "failed" else np.sum, digits)
    if end == "given up":
        job.give_up()
    hands.work()
    del digits
    hands.hands.clear()
    gc.collect()
    assert gone() is None
    assert not job.active


def test_a_calculation_says_how_far_it_is(hands, monkeypatch):
    """A generator's shares reach who waits for it as they come; what it returns is the result."""
    monkeypatch.setattr(tasks, "TELL_EVERY", 0.0)
    told = []
    monkeypatch.setattr(CalculationJob, "took", lambda job, news: told.append((job.state, news)))
    job = calculation(hands, in_thirds, [1, 2, 3])
    hands.work()
    assert told == [(RUNNING, 1 / 3), (RUNNING, 2 / 3), (RUNNING, 1.0)]
    assert (job.state, job.result) == (ENDED, 6)


@pytest.mark.usefixtures("no_turns")
def test_turns_lose_no_bit(hands, alone):
    """Three runs that take turns of a step on one worker go round and round, and each has the bits of one alone."""
    experiments = [dataclasses.replace(RUN, seed=seed) for seed in range(3)]
    runs = [begun(hands, each) for each in experiments]
    turns = []
    while hands.working:
        turns.append(next(number for number, each in enumerate(runs) if each.state == RUNNING))
        hands.working[0].do()
    assert turns[:9] == [0, 1, 2, 0, 1, 2, 0, 1, 2]
    assert len(turns) > 30
    for run, experiment in zip(runs, experiments, strict=True):
        assert same(run.history, alone(experiment))


def test_a_short_job_takes_the_place_of_a_run(hands, alone, monkeypatch):
    """The run rests within a step, the calculation is done, and the run goes on, before others who wait."""
    monkeypatch.setattr("nncore.compute.job_queue.LEAST", 0.0)
    run = begun(hands)
    hands.working[0].go_on(3)
    job = calculation(hands, pow, 2, 10)
    assert (run.state, job.state) == (RUNNING, WAITING)
    hands.working[0].do()
    assert (run.state, job.state) == (WAITING, RUNNING)
    hands.working[0].do()
    assert (run.state, job.state, job.result) == (RUNNING, ENDED, 1024)
    hands.work()
    assert same(run.history, alone(RUN))


def test_a_worker_is_begun_when_it_is_needed(few_digits):
    """Of three workers two are begun for two jobs, each is told how many work, and one that is free is used again."""
    at = DeskByHand(3, few_digits)
    assert not at.hands
    for exponent in (2, 3):
        calculation(at, pow, 2, exponent)
    assert len(at.hands) == 2
    assert [each.said[-1] for each in at.hands] == [Share(2), Share(2)]
    at.hands[1].do()
    assert at.hands[0].said[-1] == Share(1)
    calculation(at, pow, 2, 4)
    assert len(at.hands) == 2
    at.work()


def test_a_task_that_fails_is_said_and_its_worker_lives_on(hands):
    """What it raises is the job's failure; the next job is done by the same worker."""
    bad, good = calculation(hands, int, "five"), calculation(hands, int, "5")
    hands.work()
    assert (bad.state, bad.failure) == (FAILED, "invalid literal for int() with base 10: 'five'")
    assert (good.state, good.result, len(hands.hands)) == (ENDED, 5, 1)


@pytest.mark.parametrize("looks", [0, 1, 4, 5, 6, 9, 12])
def test_a_run_whose_worker_is_lost_goes_on_once(hands, alone, looks):
    """Wherever it was: at once, before all others, with the same bits, curve and figures; and its notice says so."""
    run, other = begun(hands), begun(hands)
    hands.working[0].go_on(looks)
    assert run.notice == ""
    hands.working[0].lose()
    assert (run.state, other.state) == (RUNNING, WAITING)
    epochs = run.epoch
    assert run.notice.endswith(f"from the end of epoch {epochs}." if epochs else "from its start.")
    hands.work()
    assert same(run.history, alone(RUN))


def test_a_lost_run_goes_on_from_where_it_rested(hands, alone):
    """It rested within an epoch, and its worker is lost before it told anything: it goes on from there."""
    run = begun(hands)
    hands.working[0].go_on(7)
    run.pause()
    hands.work()
    step = run.history.step
    run.resume()
    hands.working[0].lose()
    assert run.history.step == step
    hands.work()
    assert same(run.history, alone(RUN))


def test_a_lost_run_takes_its_changes_and_clicks_along(hands):
    """What was changed on the way is changed at the same step again, one more epoch is an epoch, and no bit differs."""
    def changed(lost: bool) -> RunJob:
        run = begun(hands)
        hands.working[0].go_on(6)
        run.change(dataclasses.replace(RUN, learning_rate=0.001))
        hands.working[0].go_on(4)
        run.one_more_epoch()
        hands.working[0].go_on(6)
        if lost:
            hands.working[0].lose()
        hands.work()
        return run

    run, left_alone = changed(lost=True), changed(lost=False)
    assert run.notice
    assert len(run.history.changes) == 2
    assert [each.step for each in run.history.changes] == [each.step for each in left_alone.history.changes]
    assert run.epoch == 4
    assert same(run.history, left_alone.history)


def test_a_run_that_is_lost_twice_has_failed(hands):
    """It says why in a sentence, and what it had stays."""
    run = begun(hands)
    for _ in range(2):
        hands.working[0].go_on(7)
        hands.working[0].lose()
    assert run.state == FAILED
    assert "lost twice" in run.failure
    assert run.history.reason == f"Training broke off: {run.failure}."
    assert run.wait(0)
    job = calculation(hands, pow, 2, 3)
    hands.work()
    assert job.result == 8


@pytest.mark.usefixtures("no_grace")
def test_what_an_owner_left_rests_and_goes_on_when_they_are_back(hands, alone):
    """One that has a worker and one that waits rest, and give their places to others; later each has the bits of one alone."""
    owner, other = Owner(), Owner()
    running, waiting, paused = (begun(hands, dataclasses.replace(RUN, seed=seed), owner=owner) for seed in range(3))
    hands.working[0].go_on(3)
    paused.pause()
    owner.here = False
    until(lambda: waiting.state == PAUSED and running.asleep)
    short = calculation(hands, pow, 2, 3, owner=other)
    hands.work()
    assert (running.state, waiting.state, paused.state, short.result) == (PAUSED, PAUSED, PAUSED, 8)
    assert not running.notice
    owner.here = True
    until(lambda: hands.working and not (running.asleep or waiting.asleep))
    assert (running.notice, waiting.notice) == (BACK.format(1), "")
    hands.work()
    assert (running.state, waiting.state, paused.state) == (ENDED, ENDED, PAUSED)
    assert running.notice == ""
    for run in (running, waiting):
        same(run.history, alone(run.history.experiment))


def test_that_a_run_rested_is_said_of_its_last_rest_and_hides_nothing(hands):
    """A later rest is said in place of the one before; what else is to be said of a run stays, also when it has ended."""
    hands._ticking = True  # the test looks in its place
    run = begun(hands)
    for epoch in (1, 2):
        while run.epoch + 1 < epoch:
            hands.working[0].go_on()
        hands.working[0].go_on(3)
        with hands.lock:
            run.watched_by(watch.AWAY)
        hands.work()
        with hands.lock:
            run.watched_by(watch.HERE)
        assert run.notice == BACK.format(run.epoch + 1)
    run.notice = "something else"
    run.watched_by(watch.AWAY)
    hands.work()
    run.watched_by(watch.HERE)
    hands.work()
    assert (run.state, run.notice) == (ENDED, "something else")


@pytest.mark.usefixtures("no_grace")
def test_who_is_back_and_pauses_what_rested_has_it_paused(hands):
    """A click on Pause counts, also before the desk has seen that somebody is back."""
    owner = Owner()
    run = begun(hands, owner=owner)
    hands.working[0].go_on(3)
    owner.here = False
    until(lambda: run.asleep)
    with hands.lock:
        owner.here = True
        run.pause()
    hands.work()
    hands._look()
    assert (run.state, run.asleep) == (PAUSED, False)
    run.give_up()


@pytest.mark.usefixtures("no_return")
def test_jobs_of_an_owner_who_has_gone_end(hands):
    """One that has a worker, one that waits, one that is paused, and what takes a second; those of others stay."""
    gone, here = Owner(), Owner()
    running, waiting, paused = (begun(hands, owner=gone) for _ in range(3))
    short, paused_short = calculation(hands, pow, 2, 3, owner=gone), calculation(hands, pow, 2, 3, owner=gone)
    other = begun(hands, owner=here)
    hands.working[0].go_on(3)
    paused.pause()
    paused_short.pause()
    gone.here = False
    until(lambda: not (waiting.active or paused.active or short.active or paused_short.active))
    hands.working[0].do()
    assert (running.state, waiting.state, paused.state, other.state) == (ENDED, ENDED, ENDED, RUNNING)
    assert {each.history.reason for each in (running, waiting, paused)} == {watch.NOBODY}
    assert short.failure == paused_short.failure == watch.NOBODY
    hands.work()
    assert other.history.reason == "All epochs are done."


@pytest.mark.usefixtures("no_grace")
def test_idle_workers_are_sent_away_and_the_desk_looks_no_more(hands, monkeypatch):
    """When all is done, nothing is left that takes time or memory; what is wanted later has a new worker."""
    monkeypatch.setattr(desk, "IDLE", 0.01)
    others = set(threading.enumerate())
    for _ in range(2):
        job = calculation(hands, pow, 2, 3)
        hands.work()
        assert job.result == 8
        until(lambda: all(each.gone for each in hands.hands))
        until(lambda: not [each for each in threading.enumerate() if each.name == "desk" and each not in others])
    assert len(hands.hands) == 2


def test_what_was_given_up_is_not_listened_to(hands):
    """A run that its owner wants no more rests, its worker is free, and nothing of it changes."""
    run = begun(hands)
    hands.working[0].go_on(3)
    run.give_up()
    kept = run.history
    hands.work()
    assert (run.state, run.history) == (ENDED, kept)


def test_a_desk_that_closes_gives_all_up(hands):
    """Nobody waits for ever for what will not come."""
    jobs = [begun(hands) for _ in range(3)]
    jobs[1].pause()
    hands.close()
    assert [each.active for each in jobs] == [False] * 3
    assert all(each.wait(0) for each in jobs)
    assert hands.hands[0].gone


@pytest.mark.usefixtures("no_return")
def test_the_desk_looks_again_after_a_fault(hands):
    """What else is looked after may fail: the desk's own thread goes on, and still ends what nobody wants."""
    looks = []

    def housekeeping() -> None:
        looks.append(1)
        if len(looks) < 4:
            raise ZeroDivisionError

    hands.housekeeping = housekeeping
    run = begun(hands)
    until(lambda: len(looks) > 5)
    run.owner.here = False
    until(lambda: not run.active)


def test_a_job_for_which_no_worker_can_be_started_says_so(few_digits):
    """Where the machine has no memory for one more process, the job has failed with a sentence, and the next one is served."""
    at, failing = DeskByHand(1, few_digits), [True]
    start = at._new_worker

    def new_worker(heard):
        if failing:
            raise OSError("Cannot allocate memory")
        return start(heard)

    at._new_worker = new_worker
    run = begun(at)
    assert run.state == FAILED
    assert run.history.reason == ("Training broke off: no worker could be found for it (Cannot allocate memory); try again in a "
                                  "while.")
    failing.clear()
    later = begun(at)
    at.work()
    assert later.state == ENDED


@pytest.mark.usefixtures("no_grace")
def test_a_calculation_that_takes_too_long_is_dismissed(hands, monkeypatch):
    """Its worker goes, others get its place, and it says what would be right; one that is given up goes at once."""
    monkeypatch.setattr("nncore.compute.job.LONGEST", 0.05)
    job = calculation(hands, pow, 2, 10)
    until(lambda: job.state == FAILED)
    assert "smaller layers or batches would need less" in job.failure
    assert hands.hands[0].gone
    monkeypatch.setattr("nncore.compute.job.LONGEST", 1000.0)
    other = calculation(hands, pow, 2, 10)
    other.give_up()
    assert not hands.working


def test_a_run_that_has_taken_no_step_stops_at_once(hands):
    """While its worker still begins: the worker goes, and the next in the queue has a place."""
    run, waits = begun(hands), begun(hands)
    run.stop()
    assert (run.state, run.history.reason) == (ENDED, "Stopped before its first step.")
    assert (hands.hands[0].gone, waits.state) == (True, RUNNING)


@pytest.mark.usefixtures("no_grace")
def test_a_run_that_does_not_end_when_it_shall_is_ended(hands, monkeypatch):
    """Its worker hears no order for too long: it is dismissed, and the run comes to what is known of it."""
    monkeypatch.setattr("nncore.compute.run_job.LONGEST_END", 0.02)
    run = begun(hands)
    hands.working[0].go_on(10)
    run.stop()
    until(lambda: run.state == ENDED)
    assert run.history.reason == f"Stopped in epoch {run.epoch + 1}."
    assert run.history.test is None


def test_an_error_without_words_has_a_name():
    """MemoryError says nothing: its name is the reason, as an empty one would look like no failure at all."""
    assert (in_words(MemoryError()), in_words(ValueError("no digits"))) == ("MemoryError", "no digits")


def test_a_change_that_was_taken_back_stays_taken_back(hands):
    """A change is made, the worker is lost, and going the way again another is made before it: the first does not come back."""
    run = begun(hands)
    hands.working[0].go_on(8)
    run.change(dataclasses.replace(RUN, learning_rate=0.2))
    hands.working[0].go_on(2)
    hands.working[0].lose()
    hands.working[0].go_on(5)
    other = dataclasses.replace(RUN, learning_rate=0.01)
    run.change(other)
    hands.working[0].go_on(2)
    run.pause()
    hands.working[0].do()
    run.resume()
    hands.work()
    assert run.history.now == other


@pytest.mark.usefixtures("no_grace")
def test_a_run_that_is_stopped_waits_for_its_test_as_long_as_others_train(hands, monkeypatch):
    """Its deadline counts while a worker has it: stopped in a pause it stands in the queue, and is tested when its turn comes."""
    monkeypatch.setattr("nncore.compute.run_job.LONGEST_END", 0.02)
    run = begun(hands)
    hands.working[0].go_on(10)
    run.pause()
    hands.working[0].do()
    other = begun(hands)
    run.stop()
    looks = []
    hands.housekeeping = lambda: looks.append(1)
    until(lambda: len(looks) > 30)
    assert (run.state, other.state) == (WAITING, RUNNING)
    monkeypatch.setattr("nncore.compute.run_job.LONGEST_END", 1000.0)
    hands.work()
    assert (run.state, run.history.reason) == (ENDED, f"Stopped in epoch {run.epoch + 1}.")
    assert run.history.test is not None


def test_a_run_that_goes_on_after_its_stop_has_no_deadline(hands):
    """Stop, and one more epoch before the test is done: the epoch takes as long as it takes."""
    run = begun(hands)
    hands.working[0].go_on(10)
    run.stop()
    run.one_more_epoch()
    hands.working[0].do()
    assert (run.state, run.too_late) == (RUNNING, math.inf)
    before = run.epoch
    hands.work()
    assert (run.state, run.epoch) == (ENDED, before + 1)


def test_the_last_click_on_stop_counts(hands):
    """Stop, one more epoch, stop: it ends where it is, and not an epoch later."""
    run = begun(hands)
    hands.working[0].go_on(10)
    run.stop()
    run.one_more_epoch()
    run.stop()
    hands.work()
    assert (run.state, run.history.reason) == (ENDED, f"Stopped in epoch {run.epoch + 1}.")


def test_a_run_that_is_stopped_again_after_a_pause_ends(hands):
    """Stopped while it waits, then paused, it rests; stopped once more it is tested and ends."""
    run = begun(hands)
    hands.working[0].go_on(10)
    run.pause()
    hands.working[0].do()
    begun(hands)
    for click in (run.stop, run.pause, run.stop):
        click()
    hands.work()
    assert run.state == ENDED
    assert run.history.test is not None


def test_a_desk_that_closes_begins_no_worker(few_digits):
    """However many jobs wait: none is given out as those before it end."""
    at = DeskByHand(2, few_digits)
    owner = Owner()
    for seed in range(6):
        begun(at, dataclasses.replace(RUN, seed=seed), owner)
    at.close()
    assert len(at.hands) == 2
