"""Early stopping ends training when validation no longer improves, and keeps the network of the best epoch."""

from __future__ import annotations

from .network import Network


class EarlyStopping:
    """Looks at validation after each epoch. Prechelt: "Early stopping, but when?" (1998): stop after `patience` epochs in vain.

    `best` is (validation loss without the penalty, epoch, network) of the best epoch so far; without patience none is kept, and
    nothing stops.
    """

    def __init__(self, patience: int | None, best: tuple[float, int, Network] | None = None):
        self.patience, self.best = patience, best

    def update(self, loss: float, epoch: int, network: Network) -> None:
        """Take note of the validation loss after an epoch, and of its network if it is the best so far."""
        if self.patience and (self.best is None or loss < self.best[0]):
            self.best = loss, epoch, network.snapshot()

    def should_stop(self, epoch: int) -> bool:
        """Whether the last so many epochs have all been in vain."""
        return bool(self.patience and self.best) and epoch - self.best[1] >= self.patience
