"""python -m nncore sweep: try many settings, all cores at once, and say which is best on the validation digits."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

import numpy as np

from ..architecture import parameter_count
from ..compute.cluster import cluster_desk
from ..compute.job import Somebody
from ..compute.processes import local_desk
from ..compute.sweep_job import Finished, SweepJob
from ..digits import load_mnist
from ..experiment import Experiment, format_setting, parse_setting
from ..files.whole import write
from ..runs.halving import saving
from ..runs.selection import best
from ..runs.sweep import drawn_at_random, estimated_seconds, grid
from .output import file_to_write, last_line
from .setting_options import add_settings, chosen_experiment


def add_sweep(commands) -> None:
    """The command `sweep` and its options."""
    parser = commands.add_parser("sweep", help=sweep_command.__doc__)
    parser.set_defaults(command=sweep_command)
    parser.add_argument("--try", dest="values", nargs="+", action="append", default=[], metavar="FIELD VALUE",
                        help="a setting and what it is tried with: --try learning_rate 0.001 0.01 --try hidden 64 128-64")
    parser.add_argument("--random", type=int, metavar="RUNS", help="draw so many settings between the values instead of a grid")
    parser.add_argument("--random-seed", type=int, default=0, help="another seed draws other settings")
    parser.add_argument("--prune", action="store_true",
                        help="successive halving: only the half that is better on validation goes on, again and again")
    parser.add_argument("--workers", type=int, help="processes at a time; as many as there are cores, unless said otherwise")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="run on the Dask cluster whose scheduler has this address")
    parser.add_argument("--out", type=Path, help="where to write the table of all runs (.csv)")
    add_settings(parser)


def sweep_command(options: argparse.Namespace) -> int:
    """Try many settings side by side; a table of all, and the one that is best on the validation digits."""
    out = options.out and file_to_write(options.out)
    values = {name: [parse_setting(name, text) for text in texts] for name, *texts in options.values}
    base, rng = chosen_experiment(options), np.random.default_rng(options.random_seed)
    random = options.random is not None
    experiments = drawn_at_random(base, values, options.random, rng=rng) if random else grid(base, values)
    digits = load_mnist()
    desk = cluster_desk(options.scheduler, digits) if options.scheduler else local_desk(digits, options.workers)
    seconds = estimated_seconds(experiments, desk.mnist.train, prune=options.prune) / desk.size
    print(f"{len(experiments)} runs, {desk.size} at a time, about {max(seconds, 1):,.0f} s", flush=True)
    sweep, finished = SweepJob(desk, Somebody(), experiments, desk.mnist, prune=options.prune), {}
    sweep.begin()
    try:
        for each in sweep.results():
            finished[each.number] = each
            print(f"{len(finished):4} of {len(experiments)}  {_in_words(each, values)}", flush=True)
    finally:
        desk.close()
    return _conclude(finished, values, options.prune, out)


def _conclude(finished: dict[int, Finished], values: dict, prune: bool, out: Path | None) -> int:
    """Say what came of it, and write the table to `out`; gives the exit code, 0 if some run is the best."""
    histories = {number: each.history for number, each in finished.items() if not each.failure}
    chosen = best(histories)
    if prune:
        spared = saving(list(histories.values()))
        print(f"Pruning: {spared.trained} of {spared.planned} epochs were trained, {spared.share:.0%} saved.")
    if out:
        _write(out, finished, values, chosen)
    found = None
    if chosen is not None:
        history = histories[chosen]
        accuracy = history.validated.validation_accuracy
        print(f"Best: {_settings_in_words(history.experiment, values)} with {accuracy:.2%} of the validation digits. Of the test "
              f"digits, which had no part in the choice, it reads {history.accuracy:.2%}.")
        found = {**{name: getattr(history.experiment, name) for name in values},
                 "validation_accuracy": accuracy, "test_accuracy": history.accuracy}
    last_line(runs=len(finished), failed=len(finished) - len(histories), best=found)
    return 0 if found else 1


def _in_words(each: Finished, values: dict) -> str:
    """The settings that were tried, and what came of them."""
    history = each.history
    figure = f"validation {history.validated.validation_accuracy:.2%}, " if history.validated else ""
    return (f"{_settings_in_words(history.experiment, values)}: "
            f"{each.failure or f'{figure}{history.seconds:.1f} s. {history.reason}'}")


def _settings_in_words(experiment: Experiment, values: dict) -> str:
    return ", ".join(f"{name} {format_setting(name, getattr(experiment, name))}" for name in values)


def _write(path: Path, finished: dict[int, Finished], values: dict, chosen: int | None) -> None:
    """The table of all runs. Only the chosen one has a test accuracy in it, so that nobody chooses by that."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([*values, "validation_accuracy", "test_accuracy", "epochs", "seconds", "parameters", "said"])
    for number, each in sorted(finished.items()):
        history = each.history
        tried = [format_setting(name, getattr(history.experiment, name)) for name in values]
        validation = history.validated.validation_accuracy if history.validated else None
        table.writerow([*tried, validation, history.accuracy if number == chosen else None, history.epoch,
                        round(history.seconds, 2), parameter_count(history.experiment), each.failure or history.reason])
    write(path, text.getvalue().encode())
