"""Where the time of a training step goes, and how much of it is distorting the images."""

import sys
import time

import nncore
from nncore.augmentation import Augmentation
from nncore.batches import TrainingDigits
from nncore.layer import Layer
from nncore.optimizers import Optimizer

STEPS = 200
WARM_UP = 10


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

    def put_on(self, training: nncore.Training) -> None:
        """Measure the parts of a training step."""
        parts: list[tuple[Layer | TrainingDigits | Optimizer, str, str]] = [
            (training.digits, "gather", "gather"), (training.optimizer, "step", "optimizer"), (training, "_step", "all else")]
        for layer in training.network.layers:
            for method in ("forward", "backward"):
                parts.append((layer, method, f"{type(layer).__name__} {method}"))
        for owner, method, name in parts:
            setattr(owner, method, self.timed(getattr(owner, method), name))


def per_step(experiment: nncore.Experiment, count: int, watch: Watch | None = None) -> float:
    """Seconds of a step, the mean of `count` steps after some to warm up; measured in its parts by `watch`."""
    training = nncore.Training(nncore.build(experiment), nncore.load_mnist().train, experiment)
    events = training.events()
    for _ in range(WARM_UP):
        next(events)
    if watch:
        watch.put_on(training)
    started = time.perf_counter()
    for _ in range(count):
        next(events)
    return (time.perf_counter() - started) / count


def main() -> None:
    """One line for a plain small network, one for the recipe that distorts its images most."""
    plain = nncore.Experiment(optimizer="sgd", batch_size=128)
    for name, experiment, count in (("784-128-64-10, batch 128, SGD", plain, STEPS),
                                    ("recipe best", nncore.recipes()["best"].experiment, STEPS // 4)):
        seconds = min(per_step(experiment, count) for _ in range(3))
        watch = Watch()
        distort = Augmentation.__call__
        Augmentation.__call__ = watch.timed(distort, "distort")
        per_step(experiment, count, watch)
        Augmentation.__call__ = distort
        whole = sum(watch.spent.values())
        shares = ", ".join(f"{part} {seconds_of_part / whole:.0%}"
                           for part, seconds_of_part in sorted(watch.spent.items(), key=lambda item: -item[1]))
        print(f"{name}: {seconds * 1e6:,.0f} µs a step, {experiment.batch_size / seconds:,.0f} images per second, "
              f"{sys.argv[1]} BLAS threads\n    {shares}", flush=True)


if __name__ == "__main__":
    main()
