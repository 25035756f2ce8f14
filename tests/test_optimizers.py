"""Every optimizer's step can be worked by hand; here it was."""

import inspect

import numpy as np
import pytest

from nncore import optimizer_rules
from nncore.optimizers import CHUNK, OPTIMIZERS, calmer_rate

W0, GRADIENTS, RATE = 1.0, (0.5, -0.2, 0.1), 0.1
BY_HAND = {
    "sgd": (0.95, 0.97, 0.96),
    # v: 0.5, 0.25, 0.325 with momentum 0.9
    "momentum": (0.95, 0.925, 0.8925),
    # dW + 0.9 v: 0.95, 0.025, 0.3925
    "nesterov": (0.905, 0.9025, 0.86325),
    # s: 0.0025, 0.002875, 0.00294625
    "rmsprop": (0.0, 0.0 + 0.02 / np.sqrt(0.002875), 0.02 / np.sqrt(0.002875) - 0.01 / np.sqrt(0.00294625)),
    # m / (1 - 0.9^t): 0.5, 0.025 / 0.19, 0.0325 / 0.271; s / (1 - 0.999^t): 0.25, 0.00028975 / 0.001999, ...
    "adam": (0.9, 0.9 - 0.1 * (0.025 / 0.19) / np.sqrt(0.00028975 / 0.001999),
             0.9 - 0.1 * (0.025 / 0.19) / np.sqrt(0.00028975 / 0.001999)
             - 0.1 * (0.0325 / 0.271) / np.sqrt(0.00029946025 / 0.002997001)),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_three_steps_by_hand(name):
    """Three steps from W = 1 with gradients 0.5, -0.2, 0.1 at rate 0.1 end where the formula, worked by hand, says."""
    W = np.array([W0])
    optimizer = OPTIMIZERS[name](W, momentum=0.9)
    for gradient, expected in zip(GRADIENTS, BY_HAND[name], strict=True):
        optimizer.step(W, np.array([gradient]), RATE)
        assert W[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", BY_HAND)
def test_the_usual_constants_are_those_of_the_papers(name):
    """Without a word the momentum is 0.9, Adam's are 0.9 and 0.999 and RMSprop's is 0.99: in place and on the board."""
    W, rule = np.array([W0]), getattr(optimizer_rules, name)
    optimizer, board, state = OPTIMIZERS[name](W), np.array([W0]), [np.zeros(1) for _ in range(OPTIMIZERS[name].slots)]
    for t, (gradient, expected) in enumerate(zip(GRADIENTS, BY_HAND[name], strict=True), start=1):
        optimizer.step(W, np.array([gradient]), RATE)
        steps = {"t": t} if name == "adam" else {}
        found = rule(board, np.array([gradient]), *state, rate=RATE, **steps)
        board, *state = found if isinstance(found, tuple) else (found,)
        assert (W[0], board[0]) == pytest.approx((expected, expected), abs=1e-6)


def test_nothing_decays_unless_it_is_asked_to():
    """AdamW without a word of decay steps as Adam does."""
    ours, adams, gradient = np.linspace(1, 2, 5), np.linspace(1, 2, 5), np.linspace(-1, 1, 5)
    for name, W in (("adamw", ours), ("adam", adams)):
        OPTIMIZERS[name](W).step(W, gradient, 0.1)
    np.testing.assert_array_equal(ours, adams)


def test_decoupled_decay_shrinks_weights_apart_from_the_gradient():
    """AdamW's first step is Adam's after W has shrunk by rate times decay: 1 to 0.98, then 0.1 less."""
    W = np.array([1.0])
    OPTIMIZERS["adamw"](W, weight_decay=0.2).step(W, np.array([0.5]), 0.1)
    assert W[0] == pytest.approx(0.98 - 0.1, abs=1e-6)


def test_decay_touches_the_weights_alone():
    """AdamW with the spans 0:3 and 40,000:70,000 moves those as with decay 0.2, and all between as with none, across chunks."""
    rng = np.random.default_rng(0)
    first, gradient = rng.normal(size=(2, 2 * CHUNK + 9_000))
    spans = (slice(0, 3), slice(40_000, 70_000))
    decays = np.zeros(first.size, bool)
    for span in spans:
        decays[span] = True
    spared, whole, none = first.copy(), first.copy(), first.copy()
    OPTIMIZERS["adamw"](spared, weight_decay=0.2, weights=spans).step(spared, gradient, 0.1)
    OPTIMIZERS["adamw"](whole, weight_decay=0.2).step(whole, gradient, 0.1)
    OPTIMIZERS["adamw"](none, weight_decay=0.0).step(none, gradient, 0.1)
    np.testing.assert_array_equal(spared, np.where(decays, whole, none))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_chunks_do_not_show(name):
    """A vector of several chunks moves as its numbers would one by one."""
    rng = np.random.default_rng(0)
    W, steps = rng.normal(size=2 * CHUNK + 77), rng.normal(size=(3, 2 * CHUNK + 77))
    picked = np.array([0, CHUNK - 1, CHUNK, 2 * CHUNK + 76])
    alone = W[picked].copy()
    whole, few = (OPTIMIZERS[name](vector, weight_decay=0.1) for vector in (W, alone))
    for gradient in steps:
        whole.step(W, gradient, 0.01)
        few.step(alone, gradient[picked], 0.01)
    np.testing.assert_array_equal(W[picked], alone)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_in_place_and_on_the_board(name, dtype):
    """In each of 20 steps at a changing rate, the step in place is that of the rule on the board, worked in long double.

    The bound: three roundings of the weight (AdamW rounds it twice, its factor once) and ten of the largest step; ten roundings
    of the largest number of a slot of the state. A rounding is a half of dtype's epsilon.
    """
    rng = np.random.default_rng(0)
    W = rng.normal(size=CHUNK + 7).astype(dtype)
    optimizer, rule = OPTIMIZERS[name](W, momentum=0.8, weight_decay=0.1), getattr(optimizer_rules, name)
    rounding = np.finfo(dtype).eps / 2
    for t in range(1, 21):
        dW, rate = rng.normal(scale=0.1, size=W.size).astype(dtype), 0.1 / t
        known = {"rate": rate, "t": t, "momentum": 0.8, "decay": 0.1}
        known = {key: value for key, value in known.items() if key in inspect.signature(rule).parameters}
        before = W.astype(np.longdouble)
        board = rule(before, dW.astype(np.longdouble), *optimizer.state.astype(np.longdouble), **known)
        optimizer.step(W, dW, rate)
        board_W, *board_state = board if isinstance(board, tuple) else (board,)
        largest_step = np.abs(board_W - before).max()
        assert (np.abs(W - board_W) <= 3 * rounding * np.abs(board_W) + 10 * rounding * largest_step).all()
        for ours, theirs in zip(optimizer.state, board_state, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=10 * rounding * np.abs(theirs).max())


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adam", "adamw"])
def test_no_subnormal_numbers_gather(name):
    """After one gradient and a thousand steps without any, the means are 0, not numbers too small to be computed fast.

    0.9 to the power of 1,000 is 1e-46, less than any float32; but 0.9 times the smallest of them is rounded to itself.
    """
    W = np.ones(50, np.float32)
    optimizer = OPTIMIZERS[name](W, momentum=0.9)
    optimizer.step(W, np.linspace(-1, 1, 50, dtype=np.float32), 0.01)
    for _ in range(1_000):
        optimizer.step(W, np.zeros(50, np.float32), 0.01)
        size = np.abs(optimizer.state[0])
        assert not ((size > 0) & (size < np.finfo(np.float32).tiny)).any()
    assert not optimizer.state[0].any()


def test_what_is_negligible_is_forgotten_at_every_128th_step_and_not_before():
    """A velocity that stays at 0.9e-30 is there until step 127 and 0 at 128, of either sign; one of 1e-30 is never forgotten.

    To look for them costs as much as a step, so it is not done at each.
    """
    v = np.array([0.9e-30, -0.9e-30, 1e-30, -1e-30, 0.0])
    optimizer, W = OPTIMIZERS["momentum"](np.ones(5), momentum=1.0), np.ones(5)
    for _ in range(2):
        optimizer.state[0] = v
        for _ in range(127):
            optimizer.step(W, np.zeros(5), 0.1)
            np.testing.assert_array_equal(optimizer.state[0], v)
        optimizer.step(W, np.zeros(5), 0.1)
        np.testing.assert_array_equal(optimizer.state[0], np.where(np.abs(v) < 1e-30, 0, v))
    np.testing.assert_array_equal(W, 1)


@pytest.mark.parametrize(("optimizer", "rate", "momentum", "calmer"), [
    ("sgd", 0.5, 0.9, 0.05), ("sgd", 50, 0.9, 0.1), ("momentum", 50, 0.9, 0.01), ("nesterov", 50, 0.8, 0.02),
    ("rmsprop", 1, 0.9, 0.001), ("adam", 1, 0.9, 0.001), ("adamw", 1, 0.9, 0.001), ("adam", 0.0012, 0.9, 0.00012)])
def test_the_rate_to_try_after_an_explosion(optimizer, rate, momentum, calmer):
    """A tenth of the rate, or what the optimizer bears as a rule if that is less; with momentum that much less."""
    assert calmer_rate(optimizer, rate, momentum) == pytest.approx(calmer)
