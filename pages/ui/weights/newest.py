"""What a view asks about a network changes with each touch of a control: only the newest question is worth an answer."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from nncore import Network
from nncore.compute.job import FAILED, WAITING, CalculationJob

from ..shared import server
from ..shared.by_network import kept_by_network
from ..shared.measured import AT_ONCE
from ..shared.state import NEWEST
from ..shared.visitor import Visitor


def newest(visitor: Visitor, network: Network, place: str, what: Hashable, function: Callable, *arguments) -> CalculationJob:
    """The job in which a worker calculates `function(network, *arguments)`; the page waits for it a moment.

    `what` tells the question from the one before at the same `place`, which is wanted no more if no worker has it yet. What
    failed is asked again. Answers go with the network.
    """
    asked = kept_by_network(NEWEST, network).setdefault(network, {})
    before, job = asked.get(place, (None, None))
    if job is None or before != what or job.state == FAILED:
        if job is not None and job.state == WAITING:
            job.give_up()
        job = CalculationJob(server.desk(), visitor, function, network, *arguments)
        asked[place] = what, job
        job.begin()
    job.wait(AT_ONCE)
    return job
