"""Where the time of a training step goes, and how much of it is distorting the images."""

import dataclasses
import statistics
import sys
import time

import numpy as np

import nncore
from nncore.augment.transforms import strengths_of, transforms_of
from nncore.batches import Batches
from nncore.runs.start import begin
from nncore.training import Training

STEPS = 200
WARM_UP = 10
UNDISTORTED = dict.fromkeys(("shift", "rotation", "scale", "shear", "elastic", "noise", "stroke_width_share",
                              "template_share", "scribble_share"), 0.0)


class Watch:
    """Measures the seconds that functions take, by name, without what they call of each other."""

    def __init__(self):
        self.spent: dict[str, float] = {}
        self.inner = 0.0  # seconds in watched functions that the one being measured called

    def timed(self, function, name: str):
        """`function`, measured."""
        def wrapper(*arguments, **named):
            outer, self.inner = self.inner, 0.0
            started = time.perf_counter()
            result = function(*arguments, **named)
            seconds = time.perf_counter() - started
            self.spent[name] = self.spent.get(name, 0.0) + seconds - self.inner
            self.inner = outer + seconds
            return result
        return wrapper

    def put_on(self, training: Training) -> None:
        """Measure the parts of a training step."""
        parts = [(training.batches, "gather", "gather"), (training.optimizer, "step", "optimizer"),
                 (training, "step", "all else")]
        for layer in training.network.layers:
            for method in ("forward", "backward"):
                parts.append((layer, method, f"{type(layer).__name__} {method}"))
        for owner, method, name in parts:
            setattr(owner, method, self.timed(getattr(owner, method), name))


def per_step(experiment: nncore.Experiment, count: int, watch: Watch | None = None) -> float:
    """Seconds of a step, the mean of `count` steps after some to warm up; measured in its parts by `watch`."""
    training = begin(nncore.build(experiment), nncore.load_mnist().train, experiment)
    events = training.events()
    for _ in range(WARM_UP):
        next(events)
    if watch:
        watch.put_on(training)
    started = time.perf_counter()
    for _ in range(count):
        next(events)
    return (time.perf_counter() - started) / count


def distorting(experiment: nncore.Experiment) -> float:
    """Seconds that one batch takes to be gathered and changed by all transforms."""
    data, rows = nncore.load_mnist().train, np.arange(experiment.batch_size)
    batches = Batches(data, rows, experiment)
    transforms = transforms_of(experiment, data)
    times = []
    for _ in range(STEPS):
        started = time.perf_counter()
        batches.gather(rows, transforms)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> int:
    """A plain small network, and the recipe that distorts its images most."""
    plain = nncore.Experiment(optimizer="sgd", batch_size=128)
    best = nncore.recipes()["best"].experiment
    for name, experiment, count in (("784-128-64-10, batch 128, SGD", plain, STEPS), ("recipe best", best, STEPS // 4)):
        seconds = min(per_step(experiment, count) for _ in range(3))
        watch = Watch()
        per_step(dataclasses.replace(experiment, **UNDISTORTED), count, watch)  # distortion has a thread of its own
        whole = sum(watch.spent.values())
        largest_first = sorted(watch.spent.items(), key=lambda item: -item[1])
        shares = ", ".join(f"{part} {spent / whole:.0%}" for part, spent in largest_first)
        print(f"{name}: {seconds * 1e6:,.0f} µs a step, {experiment.batch_size / seconds:,.0f} images per second, "
              f"{sys.argv[1]} BLAS threads\n    {shares}", flush=True)
        if strengths_of(experiment) != strengths_of(plain):
            share = distorting(experiment) / seconds
            print(f"    making a batch on the second core meanwhile: {share:.0%} of a step   bar <= 50 %", flush=True)
    return int(share > 0.5)


if __name__ == "__main__":
    sys.exit(main())
