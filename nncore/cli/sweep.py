"""python -m nncore sweep: try many settings, all cores at once, and say which was best."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..architecture import build, parameter_count
from ..compute.successive_halving import run_with_halving
from ..compute.workers import Finished, Job, WorkerPool, cluster_workers, local_workers, run_in_parallel
from ..digits import load_mnist
from ..experiment import Experiment, format_setting, parse_setting
from ..runs.halving import saved
from ..runs.history import History
from ..runs.sweep import drawn_at_random, estimated_seconds, grid
from .setting_options import add_settings, chosen_experiment


def add_sweep(commands) -> None:
    """The command `sweep` and its options."""
    parser = commands.add_parser("sweep", help=sweep_command.__doc__)
    parser.set_defaults(command=sweep_command)
    parser.add_argument("--try", dest="values", nargs="+", action="append", default=[], metavar="FIELD VALUE",
                        help="a setting and what it is tried with: --try learning_rate 0.001 0.01 --try hidden 64 128-64")
    parser.add_argument("--random", type=int, metavar="RUNS", help="draw so many settings between the values instead of a grid")
    parser.add_argument("--random-seed", type=int, default=0, help="another seed draws other settings")
    parser.add_argument("--prune", action="store_true", help="successive halving: only the better half goes on, again and again")
    parser.add_argument("--workers", type=int, help="processes at a time; as many as there are cores, unless said otherwise")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="run on the Dask cluster whose scheduler has this address")
    parser.add_argument("--out", type=Path, help="where to write the table of all runs (.csv)")
    add_settings(parser)


def sweep_command(options: argparse.Namespace) -> int:
    """Try many settings side by side, as a table and the best of them."""
    values = {name: [parse_setting(name, text) for text in texts] for name, *texts in options.values}
    base, rng = chosen_experiment(options), np.random.default_rng(options.random_seed)
    experiments = drawn_at_random(base, values, options.random, rng=rng) if options.random else grid(base, values)
    workers = cluster_workers(options.scheduler) if options.scheduler else local_workers(options.workers)
    seconds = estimated_seconds(experiments, load_mnist().train, prune=options.prune) / workers.size
    print(f"{len(experiments)} runs, {workers.size} at a time, about {max(seconds, 1):,.0f} s", flush=True)
    finished = []
    for each in _finished(experiments, workers, options):
        finished.append(each)
        print(f"{len(finished):4} of {len(experiments)}  {_told(each, values)}", flush=True)
    if options.prune:
        saving = saved([each.history for each in finished if not each.failure])
        print(f"Pruning: {saving.trained} of {saving.planned} epochs were trained, {saving.share:.0%} saved.")
    if options.out:
        _write(options.out, finished, values)
    good = [each.history for each in finished if each.history.test and not each.history.diverged]
    best = max(good, key=lambda history: history.accuracy, default=None)
    print(json.dumps({"runs": len(finished), "failed": sum(bool(each.failure) for each in finished),
                      "best": best and {**{name: getattr(best.experiment, name) for name in values},
                                        "test_accuracy": best.accuracy}}))
    return 0 if good else 1


def _finished(experiments: list[Experiment], workers: WorkerPool, options: argparse.Namespace) -> Iterator[Finished]:
    jobs = [Job(History(each, build(each))) for each in experiments]
    return (run_with_halving if options.prune else run_in_parallel)(jobs, workers)


def _told(each: Finished, values: dict) -> str:
    history = each.history
    settings = ", ".join(f"{name} {format_setting(name, getattr(history.experiment, name))}" for name in values)
    return f"{settings}: " + (each.failure or f"test {history.accuracy:.2%}, {history.seconds:.1f} s. {history.reason}")


def _write(path: Path, finished: list[Finished], values: dict) -> None:
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow([*values, "test_accuracy", "validation_accuracy", "epochs", "seconds", "parameters", "said"])
        for each in sorted(finished, key=lambda each: each.number):
            history = each.history
            validation = history.validation[-1][2] if history.validation else None
            tried = [format_setting(name, getattr(history.experiment, name)) for name in values]
            table.writerow([*tried, history.accuracy, validation, history.epoch, round(history.seconds, 2),
                            parameter_count(history.experiment), each.failure or history.reason])
