"""Early stopping by hand: which epoch is the best, and after which one it stops."""

import nncore
from nncore.early_stopping import EarlyStopping

LOSSES = (0.9, 0.5, 0.7, 0.5, 0.4, 0.6, 0.4)  # of the epochs 1 to 7


def test_the_first_of_the_best_epochs_counts():
    """With a patience of 2 the best epochs are 1, 2, 2, 2, 5, 5, 5, as only a smaller loss is better; it stops after 4 and 7."""
    stopping, network = EarlyStopping(2), nncore.build(nncore.Experiment(hidden=()))
    best, stops = [], []
    for epoch, loss in enumerate(LOSSES, start=1):
        stopping.update(loss, epoch, network)
        best.append(stopping.best[:2])
        stops.append(stopping.should_stop(epoch))
    assert best == [(0.9, 1), (0.5, 2), (0.5, 2), (0.5, 2), (0.4, 5), (0.4, 5), (0.4, 5)]
    assert stops == [False, False, False, True, False, False, True]


def test_without_patience_no_network_is_kept_and_nothing_stops():
    """Nor does it stop before there is a best epoch, or with a best one that is known from before."""
    stopping, network = EarlyStopping(None), nncore.build(nncore.Experiment(hidden=()))
    stopping.update(0.5, 1, network)
    assert stopping.best is None
    assert stopping.should_stop(99) is False
    assert EarlyStopping(None, best=(0.5, 1, network)).should_stop(99) is False
    assert EarlyStopping(2).should_stop(99) is False


def test_the_best_network_stays_as_it_was():
    """It is a copy, which learns no more."""
    stopping, network = EarlyStopping(1), nncore.build(nncore.Experiment(hidden=()))
    before = network.parameters.copy()
    stopping.update(0.5, 1, network)
    network.parameters += 1
    assert (stopping.best[2].parameters == before).all()
