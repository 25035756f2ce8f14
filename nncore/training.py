"""Training shows the network a batch of digits, measures how wrong it was, and moves every weight a little downhill.

It is a generator of events: at every `yield` the network is between two updates, so whoever listens may draw it, save it,
pause, or leave.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from .batches import Batch, Batches, Transform, in_turn, split
from .changes import Changes
from .checkpoint import Checkpoint, EpochUnderWay
from .digits import Digits
from .dropout import Dropout
from .early_stopping import EarlyStopping
from .evaluation import evaluate
from .events import Change, Diverged, EpochTotals, Event, Step, StoppedEarly, diverged
from .experiment import Experiment
from .learning_step import learning_step
from .network import Network
from .objective import Objective
from .optimizers import OPTIMIZERS, calmer_rate
from .schedules import SCHEDULES, Plan
from .weight_average import WeightAverage

MEMORY_OF_LOSS = 0.98  # the mean loss looks back over about fifty steps


class Training:
    """A run in the making: the network, its optimizer, the digits and how far it has come.

    It owns `network` while it runs; others ask for `snapshot()` between two events. `transforms` change the images of each batch,
    and `prepare` makes the batches (see `Batches`). `change` lets it go on with other settings, more epochs among them.
    """

    def __init__(self, network: Network, data: Digits, experiment: Experiment, transforms: Sequence[Transform] = (),
                 prepare: Callable[[Iterator[Callable[[], Batch]]], Iterator[Batch]] = in_turn):
        self.network, self.experiment = network, experiment
        rows, validation_rows = split(len(data), experiment)
        self.batches = Batches(data, rows, experiment, transforms, prepare)
        self.validation = data[validation_rows]
        self.optimizer = OPTIMIZERS[experiment.optimizer](network.parameters, experiment.momentum, experiment.weight_decay,
                                                          network.weight_spans)
        self.objective = Objective.of(experiment)
        self.average = WeightAverage(network, experiment.average) if experiment.average else None
        self.early_stopping = EarlyStopping(experiment.patience)
        self.plan = Plan(experiment.epochs)
        self.epoch = 0  # epochs that are done
        self.mean_loss = self.objective.guessing  # without the penalty
        self.changes = Changes()
        self._in_epoch = 0  # steps of the epoch that is under way
        self._totals, self._batch = EpochTotals(), None  # of that epoch, and its last batch
        self._left: EpochUnderWay | None = None  # what a checkpoint says of an epoch that is still to be gone on with
        self._learning: Network | None = None  # what learns on, where the network that is kept is another

    def resume(self, checkpoint: Checkpoint, changes: Iterable[Change] = ()) -> None:
        """Go on from a checkpoint of a run of the same Experiment on the same data, with its later `changes`."""
        self.network.load(checkpoint.network)
        self.optimizer.state[...] = checkpoint.optimizer_state
        self.optimizer.steps = checkpoint.steps
        if self.average and checkpoint.average:
            self.average.mean.load(checkpoint.average)
            self.average.steps = checkpoint.steps
        self.epoch, self.mean_loss, self._left = checkpoint.epoch, checkpoint.mean_loss, checkpoint.under_way
        self._in_epoch = self._left.steps if self._left else 0
        for name, generator in self._random_streams().items():
            if name in checkpoint.random:
                generator.bit_generator.state = checkpoint.random[name]
        self.changes = Changes(changes)
        for change in self.changes.before(checkpoint.steps):
            self._take_over(change.experiment)
        self.early_stopping.best, self.plan = checkpoint.best, checkpoint.plan
        if self.plan.end != self.experiment.epochs:
            self.plan = self.plan.moved(self.epoch, self.experiment.epochs)

    def checkpoint(self) -> Checkpoint:
        """All that is needed to resume from here; to be asked for before the first step or at an event, where `may_rest`."""
        return Checkpoint(self.epoch, self.optimizer.steps, self.mean_loss, self.network.snapshot(), self.optimizer.state.copy(),
                          self.average and self.average.mean.snapshot(), self.early_stopping.best, self._random(), self.plan,
                          self._under_way())

    @property
    def may_rest(self) -> bool:
        """Whether a checkpoint of this moment leads on to the same bits.

        Not between the last step of an epoch and its Epoch; not right after a change, before its first step and as it acts on
        images one batch later; and not where it has exploded or stops early, which its next event would say.
        """
        changed_at = {change.step for change in self.changes.noted}
        if not self.mean_loss <= self.objective.exploded or self.optimizer.steps in changed_at:
            return False
        if not self._in_epoch or self._left:
            return not self.early_stopping.should_stop(self.epoch)
        return self._in_epoch < self.batches.steps_per_epoch and self.optimizer.steps - 1 not in changed_at

    def snapshot(self) -> Network:
        """A copy of the network as one would use it now: the mean of its weights, if a mean is kept."""
        return (self.average.mean if self.average and not self._learning else self.network).snapshot()

    def change(self, experiment: Experiment) -> None:
        """Go on as `experiment` says, from the next step on; a new batch size from the next epoch on.

        Raises ValueError if it differs in more than the settings that may change during a run.
        """
        self.experiment.check_live_change(experiment)
        self.changes.ask(experiment)

    def events(self, until: int | None = None) -> Iterator[Event]:
        """Train until the end of epoch `until`, or until all planned epochs are done; less if validation no longer improves.

        Where the loss explodes, the last event says so.
        """
        if self._learning:
            self.network.load(self._learning)
            self._learning = None
        if not self._left:
            yield from self._changed()
        while self.epoch < self.experiment.epochs and self.epoch != until:
            for event in self._one_epoch():
                yield event
                if isinstance(event, Diverged):
                    return
            if self.early_stopping.should_stop(self.epoch):
                _, best, network = self.early_stopping.best
                self._keep(network)
                yield StoppedEarly(best, f"Validation has not improved for {self.early_stopping.patience} epochs. "
                                         f"The network of epoch {best} is kept, as it was the best.")
                return
            yield from self._changed()
        if self.average and self.epoch >= self.experiment.epochs:
            self._keep(self.average.mean)

    def _keep(self, network: Network) -> None:
        """Let `network` be the outcome, and put aside what would learn on."""
        self._learning = self.network.snapshot()
        self.network.load(network)

    def _one_epoch(self) -> Iterator[Event]:
        started = time.perf_counter()
        for number, batch in enumerate(self._begun_or_left_batches(), start=self._in_epoch):
            self._in_epoch, self._batch = number, batch
            if number:
                for change in self._changed():
                    paused = time.perf_counter()
                    yield change
                    started += time.perf_counter() - paused
            step = self.step(batch, self._rate())
            self._totals.add(step, time.perf_counter() - started)
            yield step
            started = time.perf_counter()  # what others did meanwhile is not training
            if not self.mean_loss <= self.objective.exploded:
                now = self.experiment
                yield diverged(step, self.objective.guessing, calmer_rate(now.optimizer, now.learning_rate, now.momentum))
                return
        self.epoch, self._in_epoch = self.epoch + 1, 0
        validation = self._validate()
        yield self._totals.epoch(*validation, time.perf_counter() - started)

    def _begun_or_left_batches(self) -> Iterator[Batch]:
        """The batches of the next epoch; or the rest of one that was left, whose totals go on."""
        left, self._left = self._left, None
        self._totals = copy.copy(left.totals) if left else EpochTotals()
        return self.batches.rest_of_epoch(left.steps, left.batch_size) if left else self.batches.epoch()

    def _under_way(self) -> EpochUnderWay | None:
        if self._left or not self._in_epoch:
            return self._left
        return EpochUnderWay(self._in_epoch, self.batches.batch_size, copy.copy(self._totals))

    def step(self, batch: Batch, rate: float) -> Step:
        """Learn from one batch with the learning rate `rate`."""
        with np.errstate(over="ignore", invalid="ignore"):  # an explosion is reported as an event, in words
            learned = learning_step(self.network, batch, self.objective, self.optimizer, rate, self.experiment.clip_norm)
            if self.average:
                self.average.update(self.network)
        self.mean_loss += (1 - MEMORY_OF_LOSS) * (learned.loss - self.mean_loss)
        self._in_epoch += 1
        return Step(self.optimizer.steps, self.epoch + 1, learned.loss + learned.penalty, learned.penalty,
                    learned.right / max(learned.digits, 1), rate, batch.images, learned.digits, self._position)

    @property
    def _position(self) -> float:
        """How far training has come, in epochs."""
        return self.epoch + self._in_epoch / self.batches.steps_per_epoch

    def _rate(self) -> float:
        """The learning rate of the next step."""
        return self.experiment.learning_rate * SCHEDULES[self.experiment.schedule](self.plan.progress(self._position))

    def _changed(self) -> Iterator[Change]:
        """Take over what was asked for, or what was changed here when the run went this way before."""
        for change in self.changes.due(self.optimizer.steps, self._position, self.experiment):
            self._take_over(change.experiment)
            yield change

    def _take_over(self, experiment: Experiment) -> None:
        if experiment.epochs != self.experiment.epochs:
            self.plan = self.plan.moved(self._position, experiment.epochs)
        self.optimizer.momentum, self.optimizer.weight_decay = experiment.momentum, experiment.weight_decay
        if experiment.label_smoothing != self.experiment.label_smoothing:
            self.early_stopping.best = None  # its loss was another one
        self.experiment, self.objective = experiment, Objective.of(experiment)
        for layer in self._dropouts():
            layer.rate = experiment.dropout
        self.batches.change(experiment)

    def _validate(self) -> tuple[float | None, float, float | None]:
        """(loss, penalty, accuracy) on the digits held back, the loss being the objective that is trained, with the penalty."""
        if not len(self.validation):
            return None, 0.0, None
        network = self.average.mean if self.average else self.network
        checked = evaluate(network, self.validation, self.objective)
        penalty = self.objective.penalty(network)
        self.early_stopping.update(checked.loss, self.epoch, network)
        return checked.loss + penalty, penalty, checked.accuracy

    def _random_streams(self) -> dict[str, np.random.Generator]:
        return self.batches.random_streams | {f"dropout {number}": layer.rng for number, layer in enumerate(self._dropouts(), 1)}

    def _random(self) -> dict[str, dict]:
        """The state of each random stream, from which training goes on."""
        states = {name: generator.bit_generator.state for name, generator in self._random_streams().items()}
        return states | self.batches.random_after(self._batch) if self._in_epoch and not self._left else states

    def _dropouts(self) -> list[Dropout]:
        return [layer for layer in self.network.layers if isinstance(layer, Dropout)]
