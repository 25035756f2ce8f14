"""python -m nncore sweep: try many settings, all cores at once, and say which was best."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..compute.successive_halving import halved
from ..compute.workers import Crew, Finished, Job, cluster_crew, local_crew, side_by_side
from ..digits import load_mnist
from ..experiment import Experiment
from ..network import build, parameter_count
from ..runs.comparison import word
from ..runs.halving import saved
from ..runs.history import Record
from ..runs.sweep import drawn_at_random, estimated_seconds, grid
from .setting_options import add_settings, chosen_experiment, value_of


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
    values = {name: [value_of(name, text) for text in texts] for name, *texts in options.values}
    base, rng = chosen_experiment(options), np.random.default_rng(options.random_seed)
    experiments = drawn_at_random(base, values, options.random, rng=rng) if options.random else grid(base, values)
    crew = cluster_crew(options.scheduler) if options.scheduler else local_crew(options.workers)
    seconds = estimated_seconds(experiments, load_mnist().train, prune=options.prune) / crew.size
    print(f"{len(experiments)} runs, {crew.size} at a time, about {max(seconds, 1):,.0f} s", flush=True)
    finished = []
    for each in _finished(experiments, crew, options):
        finished.append(each)
        print(f"{len(finished):4} of {len(experiments)}  {_told(each, values)}", flush=True)
    if options.prune:
        saving = saved([each.record for each in finished if not each.failure])
        print(f"Pruning: {saving.trained} of {saving.planned} epochs were trained, {saving.share:.0%} saved.")
    if options.out:
        _write(options.out, finished, values)
    good = [each.record for each in finished if each.record.test and not each.record.diverged]
    best = max(good, key=lambda record: record.accuracy, default=None)
    print(json.dumps({"runs": len(finished), "failed": sum(bool(each.failure) for each in finished),
                      "best": best and {**{name: getattr(best.experiment, name) for name in values},
                                        "test_accuracy": best.accuracy}}))
    return 0 if good else 1


def _finished(experiments: list[Experiment], crew: Crew, options: argparse.Namespace) -> Iterator[Finished]:
    jobs = [Job(Record(each, build(each))) for each in experiments]
    return (halved if options.prune else side_by_side)(jobs, crew)


def _told(each: Finished, values: dict) -> str:
    record = each.record
    settings = ", ".join(f"{name} {word(name, getattr(record.experiment, name))}" for name in values)
    return f"{settings}: " + (each.failure or f"test {record.accuracy:.2%}, {record.seconds:.1f} s. {record.reason}")


def _write(path: Path, finished: list[Finished], values: dict) -> None:
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow([*values, "test_accuracy", "validation_accuracy", "epochs", "seconds", "parameters", "said"])
        for each in sorted(finished, key=lambda each: each.number):
            record = each.record
            validation = record.validation[-1][2] if record.validation else None
            table.writerow([*(word(name, getattr(record.experiment, name)) for name in values), record.accuracy, validation,
                            record.epoch, round(record.seconds, 2), parameter_count(record.experiment),
                            each.failure or record.reason])
