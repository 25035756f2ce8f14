"""One pass as the page walks through it: the layers that do anything, their names, and the cell that is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from nncore.activations import Activation
from nncore.batch_norm import BatchNorm
from nncore.dense import Dense
from nncore.digits import SIDE
from nncore.dropout import Dropout
from nncore.objective import Objective
from nncore.trace import LayerTrace, Trace

from ..shared.choice_names import activation_name


@dataclass(frozen=True)
class Cell:
    """A number of the pass: `unit` of what the layer at `place` gives; after the layers come the probabilities and the loss."""

    place: int
    unit: int

    @property
    def id(self) -> str:
        """Its name in the browser."""
        return f"{self.place}:{self.unit}"


@dataclass(frozen=True)
class Pass:
    """A trace of one image with a label, made for an objective, without the layers that change nothing; `trace` has all."""

    trace: Trace
    label: int
    objective: Objective

    @property
    def layers(self) -> list[LayerTrace]:
        """The layers but for dropout that is switched off."""
        return [each for each in self.trace.layers if not (isinstance(each.layer, Dropout) and not each.layer.rate)]

    @property
    def probabilities_at(self) -> int:
        """The place of the probabilities; that of the loss is one more."""
        return len(self.layers)

    @property
    def last(self) -> int:
        """The place of the layer that gives the scores."""
        return len(self.layers) - 1

    def hidden_number(self, place: int) -> int:
        """Which dense layer the layer at `place` is, or follows; from 1."""
        return sum(isinstance(each.layer, Dense) for each in self.layers[:place + 1])

    def width(self, place: int) -> int:
        """How many numbers there are at `place`."""
        if place > self.probabilities_at:
            return 1
        return self.layers[min(place, self.last)].y.shape[1]

    def place_in_network(self, place: int) -> int:
        """Where in the network's layers the layer at `place` stands."""
        return next(number for number, each in enumerate(self.trace.layers) if each is self.layers[place])

    def cell(self, name: object) -> Cell | None:
        """The cell of a name that a browser sent; None if there is none."""
        parts = name.split(":") if isinstance(name, str) else ()
        if len(parts) != 2 or not all(each.isascii() and each.isdigit() and len(each) < 6 for each in parts):
            return None
        place, unit = map(int, parts)
        return Cell(place, unit) if place <= self.probabilities_at + 1 and unit < self.width(place) else None

    def name_of_row(self, place: int) -> str:
        """What the numbers at `place` are."""
        if place > self.last:
            return "Probabilities" if place == self.probabilities_at else "Loss"
        layer, number = self.layers[place].layer, self.hidden_number(place)
        if place == self.last:
            return "Scores of the digits"
        if isinstance(layer, Dense):
            return f"Layer {number}: weighted sums"
        if isinstance(layer, Activation):
            return f"Layer {number}: after {activation_name(layer)}"
        return f"Layer {number}: after {'batch norm' if isinstance(layer, BatchNorm) else 'dropout'}"

    def name_of(self, cell: Cell) -> str:
        """What a cell is, in words."""
        if cell.place > self.probabilities_at:
            return "The loss"
        if cell.place >= self.last:
            return f"{'The probability' if cell.place == self.probabilities_at else 'The score'} of digit {cell.unit}"
        layer = self.layers[cell.place].layer
        what = ("The weighted sum" if isinstance(layer, Dense) else "The activation" if isinstance(layer, Activation)
                else "The normalised sum" if isinstance(layer, BatchNorm) else "The activation after dropout")
        return f"{what} of neuron {cell.unit}, layer {self.hidden_number(cell.place)}"

    def source(self, place: int, unit: int) -> str:
        """What the input `unit` of the layer at `place` is: a pixel or a neuron."""
        if place == 0:
            return f"pixel in row {unit // SIDE}, column {unit % SIDE}"
        return f"neuron {unit}"
