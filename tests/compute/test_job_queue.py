"""The queue by hand: who is next, who rests for whom, and how long it takes."""

from dataclasses import dataclass

import pytest

from nncore.compute.job_queue import MOST_AT_ONCE, TURN, JobQueue, Place

A, B, C, D, E = (object() for _ in range(5))  # some owners


@dataclass(eq=False)
class Wish:
    """What the line looks at of a job."""

    owner: object
    is_short: bool = False
    in_background: bool = False
    turn_over: bool = False
    seconds_left: float | None = None


def line_of(*jobs: Wish) -> JobQueue:
    line = JobQueue()
    for each in jobs:
        line.add(each, first=False)
    return line


def in_turn(line: JobQueue, running=()) -> list[Wish]:
    """The jobs of a line in the order in which they get a worker, if all workers that they get work on."""
    given, running = [], list(running)
    while job := line.next(running):
        line.remove(job)
        given.append(job)
        running.append(job)
    return given


def test_first_come_first_served():
    """Jobs of four people get their workers in the order in which they came; one that goes first stands before all."""
    jobs = [Wish(owner) for owner in (A, B, C, D)]
    line, hurried = line_of(*jobs), Wish(E)
    line.add(hurried, first=True)
    assert in_turn(line) == [hurried, *jobs]


def test_short_jobs_go_before_runs_and_the_background_comes_last():
    """Whoever came first: what takes a second, then runs, then what may take as long as it likes."""
    sweep, run, short = Wish(A, in_background=True), Wish(B), Wish(C, is_short=True)
    assert in_turn(line_of(sweep, run, short)) == [short, run, sweep]


def test_nobody_has_more_than_two_runs_at_a_time():
    """The third run of one owner waits behind the others' however free the workers are; short jobs and sweeps do not count."""
    assert MOST_AT_ONCE == 2
    first, second, third, other = Wish(A), Wish(A), Wish(A), Wish(B)
    line = line_of(first, second, third, other)
    assert in_turn(line) == [first, second, other]
    assert line.next([first]) is third
    short, background = Wish(A, is_short=True), Wish(A, in_background=True)
    assert in_turn(line_of(short, background), running=[first, second]) == [short, background]


def test_nobody_has_more_than_one_short_job_at_a_time():
    """Who asks for many short things gets one after another, and others theirs meanwhile."""
    first, second, other = Wish(A, is_short=True), Wish(A, is_short=True), Wish(B, is_short=True)
    assert in_turn(line_of(first, second, other)) == [first, other]


def test_who_has_waited_for_a_turn_stands_with_the_short_ones(monkeypatch):
    """However many short jobs come, a run that has waited for more than ten seconds goes before those that came after it."""
    run, now = Wish(A), [100.0]
    monkeypatch.setattr("nncore.compute.job_queue.time.monotonic", lambda: now[0])
    line = line_of(run)
    now[0] += 9
    line.add(early := Wish(B, is_short=True), first=False)
    assert line.next([]) is early
    now[0] += 2
    assert line.next([]) is run


def test_the_background_goes_to_whom_has_least():
    """Of two sweeps the later one's runs take turns with the earlier one's, and do not wait for all of them."""
    early, late = [Wish(A, in_background=True) for _ in range(3)], [Wish(B, in_background=True) for _ in range(2)]
    assert in_turn(line_of(*early, *late)) == [early[0], late[0], early[1], late[1], early[2]]


def test_the_place_and_its_seconds_by_hand():
    """Two workers, free in 4 s and in 9 s. Behind jobs of 3 s, of unknown length and of a minute, one waits 4, 7, 9 and 17 s.

    The first begins at 4 and ends at 7; the second begins at 7 and has ten seconds; the third begins at 9 and has ten; so the
    fourth begins at 17.
    """
    assert TURN == 10
    jobs = [Wish(A, seconds_left=3.0), Wish(B), Wish(C, seconds_left=60.0), Wish(D)]
    line = line_of(*jobs)
    found = [line.place(each, [4.0, 9.0], [], 2) for each in jobs]
    assert found == [Place(1, 4.0), Place(2, 7.0), Place(3, 9.0), Place(4, 17.0)]
    assert line.place(jobs[0], [4.0], [], 2) == Place(1, 0.0)  # a worker is not even begun
    assert line.place(Wish(E), [], [], 2) is None


def test_who_has_two_runs_waits_for_ones_own():
    """Whatever is free, the third run begins when the first of the two has ended, in 20 s; a second begins at once."""
    third = Wish(A)
    assert line_of(third).place(third, [10.0, 10.0], [30.0, 20.0], 4) == Place(1, 20.0, own=True)
    assert line_of(third).place(third, [10.0], [30.0], 4) == Place(1, 0.0)


def test_a_turn_ends_after_ten_seconds_if_another_waits():
    """Not before; the longest first; and as many rest as wait, no more."""
    a, b, waits = Wish(A), Wish(B), Wish(C)
    line = line_of(waits)
    assert line.who_rests_for(waits, [(a, 9.9), (b, 3.0)]) is None
    assert line.who_rests_for(waits, [(a, 10.1), (b, 3.0)]) is a
    assert line.who_rests_for(waits, [(a, 10.1), (b, 12.0)]) is b
    a.turn_over = True
    assert line.who_rests_for(waits, [(a, 10.2), (b, 12.0)]) is None
    line.add(Wish(D), first=False)
    assert line.who_rests_for(waits, [(a, 10.2), (b, 12.0)]) is b


@pytest.mark.parametrize(("running", "took", "waits", "rests"), [
    (Wish(A, in_background=True), 0.1, Wish(B), True),  # at once for a run
    (Wish(A, in_background=True), 0.1, Wish(A), True),  # also for one of the same person
    (Wish(A, in_background=True), 0.1, Wish(B, is_short=True), True),
    (Wish(A), 1.1, Wish(B, is_short=True), True),  # what takes a second waits for no turn
    (Wish(A), 0.9, Wish(B, is_short=True), False),  # but for a second
    (Wish(A, is_short=True), 99.0, Wish(B), False),  # and is not interrupted
    (Wish(A), 99.0, Wish(B, in_background=True), False),  # the background takes nothing from others
    (Wish(A, in_background=True), 99.0, Wish(A, in_background=True), False),  # nor one run of a sweep from another
    (Wish(A, in_background=True), 9.0, Wish(B, in_background=True), False),
    (Wish(A, in_background=True), 11.0, Wish(B, in_background=True), True),  # but two sweeps share
])
def test_who_rests_for_whom(running, took, waits, rests):
    """Short jobs take a run's place at once, runs that of the background; the background takes turns among its owners."""
    assert line_of(waits).who_rests_for(waits, [(running, took)]) is (running if rests else None)


def test_the_background_rests_before_a_run():
    """Where a sweep's run and a person's run have workers, a newcomer gets the sweep's, however long the person's turn was."""
    run, sweep, waits = Wish(A), Wish(B, in_background=True), Wish(C)
    assert line_of(waits).who_rests_for(waits, [(run, 60.0), (sweep, 0.5)]) is sweep


def test_two_sweeps_share_evenly():
    """With a worker each they stay; of three workers the third goes to and fro between them."""
    a, b = (Wish(owner, in_background=True) for owner in (A, B))
    another, waits = Wish(A, in_background=True), Wish(B, in_background=True)
    line = line_of(waits)
    assert line.who_rests_for(waits, [(a, 20.0), (b, 20.0)]) is None
    assert line.who_rests_for(waits, [(a, 20.0), (another, 15.0), (b, 30.0)]) is a
