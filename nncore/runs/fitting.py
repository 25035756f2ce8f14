"""Two ways to train a network as an Experiment says: step by step, as events that one looks at, or all at once."""

from __future__ import annotations

from collections.abc import Iterator

from ..digits import Digits
from ..events import Event
from ..experiment import Experiment
from ..network import Network
from .history import ALL_DONE, History
from .start import begin


def train(network: Network, data: Digits, experiment: Experiment) -> Iterator[Event]:
    """Train `network` in place on `data`: a generator of Step and Epoch, and of a last word if training ends early.

    It trains as far as one listens: `for event in train(...)`. A call alone trains nothing; `fit` does it all.
    """
    return begin(network, data, experiment).events()


def fit(network: Network, data: Digits, experiment: Experiment) -> History:
    """Train `network` in place on `data` to the end, and give the history: its learning curve, epochs, and why it ended."""
    history = History(experiment, network)
    for _ in history.follow(begin(network, data, experiment).events()):
        pass
    history.reason = history.reason or ALL_DONE
    return history
