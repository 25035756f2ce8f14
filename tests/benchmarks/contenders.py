"""nncore and others train the same networks on the same batches; each line is a ratio of their speeds.

Contenders take turns of an eighth of an epoch. Each line gives the medians of their times over whole epochs, and of the ratios.
"""

import os
import statistics
import sys
import time

import jax
import numpy as np
import torch
from sklearn.neural_network import MLPClassifier

import nncore

TURNS_PER_EPOCH = 8
RATES = {"sgd": 0.01, "momentum": 0.01, "adam": 0.001}
DIGITS = nncore.load_mnist()


def work(hidden: tuple[int, ...], batch_size: int, optimizer: str) -> nncore.Experiment:
    """A plain run on all 60,000 images that does not end before its time is taken."""
    return nncore.Experiment(hidden=hidden, batch_size=batch_size, optimizer=optimizer, learning_rate=RATES[optimizer],
                             validation_fraction=0.0, epochs=2000)


def steps_per_turn(experiment: nncore.Experiment) -> int:
    return len(DIGITS.train) // experiment.batch_size // TURNS_PER_EPOCH


def ours(experiment: nncore.Experiment):
    """A function that takes a turn's steps with nncore, on images that stay bytes."""
    events = nncore.train(nncore.build(experiment), DIGITS.train, experiment)
    steps = (event for event in events if isinstance(event, nncore.Step))
    return lambda: [next(steps) for _ in range(steps_per_turn(experiment))]


def torchs(experiment: nncore.Experiment):
    """The same with PyTorch's eager loop and fused optimizers on float32 tensors in memory, shuffled anew in each turn."""
    widths = (784, *experiment.hidden, 10)
    layers = [layer for pair in zip(widths, widths[1:], strict=False) for layer in (torch.nn.Linear(*pair), torch.nn.ReLU())][:-1]
    network = torch.nn.Sequential(*layers)
    rate, parameters = experiment.learning_rate, network.parameters()
    optimizer = torch.optim.Adam(parameters, rate, fused=True) if experiment.optimizer == "adam" else torch.optim.SGD(
        parameters, rate, momentum=experiment.momentum if experiment.optimizer == "momentum" else 0.0, fused=True)
    x, labels = torch.from_numpy(nncore.as_inputs(DIGITS.train.images)), torch.from_numpy(DIGITS.train.labels.astype(np.int64))

    def turn():
        order = torch.randperm(len(x))
        for start in range(0, steps_per_turn(experiment) * experiment.batch_size, experiment.batch_size):
            rows = order[start:start + experiment.batch_size]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(network(x[rows]), labels[rows]).backward()
            optimizer.step()

    return turn


def jaxs(experiment: nncore.Experiment):
    """The same with JAX: the steps of a turn are one lax.scan, compiled as a whole, on float32 arrays in memory."""
    widths, rng = (784, *experiment.hidden, 10), np.random.default_rng(0)
    weights = [(jax.numpy.asarray(rng.normal(size=pair, scale=(2 / pair[0]) ** 0.5), np.float32), jax.numpy.zeros(pair[1]))
               for pair in zip(widths, widths[1:], strict=False)]
    x, labels = jax.numpy.asarray(nncore.as_inputs(DIGITS.train.images)), jax.numpy.asarray(DIGITS.train.labels)
    rate, momentum = experiment.learning_rate, experiment.momentum if experiment.optimizer == "momentum" else 0.0

    def loss_of(weights, rows):
        y = x[rows]
        for W, b in weights[:-1]:
            y = jax.nn.relu(y @ W + b)
        W, b = weights[-1]
        return -jax.nn.log_softmax(y @ W + b)[jax.numpy.arange(len(rows)), labels[rows]].mean()

    def step(state, rows):
        weights, velocity = state
        loss, gradient = jax.value_and_grad(loss_of)(weights, rows)
        if momentum:
            gradient = velocity = jax.tree.map(lambda v, dW: momentum * v + dW, velocity, gradient)
        return (jax.tree.map(lambda W, v: W - rate * v, weights, gradient), velocity), loss

    epoch = jax.jit(lambda state, order: jax.lax.scan(step, state, order), donate_argnums=0)
    state = [(weights, jax.tree.map(jax.numpy.zeros_like, weights))]

    def turn():
        count = steps_per_turn(experiment)
        order = rng.permutation(len(x))[:count * experiment.batch_size].reshape(count, -1)
        state[0], losses = epoch(state[0], order)
        losses.block_until_ready()

    return turn


