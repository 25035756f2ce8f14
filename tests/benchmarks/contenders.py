"""nncore, PyTorch eager and scikit-learn train the same networks on the same batches; each line is a ratio of their speeds."""

import statistics
import sys
import time
import warnings

import numpy as np
import torch
from sklearn.neural_network import MLPClassifier

import nncore
from nncore.runs.start import begin

TURNS = 7
PRODUCTS = "matrix products alone"
STEPS = {False: 200, True: 40}  # steps of a turn, for small and large networks
DIGITS = nncore.load_mnist()


def ours(experiment: nncore.Experiment, steps: int):
    """A function that takes `steps` steps with nncore, on images that stay bytes."""
    training = begin(nncore.build(experiment), DIGITS.train, experiment)
    training.epochs = 10**6
    events = (event for event in training.events() if isinstance(event, nncore.Step))
    return lambda: [next(events) for _ in range(steps)]


def torchs(experiment: nncore.Experiment, steps: int):
    """The same with PyTorch's eager loop on float32 tensors in memory, shuffled the same way."""
    widths = (784, *experiment.hidden, 10)
    layers = [layer for pair in zip(widths, widths[1:], strict=False) for layer in (torch.nn.Linear(*pair), torch.nn.ReLU())][:-1]
    network = torch.nn.Sequential(*layers)
    optimizer = {"sgd": lambda p: torch.optim.SGD(p, 0.01), "momentum": lambda p: torch.optim.SGD(p, 0.01, momentum=0.9),
                 "adam": lambda p: torch.optim.Adam(p, 0.001)}[experiment.optimizer](network.parameters())
    x, labels = torch.from_numpy(nncore.as_inputs(DIGITS.train.images)), torch.from_numpy(DIGITS.train.labels.astype(np.int64))

    def turn():
        order = torch.randperm(len(x))
        for start in range(0, steps * experiment.batch_size, experiment.batch_size):
            rows = order[start:start + experiment.batch_size]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(x[rows]), labels[rows]).backward()
            optimizer.step()

    return turn


def sklearns(experiment: nncore.Experiment, steps: int):
    """The same with scikit-learn, one pass over as many images as the others see."""
    count = steps * experiment.batch_size
    x, labels = nncore.as_inputs(DIGITS.train.images[:count]), DIGITS.train.labels[:count]
    model = MLPClassifier(experiment.hidden, solver="sgd", batch_size=experiment.batch_size, learning_rate_init=0.01,
                          momentum=0.0, alpha=0.0, max_iter=1)
    warnings.simplefilter("ignore")  # it warns that one pass is not enough
    return lambda: model.fit(x, labels)


def products(experiment: nncore.Experiment, steps: int):
    """Nothing but the matrix products of a step, by np.matmul into arrays that are there."""
    widths, batch, rng = (784, *experiment.hidden, 10), experiment.batch_size, np.random.default_rng(0)
    shapes = list(zip(widths, widths[1:], strict=False))
    W = [rng.normal(size=shape).astype(np.float32) for shape in shapes]
    dW = [np.empty_like(each) for each in W]
    x = [rng.random((batch, width), np.float32) for width in widths]

    def turn():
        for _ in range(steps):
            for layer in range(len(W)):
                np.matmul(x[layer], W[layer], out=x[layer + 1])
            for layer in reversed(range(len(W))):
                np.matmul(x[layer].T, x[layer + 1], out=dW[layer])
                if layer:
                    np.matmul(x[layer + 1], W[layer].T, out=x[layer])
            for each in x[1:]:
                each.fill(0.5)  # no number may grow without end

    return turn


def predicts():
    """(ours, PyTorch's): functions that read 10,000 images with 784-128-64-10."""
    experiment = nncore.Experiment()
    network, x = nncore.build(experiment), nncore.as_inputs(DIGITS.test.images)
    theirs = torch.nn.Sequential(torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Linear(128, 64), torch.nn.ReLU(),
                                 torch.nn.Linear(64, 10), torch.nn.Softmax(1))
    tensor = torch.from_numpy(x)

    def turn():
        with torch.inference_mode():
            return theirs(tensor)

    return lambda: network.predict(x), turn


def compare(first, second) -> tuple[float, float, float]:
    """(seconds of first, of second, second / first): medians over turns that alternate."""
    pairs = []
    for turn in range(TURNS + 1):
        times = []
        for contender in (first, second):
            started = time.perf_counter()
            contender()
            times.append(time.perf_counter() - started)
        if turn:  # the first turn warms up
            pairs.append(times)
    mine, other = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(other), statistics.median(b / a for a, b in pairs)


def main() -> int:
    """Print the table for the number of threads given; the exit code says how many lines miss their bar."""
    threads = int(sys.argv[1])
    torch.set_num_threads(threads)
    common = {"validation_fraction": 0.0, "learning_rate": 0.01}
    middle = nncore.Experiment(hidden=(128, 64), optimizer="sgd", batch_size=128, **common)
    large = nncore.Experiment(hidden=(800, 800), optimizer="adam", batch_size=128, **{**common, "learning_rate": 0.001})
    small = nncore.Experiment(hidden=(64, 32), optimizer="momentum", batch_size=32, **common)
    lines = [  # work, against, bar at 1 and 2 threads (at least; for the products alone at most), the two
        ("784-128-64-10, batch 128, SGD", "PyTorch eager", (1.5, 1.6), ours(middle, 200), torchs(middle, 200)),
        ("784-128-64-10, batch 128, SGD", "scikit-learn", (1.6, 1.6), ours(middle, 200), sklearns(middle, 200)),
        ("784-128-64-10, batch 128, SGD", PRODUCTS, (1.35, 1.5), ours(middle, 200), products(middle, 200)),
        ("784-800-800-10, batch 128, Adam", "PyTorch eager", (1.1, 1.1), ours(large, 30), torchs(large, 30)),
        ("784-64-32-10, batch 32, momentum", "PyTorch eager", (2.0, 2.5), ours(small, 400), torchs(small, 400)),
        ("predict 10,000, 784-128-64-10", "PyTorch inference mode", (1.0, 1.0), *predicts())]
    print(f"{'work':34} {'against':24} {'nncore':>11} {'other':>11}   ratio   bar")
    missed = 0
    for work, against, bars, mine, other in lines:
        my_seconds, other_seconds, ratio = compare(mine, other)
        bar = bars[threads - 1]
        ratio, reached = (1 / ratio, 1 / ratio <= bar) if against == PRODUCTS else (ratio, ratio >= bar)
        missed += not reached
        print(f"{work:34} {against:24} {my_seconds * 1e3:8.1f} ms {other_seconds * 1e3:8.1f} ms   {ratio:5.2f}   "
              f"{'<=' if against == PRODUCTS else '>='} {bar}{'' if reached else '   MISSED'}", flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
