"""A trial shows whether the tests notice a mutant: they run in a process of its own, in which the module has the mistake."""

import os
import resource
import sys
import threading
import time
import types
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from .mistakes import Mutant

SECONDS, MEMORY = 60, 16 * 2**30  # of computing, and bytes: a mutant that wants more is found out by it
LONGEST = 600  # seconds, after which a mutant waits for ever
GONE = object()  # what a mutant has under a name that it has no more
QUIETLY = ("-q", "-p", "no:cacheprovider")


class Trials:
    """A plugin of pytest: it runs all tests once and notes which lines each of them runs, then tries mutants on these tests.

    The session's process gives birth to one for each mutant, in which everything is imported and collected already; there the
    module becomes the mutant. `ended` is told of each, and whether a test noticed it.
    """

    def __init__(self, mutants: Iterable[Mutant], jobs: int, ended: Callable[[Mutant, bool], None]):
        self.mutants, self.jobs, self.ended = list(mutants), jobs, ended
        self.files = {str(mutant.file) for mutant in self.mutants}
        self.failed, self.lines = False, {}
        self.ran: dict[str, dict[str, set[int]]] = {}  # by test: the lines of each file
        self.seconds: dict[str, float] = {}  # by test

    def pytest_runtest_logreport(self, report):
        """Note that a test failed."""
        self.failed |= report.failed

    def pytest_runtestloop(self, session):
        """Run the tests, then try the mutants."""
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            self.look_on(item, following)
        if self.failed:
            raise pytest.UsageError("the tests fail without any mutant; they have to pass first")
        print(f"\n{len(self.mutants)} mutants, {len(session.items)} tests", flush=True)
        at_a_time(self.mutants, self.jobs, lambda mutant: forked(lambda: self.noticed(mutant, session.items)), self.ended)
        return True

    def look_on(self, item, following) -> None:
        """Run a test, and note which lines it runs, in its threads too."""
        self.lines, started = {}, time.perf_counter()
        sys.settrace(self.look)
        threading.settrace(self.look)
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        sys.settrace(None)
        threading.settrace(None)
        self.ran[item.nodeid], self.seconds[item.nodeid] = self.lines, time.perf_counter() - started

    def look(self, frame, event, argument):
        """Note the line, if it is one of the files'."""
        if frame.f_code.co_filename not in self.files:
            return None
        self.lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
        return self.look

    def noticed(self, mutant: Mutant, items: list) -> bool:
        """Whether a test fails that runs the mutant's statement, or the module of a constant; quick ones are asked first."""
        lines = {item: self.ran[item.nodeid].get(str(mutant.file), set()) for item in items}
        chosen = [item for item in items if lines[item] and (not mutant.in_function or not lines[item].isdisjoint(mutant.lines))]
        chosen.sort(key=lambda item: self.seconds[item.nodeid])
        items[0].config.pluginmanager.unregister(name="terminalreporter")  # nobody looks on
        put_in(mutant)
        for number, item in enumerate(chosen, start=1):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=chosen[number % len(chosen)])
            if self.failed:
                return True
        return False


def put_in(mutant: Mutant) -> None:
    """Let the mutant's module, which is imported, be as the mutant: its functions, their defaults, and its constants.

    The mutant is imported apart from it, and what it has of these is handed over; a class stays itself, so that all who imported
    it know it still.
    """
    module = next(module for module in list(sys.modules.values()) if getattr(module, "__file__", None) == str(mutant.file))
    new = {"__name__": module.__name__, "__package__": module.__package__, "__file__": module.__file__}
    exec(mutant.code(), new)
    for name, value in list(vars(module).items()):
        if isinstance(value, type) and value.__module__ == module.__name__:
            for attribute, its_value in list(vars(value).items()):
                hand_over(value, attribute, its_value, vars(new[name]).get(attribute, GONE))
        else:
            hand_over(module, name, value, new.get(name, GONE))


def hand_over(owner, name: str, old, new) -> None:
    """Let what `owner` has under a name be as in the mutant, and a constant in every module that imported it, too.

    A constant that the mutant does not have any more, as its line is left out, is taken away.
    """
    old_function, new_function = (getattr(each, "fget", getattr(each, "__func__", each)) for each in (old, new))
    if isinstance(old_function, types.FunctionType) and old_function.__module__ == getattr(owner, "__module__", owner.__name__):
        for part in ("__code__", "__defaults__", "__kwdefaults__"):
            setattr(old_function, part, getattr(new_function, part))
    elif is_constant(old if new is GONE else new) and new != old and not name.startswith("__"):
        others = list(sys.modules.values()) if isinstance(owner, types.ModuleType) else []
        for each in (owner, *(module for module in others if module is not owner and vars(module).get(name) is old)):
            if new is GONE:
                delattr(each, name)
            else:
                setattr(each, name, new)


def is_constant(value) -> bool:
    """Whether it is a number, a text, a path, or some of these together."""
    if isinstance(value, tuple | list | dict):
        return all(map(is_constant, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int | float | str | Path)


def at_a_time(mutants: list[Mutant], jobs: int, begin: Callable[[Mutant], int], ended: Callable[[Mutant, bool], None]) -> None:
    """Begin a process for each mutant, as many at a time as there are jobs; `ended` is told which did not end with 0."""
    left, running = mutants[::-1], {}
    while left or running:
        while left and len(running) < jobs:
            mutant = left.pop()
            running[begin(mutant)] = mutant
        process, status = os.wait()
        if process in running:
            ended(running.pop(process), status != 0)


def forked(run: Callable[[], int]) -> int:
    """A process that does `run` within bounds and in silence, and ends with what it gives; this one goes on at once."""
    process = os.fork()
    if process:
        return process
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        threading.Timer(LONGEST, os._exit, [1]).start()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = int(run())
    except BaseException:
        code = 1
    os._exit(code)
