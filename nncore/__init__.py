"""A neural network that reads handwritten digits, written to be read. NumPy does the arithmetic, everything else is here.

Read in this order: digits, layer, dense, activations, losses, network, optimizers, training; then drawing, strokes, reading;
then, for experiments, checkpoint, record, comparison, luck, coach, sweep, workers, halving.
"""

from .augment.stroke_rendering import prepare_strokes
from .digits import Digits, Mnist, as_inputs, load_mnist
from .evaluation import Evaluation, evaluate
from .events import Diverged, Epoch, Step, StoppedEarly
from .experiment import Experiment, settings
from .files.networks import load, save
from .network import Network, build, parameter_count
from .reading.preparation import prepare_drawing
from .reading.reader import Reading, read_picture, read_strokes
from .runs.recipes import Recipe, recipes
from .training import Training, train

__all__ = [
    "Digits", "Diverged", "Epoch", "Evaluation", "Experiment", "Mnist", "Network", "Reading", "Recipe", "Step", "StoppedEarly",
    "Training", "as_inputs", "build", "evaluate", "load", "load_mnist", "parameter_count", "prepare_drawing", "prepare_strokes",
    "read_picture", "read_strokes", "recipes", "save", "settings", "train",
]
