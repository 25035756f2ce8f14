"""Some settings may change while a network learns; what was changed is noted, so that a run can be gone through again."""

from __future__ import annotations

from collections.abc import Iterable

from .events import Change
from .experiment import Experiment


class Changes:
    """`noted` are the changes of a run, those to come too when an old run is gone through again."""

    def __init__(self, noted: Iterable[Change] = ()):
        self.noted = list(noted)
        self._wanted: Experiment | None = None

    def ask(self, experiment: Experiment) -> None:
        """Go on as `experiment` says, from the next step on."""
        self._wanted = experiment

    def latest(self, experiment: Experiment) -> Experiment:
        """The last that was asked for, or noted, where `experiment` is what holds without any."""
        return self._wanted or (self.noted[-1].experiment if self.noted else experiment)

    def before(self, step: int) -> list[Change]:
        """Those of earlier steps."""
        return [change for change in self.noted if change.step < step]

    def due(self, step: int, position: float, experiment: Experiment) -> list[Change]:
        """What changes now, `experiment` being what holds so far: what was asked for, or what was changed here before.

        Who changes an old run at a step takes another way from there on: its later changes are forgotten.
        """
        wanted, self._wanted = self._wanted, None
        if wanted is not None and wanted != experiment:
            self.noted = [*self.before(step), Change(step, position, wanted)]
        return [change for change in self.noted if change.step == step and change.experiment != experiment]
