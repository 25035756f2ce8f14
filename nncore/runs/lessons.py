"""A lesson is ten minutes for a class: settings to begin with, a mission, and what to do, to look at and to ask.

What its sentences promise is trained and checked in tests/runs/test_lessons.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from ..experiment import Experiment, settings
from .mission import Mission

DRAW, TRAIN = "draw", "train"


@dataclass(frozen=True)
class Lesson:
    """`page` is where it takes place.

    On Train it begins with `experiment`, whose `shown` settings can be changed, and `mission` is for a run; on Draw it is met
    by a digit that was `written` so and `read` as another.
    """

    name: str
    title: str
    do: str
    look: str
    ask: str
    page: str = TRAIN
    experiment: Experiment = Experiment()
    shown: tuple[str, ...] = ()
    mission: Mission = Mission()
    written: int | None = None
    read: int | None = None

    @property
    def hidden(self) -> tuple[str, ...]:
        """The settings that stay as they are, and are not shown; on Draw there is none to hide."""
        return tuple(name for name in settings() if name not in self.shown) if self.page == TRAIN else ()

    @property
    def sentences(self) -> dict[str, str]:
        """The three sentences, each under a word that says what it is for."""
        return {"Do": self.do, "Look": self.look, "Ask": self.ask}

    @property
    def goal(self) -> str:
        """The mission in words."""
        if self.page == DRAW:
            return f"a {self.written} that the network reads as a {self.read}"
        return ", with ".join(self.mission.conditions.values())

    def met_by_drawing(self, written: int, read: int) -> bool:
        """Whether a digit that was `written` so and `read` so is what a lesson on Draw asks for."""
        return self.page == DRAW and (written, read) == (self.written, self.read)


BY_ONE_SETTING = Experiment(hidden=(64,), optimizer="sgd", schedule="cosine", epochs=3, training_images=10_000)
ALL = (
    Lesson("overfit", "Learned by heart",
           "Press Start: the network learns from 50 images only, each 40 times; then give it more training images until the "
           "mission is accomplished.",
           "Compare the accuracy on training digits, near 100%, with that on test digits, which it has never seen, near 60%: "
           "it has learned its images by heart, which is called overfitting.",
           "Who learns all answers of last year's exam by heart has learned what, and how would you find out?",
           experiment=Experiment(hidden=(64,), batch_size=10, epochs=40, training_images=50),
           shown=("training_images", "epochs"), mission=Mission(accuracy=0.85, images=500)),
    Lesson("rate", "Too fast, too slow",
           "Press Start: at a learning rate of 0.001, the length of each learning step, the network hardly learns; try 10, and "
           "then look for the best rate between them.",
           "Watch the loss, which says how wrong the answers are: it creeps down when the steps are too short, and explodes when "
           "they are too long.",
           "Someone walks down into a valley in fog: why do both tiny steps and giant leaps fail to reach the bottom?",
           experiment=Experiment.from_dict(BY_ONE_SETTING.to_dict() | {"learning_rate": 0.001}),
           shown=("learning_rate",), mission=Mission(accuracy=0.92, epochs=3)),
    Lesson("dead", "Dead neurons",
           "Press Start, read the advice under the run, and mend what it found by another learning rate or activation.",
           "Most neurons of the hidden layer are dead, that is silent (0) at every digit: a ReLU neuron that one long step has "
           "thrown below zero answers 0, learns nothing from it, and so stays there.",
           "A silent neuron gets no share of the blame for a mistake; why can it then never wake up by itself?",
           experiment=Experiment.from_dict(BY_ONE_SETTING.to_dict() | {"learning_rate": 3.0}),
           shown=("learning_rate", "activation"), mission=Mission(accuracy=0.9, epochs=3)),
    Lesson("small", "The smallest that can read",
           "Press Start: the network reads well, but has 50,890 parameters, the numbers that it learns; take neurons and layers "
           "away until the mission is accomplished.",
           "Each neuron of the first hidden layer costs 785 parameters, one for each pixel and one more; see how the accuracy "
           "falls when neurons go.",
           "Why would anybody want a small network, and where do you find the fewest parameters in the class?",
           experiment=Experiment(hidden=(64,), optimizer="adamw", schedule="one_cycle", learning_rate=0.01, epochs=10),
           shown=("hidden", "epochs"), mission=Mission(accuracy=0.95, parameters=12_000)),
    Lesson("seven", "A seven that is a one",
           "Draw a 7 and see that the network reads it; then shorten its upper stroke, drawing after drawing, until the network "
           "reads a 1, and tell it that you wrote a 7.",
           "See how the probabilities of 7 and 1 change from drawing to drawing: when is the network least sure?",
           "Was the network wrong, or did you no longer write a 7, and who decides that?",
           page=DRAW, written=7, read=1),
)
LESSONS = MappingProxyType({lesson.name: lesson for lesson in ALL})


def lesson_named(name: str) -> Lesson:
    """The lesson of that name. Raises ValueError if there is none, with the names of those that there are."""
    if name not in LESSONS:
        raise ValueError(f"there is no lesson {name[:40]!r}; the lessons are {', '.join(LESSONS)}")
    return LESSONS[name]
