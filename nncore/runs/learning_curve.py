"""A learning curve keeps at most 300 points, however long the run: when it is full, neighbours become one point."""

from __future__ import annotations

MOST_POINTS = 300


class LearningCurve:
    """The mean loss and accuracy of equally many steps per point; `points` is a list of (position, loss, accuracy).

    At first every step is a point. At 300 points neighbours are merged and each point stands for twice as many steps.
    """

    def __init__(self):
        self.points: list[tuple[float, float, float]] = []
        self._steps_per_point = 1
        self._waiting: list[tuple[float, float, float]] = []

    def add(self, position: float, loss: float, accuracy: float) -> None:
        """Take in one more step, at a `position` in epochs."""
        self._waiting.append((position, loss, accuracy))
        if len(self._waiting) < self._steps_per_point:
            return
        self.points = [*self.points, _mean(self._waiting)]  # a new list, so that a reader's list never changes
        self._waiting = []
        if len(self.points) >= MOST_POINTS:
            self.points = [_mean(pair) for pair in zip(self.points[::2], self.points[1::2], strict=True)]
            self._steps_per_point *= 2

    def copy(self) -> LearningCurve:
        """The curve as it is now."""
        now = LearningCurve()
        now.points, now._steps_per_point, now._waiting = self.points, self._steps_per_point, list(self._waiting)
        return now

    def truncated(self, position: float) -> LearningCurve:
        """The curve up to a position."""
        earlier = LearningCurve()
        earlier.points = [point for point in self.points if point[0] <= position]
        earlier._steps_per_point = self._steps_per_point
        return earlier


def _mean(points) -> tuple[float, ...]:
    return tuple(sum(values) / len(values) for values in zip(*points, strict=True))
