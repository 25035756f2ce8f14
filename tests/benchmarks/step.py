"""Where the time of a training step goes, and how much of it is distorting the images."""

import sys
import time

import nncore
from nncore.activations import Relu
from nncore.augmentation import Augmentation
from nncore.batch_norm import BatchNorm
from nncore.batches import TrainingDigits
from nncore.dense import Dense
from nncore.dropout import Dropout
from nncore.losses import LOSSES
from nncore.optimizers import Optimizer

STEPS = 200
PARTS = {"gather": (TrainingDigits, "gather"), "distort": (Augmentation, "__call__"), "dense forward": (Dense, "forward"),
         "dense backward": (Dense, "backward"), "first dense backward": (Dense, "parameter_gradients"),
         "batch norm forward": (BatchNorm, "forward"), "batch norm backward": (BatchNorm, "backward"),
         "relu forward": (Relu, "forward"), "relu backward": (Relu, "backward"), "dropout": (Dropout, "forward"),
         "optimizer": (Optimizer, "step")}


def timed(function, part: str, spent: dict[str, float]):
    """`function`, with its time added to spent[part]."""
    def wrapper(*arguments, **named):
        started = time.perf_counter()
        result = function(*arguments, **named)
        spent[part] = spent.get(part, 0.0) + time.perf_counter() - started
        return result
    return wrapper


def steps(experiment: nncore.Experiment, count: int) -> float:
    """Seconds of `count` steps after some to warm up."""
    training = nncore.Training(nncore.build(experiment), nncore.load_mnist().train, experiment)
    events = training.events()
    for _ in range(10):
        next(events)
    started = time.perf_counter()
    for _ in range(count):
        next(events)
    return time.perf_counter() - started


def main() -> None:
    for name, experiment in (("784-128-64-10, batch 128, SGD", nncore.Experiment(optimizer="sgd", batch_size=128)),
                             ("recipe best", nncore.recipes()["steady"].experiment)):
        count = STEPS if name.startswith("784") else STEPS // 5
        whole = min(steps(experiment, count) for _ in range(3))
        spent: dict[str, float] = {}
        kept = {part: getattr(*place) for part, place in PARTS.items()}
        for part, (owner, method) in PARTS.items():
            setattr(owner, method, timed(kept[part], part, spent))
        loss = LOSSES["cross_entropy"]
        LOSSES["cross_entropy"] = timed(loss, "loss", spent)
        slowed = steps(experiment, count)
        LOSSES["cross_entropy"] = loss
        for part, (owner, method) in PARTS.items():
            setattr(owner, method, kept[part])
        spent["gather"] -= spent.get("distort", 0.0)
        spent["dense backward"] -= spent["first dense backward"]
        shares = sorted(spent.items(), key=lambda item: -item[1])
        print(f"{name}: {whole / count * 1e6:,.0f} µs a step, {count * experiment.batch_size / whole:,.0f} images per second; "
              f"{sys.argv[1]} threads\n    " + ", ".join(f"{part} {seconds / slowed:.0%}" for part, seconds in shares), flush=True)


if __name__ == "__main__":
    main()