def sklearns(experiment: nncore.Experiment):
    """The same with scikit-learn, which goes on with its network from turn to turn, too."""
    count = steps_per_turn(experiment) * experiment.batch_size
    x, labels = nncore.as_inputs(DIGITS.train.images[:count]), DIGITS.train.labels[:count]
    model = MLPClassifier(experiment.hidden, solver="sgd", batch_size=experiment.batch_size, learning_rate_init=0.01,
                          momentum=0.0, alpha=0.0, max_iter=1)
    return lambda: model.partial_fit(x, labels, classes=range(10))


def products(experiment: nncore.Experiment):
    """Nothing but the matrix products of a step, by np.matmul into arrays that are there."""
    widths, batch, rng = (784, *experiment.hidden, 10), experiment.batch_size, np.random.default_rng(0)
    shapes = list(zip(widths, widths[1:], strict=False))
    W = [rng.normal(size=shape).astype(np.float32) for shape in shapes]
    dW = [np.empty_like(each) for each in W]
    x = [rng.random((batch, width), np.float32) for width in widths]

    def turn():
        for _ in range(steps_per_turn(experiment)):
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


def compare(first, second, turns: int) -> tuple[float, float, float]:
    """(seconds of first, of second, second / first): medians over turns that alternate."""
    pairs = []
    for turn in range(turns + 1):
        times = []
        for contender in (first, second):
            started = time.perf_counter()
            contender()
            times.append(time.perf_counter() - started)
        if turn:  # the first turn warms up
            pairs.append(times)
    mine, other = zip(*pairs, strict=True)
    return statistics.median(mine), statistics.median(other), statistics.median(b / a for a, b in pairs)


def lines():
    """(what is done, against whom, the bar or None, ours, theirs, epochs) for each line of the table."""
    middle, large, small = work((128, 64), 128, "sgd"), work((800, 800), 128, "adam"), work((64, 32), 32, "momentum")
    middle_name, large_name, small_name = (
        f"784-{'-'.join(map(str, each.hidden))}-10, batch {each.batch_size}, {each.optimizer}" for each in (middle, large, small))
    yield middle_name, "PyTorch eager, fused", 1.5, ours(middle), torchs(middle), 3
    yield middle_name, "scikit-learn", 1.5, ours(middle), sklearns(middle), 3
    yield middle_name, "matrix products alone", None, ours(middle), products(middle), 3
    yield middle_name, "JAX, jitted lax.scan", None, ours(middle), jaxs(middle), 3
    yield large_name, "PyTorch eager, fused", 0.8, ours(large), torchs(large), 1
    yield small_name, "PyTorch eager, fused", 2.0, ours(small), torchs(small), 3
    yield small_name, "JAX, jitted lax.scan", None, ours(small), jaxs(small), 3
    yield "read 10,000, 784-128-64-10", "PyTorch inference mode", 0.9, *predicts(), 3


def main() -> int:
    """Print the table for the number of threads given; the exit code says how many lines miss their bar at one thread."""
    threads, missed = int(sys.argv[1]), 0
    torch.set_num_threads(threads)
    if threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core for each of them: JAX would take more
    print(f"{'work':36} {'against':24} {'nncore':>11} {'other':>11}   ratio   bar")
    for what, against, bar, mine, other, epochs in lines():
        my_seconds, other_seconds, ratio = compare(mine, other, epochs * TURNS_PER_EPOCH)
        promise = "told, not promised"
        if bar and threads == 1:
            missed += ratio < bar
            promise = f">= {bar}{'   MISSED' if ratio < bar else ''}"
        print(f"{what:36} {against:24} {my_seconds * 1e3:8.1f} ms {other_seconds * 1e3:8.1f} ms   {ratio:5.2f}   {promise}",
              flush=True)
    return missed


if __name__ == "__main__":
    sys.exit(main())
