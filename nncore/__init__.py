"""A neural network that reads handwritten digits, written to be read. NumPy does the arithmetic, everything else is here.

The book is the modules directly in this folder, in the order of CHAPTERS: none needs a later one. On it are built the rooms:
augment (what changes an image before it is learned), reading (from ink to digits), interpretability (what is inside a network),
files (every way in and out), runs (around one run and many), compute (who does the work) and cli (python -m nncore).
"""

from .architecture import build, parameter_count
from .augment.stroke_rendering import prepare_strokes
from .digits import Digits, Mnist, as_inputs, load_mnist
from .evaluation import Evaluation, evaluate
from .events import Diverged, Epoch, Step, StoppedEarly
from .experiment import Experiment, settings
from .files.networks import load, save
from .network import Network
from .reading.preparation import prepare_drawing
from .reading.reader import Reading, read_picture, read_strokes
from .runs.fitting import fit, train
from .runs.history import History
from .runs.recipes import Recipe, recipes

CHAPTERS = (
    "digits", "chain_rule", "layer",  # what there is to learn, and how
    "initializers", "dense", "activations", "pixel_dense", "batch_norm", "dropout",  # the layers
    "losses", "network",  # a network, and how wrong it is
    "optimizer_rules", "optimizers", "schedules", "setting", "experiment", "architecture",  # how it shall learn
    "batches", "objective", "learning_step",  # forward, loss, backward, step
    "trace", "finite_differences",  # the numbers of one step, and another way to its gradient
    "evaluation", "reliability", "calibration",  # how good it is, and how sure
    "weight_average", "early_stopping", "events", "changes", "checkpoint", "training",  # a whole run
)

__all__ = [
    "Digits", "Diverged", "Epoch", "Evaluation", "Experiment", "History", "Mnist", "Network", "Reading", "Recipe", "Step",
    "StoppedEarly", "as_inputs", "build", "evaluate", "fit", "load", "load_mnist", "parameter_count", "prepare_drawing",
    "prepare_strokes", "read_picture", "read_strokes", "recipes", "save", "settings", "train",
]
