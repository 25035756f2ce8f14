"""A run keeps a checkpoint of every epoch, within a budget of memory, so that one can go back to any of them."""

from __future__ import annotations

from ..checkpoint import Checkpoint

BUDGET = 16 * 2**20  # bytes of checkpoints that a run keeps


class Checkpoints:
    """The checkpoints of a run, oldest first, within a budget of memory: where they are too many, every other epoch goes.

    The first one and the last one stay. From the one before an epoch that has gone, training finds the way to it again.
    """

    def __init__(self, budget: int = BUDGET):
        self.kept: tuple[Checkpoint, ...] = ()  # replaced and never changed, so that a reader's tuple stays as it is
        self._budget, self._every = budget, 1

    def add(self, checkpoint: Checkpoint) -> None:
        """Keep one more, of a later epoch than those before."""
        self._thin_out([*self.kept, checkpoint])
        while self.size > self._budget and len(self.kept) > 2:
            self._every *= 2
            self._thin_out(self.kept)

    def _thin_out(self, checkpoints) -> None:
        *others, last = checkpoints
        self.kept = (*(each for each in others if each.epoch % self._every == 0 or each is others[0]), last)

    def before(self, epoch: int) -> Checkpoint | None:
        """The newest checkpoint of an epoch that is not after `epoch`; None if there is none."""
        return max((each for each in self.kept if each.epoch <= epoch), key=lambda each: each.epoch, default=None)

    def truncated(self, epoch: int) -> Checkpoints:
        """Those of epochs up to `epoch`."""
        earlier = Checkpoints(self._budget)
        earlier.kept, earlier._every = tuple(each for each in self.kept if each.epoch <= epoch), self._every
        return earlier

    @property
    def size(self) -> int:
        """About how many bytes they take."""
        return sum(each.size for each in self.kept)

    def forget(self, but: int = 1) -> None:
        """Keep the last one alone, from which training may go on; or none, as the way can be gone again from the start."""
        self.kept = self.kept[len(self.kept) - but:] if but else ()
