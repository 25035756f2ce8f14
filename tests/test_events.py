"""What training tells is counted by hand, and said so that a person can go by it."""

import dataclasses
import math

import pytest

from nncore.events import EpochTotals, Step, diverged

FIRST = Step(step=7, epoch=2, loss=2.0, penalty=0.4, accuracy=0.5, learning_rate=0.1, images=6, digits=4, position=1.5)
LAST = Step(step=8, epoch=2, loss=5.0, penalty=1.0, accuracy=1.0, learning_rate=0.1, images=2, digits=1, position=2.0)


def test_an_epoch_by_hand():
    """6 images of loss 2 and 2 of loss 5 have 22 / 8 each, penalties of 4.4 / 8; of 5 digits 2 and 1 are right; 1 + 2 + 4 s."""
    totals = EpochTotals()
    totals.add(FIRST, 1.0)
    totals.add(LAST, 2.0)
    epoch = totals.epoch(0.7, 0.3, 0.9, 4.0)
    assert dataclasses.asdict(epoch) == {
        "epoch": 2, "step": 8, "loss": pytest.approx(22 / 8), "penalty": pytest.approx(4.4 / 8), "accuracy": pytest.approx(3 / 5),
        "validation_loss": 0.7, "validation_accuracy": 0.9, "validation_penalty": 0.3, "seconds": 7.0}


@pytest.mark.parametrize("digits", [0, 1])
def test_an_epoch_with_few_digits_or_none(digits):
    """One digit that is right is all of them; where no image shows a digit none is right, and nothing is divided by 0."""
    totals = EpochTotals()
    totals.add(dataclasses.replace(FIRST, accuracy=float(digits), digits=digits), 1.0)
    assert totals.epoch(None, 0.0, None, 0.0).accuracy == digits


@pytest.mark.parametrize(("loss", "said"), [(12345.678, "12,345.68"), (math.inf, "infinite"), (math.nan, "infinite")])
def test_an_explosion_is_told_with_its_figures(loss, said):
    """The epoch, the step, the loss, what guessing gives and the rate to try stand in the reason as a person writes them."""
    told = diverged(dataclasses.replace(FIRST, loss=loss), 2.302585, 0.00006)
    assert (told.step, told.epoch) == (7, 2)
    assert told.loss == pytest.approx(loss, nan_ok=True)
    assert told.reason == (f"The loss exploded in epoch 2, at step 7: it is {said}, and mere guessing gives 2.30. Each step "
                           "jumped over the valley and landed higher up. Try a learning rate of 0.00006.")
