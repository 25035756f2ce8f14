"""What an alteration costs is counted on the altered network itself."""

import numpy as np

import nncore
from nncore.interpretability.alterations import Alteration, altered
from nncore.interpretability.cost_of_alterations import BITS, NOISE, PRUNED, costs, outcome


def quick() -> nncore.Network:
    return nncore.load(nncore.recipes()["tiny-10"].file)[0]


def test_the_outcome_is_that_of_the_altered_network(digits):
    """Its accuracy is the share of its own right answers, and a picture's probabilities are its own, to the bit."""
    some, alteration = digits.test[:300], Alteration(noise=0.3, pruned=0.7, bits=4)
    found = outcome(quick(), alteration, some, digits.test.images[7], 3)
    by_hand = altered(quick(), alteration, rng=np.random.default_rng(3))
    answers = by_hand.predict(nncore.as_inputs(some.images)).argmax(axis=1)
    assert found.accuracy == (answers == some.labels).mean()
    np.testing.assert_array_equal(found.probabilities, by_hand.predict(nncore.as_inputs(digits.test.images[7:8]))[0])
    assert outcome(quick(), alteration, some, None, 3).probabilities is None


def finished(generator):
    """What a generator returns at its end, and what it has yielded until then."""
    shares = []
    while True:
        try:
            shares.append(next(generator))
        except StopIteration as end:
            return end.value, shares


def test_costs_are_the_outcomes_of_each_alteration_by_itself(digits):
    """At each place of the three curves, and they begin with the network as it is; with everything pruned one digit is left."""
    some = digits.test[:200]
    found, shares = finished(costs(quick(), some, 3))
    wanted = [*(Alteration(pruned=each) for each in PRUNED), *(Alteration(noise=each) for each in NOISE),
              *(Alteration(bits=each) for each in BITS)]
    assert set(found) == set(wanted)
    assert all(found[each] == outcome(quick(), each, some, None, 3).accuracy for each in wanted)
    assert found[Alteration()] == nncore.evaluate(quick(), some).accuracy
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] < 1
