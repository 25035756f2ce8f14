"""Ink that hangs together is one component; paper lies between two."""

from __future__ import annotations

import numpy as np


def components(ink: np.ndarray) -> tuple[np.ndarray, int]:
    """(labels int32 (h, w), how many): 0 is paper, 1, 2, ... the components of `ink` bool (h, w). Corners that touch connect.

    Each row is cut into runs of ink; runs that touch in neighbouring rows are united. Rosenfeld and Pfaltz: "Sequential
    operations in digital picture processing", Journal of the ACM 13 (1966).
    """
    edges = np.diff(np.pad(ink, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]  # of the same runs, as both go row by row
    roots = _united(rows.tolist(), starts.tolist(), ends.tolist())
    names, numbers = np.unique(roots, return_inverse=True)
    labels = np.zeros(ink.shape, np.int32)
    for row, start, end, number in zip(rows.tolist(), starts.tolist(), ends.tolist(), numbers.tolist(), strict=True):
        labels[row, start:end] = number + 1
    return labels, len(names)


def _united(rows: list[int], starts: list[int], ends: list[int]) -> list[int]:
    """For each run the first run of its component."""
    parent = list(range(len(rows)))

    def root(run: int) -> int:
        while parent[run] != run:
            parent[run] = parent[parent[run]]
            run = parent[run]
        return run

    above = 0  # the first run of the row above that may still touch
    for run, row in enumerate(rows):
        while rows[above] < row - 1 or rows[above] == row - 1 and ends[above] < starts[run]:
            above += 1
        other = above
        while rows[other] == row - 1 and starts[other] <= ends[run]:
            parent[max(root(run), root(other))] = min(root(run), root(other))
            other += 1
    return [root(run) for run in range(len(rows))]
