"""A chart is a specification that stays, and tables that change."""

from types import SimpleNamespace

import altair
import numpy as np
import pandas as pd
import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

import nncore
from nncore.runs.range_test import RangeTest
from pages.ui.runs.charts import dots, overlay
from pages.ui.shared.charts import Chart
from pages.ui.shared.neuron_charts import mean_responses, outgoing_weights
from pages.ui.sweep import charts as sweep
from pages.ui.train.charts import learning_curve, range_test
from pages.ui.weights.charts import digits_spoken_for

MEASURES = ("accuracy", "loss")
BASELINES = {"guessing": 0.1, "softmax regression": 0.92}
NOTHING = pd.DataFrame([], columns=["epoch", "measure", "low", "high"])


def points(count: int, *, rng: np.random.Generator) -> list[tuple[float, ...]]:
    """(epoch, loss, accuracy) of a curve."""
    return [(epoch, *map(float, rng.uniform(0.3, 0.9, 2))) for epoch in range(1, count + 1)]


def learning(measure: str, *, rng: np.random.Generator) -> Chart:
    history = SimpleNamespace(curve=SimpleNamespace(points=points(rng.integers(0, 9), rng=rng)), validation=points(2, rng=rng))
    changes = [(1.5, "the learning rate changed")] * rng.integers(0, 2)
    return learning_curve(history, 10, changes, measure, BASELINES)


def overlaid(measure: str, *, rng: np.random.Generator) -> Chart:
    rows = [("training", *each) for each in points(4, rng=rng)] + [("validation", *each) for each in points(3, rng=rng)]
    band = pd.DataFrame([{"epoch": 1, "measure": each, "low": 0.8, "high": 0.9} for each in MEASURES])
    curves = pd.DataFrame(rows, columns=["series", "epoch", "loss", "accuracy"])
    return overlay({"Run 1": curves, "Run 2": curves}, {"Run 1": band, "Run 2": NOTHING}, measure, BASELINES,
                   {"Run 1": 0, "Run 2": 3})


def dotted(against: str, *, rng: np.random.Generator) -> Chart:
    table = pd.DataFrame({"Run": ["Run 1", "Run 2"], "Test": rng.uniform(0.8, 1, 2), "Seconds": rng.uniform(1, 2, 2)})
    return dots([nncore.Experiment(), nncore.recipes()["best"].experiment], table, against, BASELINES, {"Run 2": 1})


def swept(*, rng: np.random.Generator) -> pd.DataFrame:
    """What a sweep of twelve runs over a grid came to."""
    rows = [{"learning_rate": rate, "optimizer": optimizer, "Settings": "in words", "Validation": rng.uniform(0.8, 1),
             "State": "done"}
            for rate in (0.001, 0.01, 0.1, 1.0) for optimizer in ("sgd", "adam", "nadam")]
    return pd.DataFrame(rows)


def drawn(*, rng: np.random.Generator) -> pd.DataFrame:
    """What a sweep of twelve runs with rates drawn at random came to."""
    return swept(rng=rng).assign(learning_rate=10 ** rng.permutation(np.linspace(-3, 0, 12)))


CHARTS = {  # each from other data with every generator, but of the same things
    "weights": lambda rng: outgoing_weights(rng.normal(size=12), int(rng.integers(99)), to_digits=False),
    "weights to digits": lambda rng: outgoing_weights(rng.normal(size=10), int(rng.integers(99)), to_digits=True),
    "spoken for": lambda rng: digits_spoken_for(rng.normal(size=10)),
    "mean responses": lambda rng: mean_responses(rng.normal(size=10)),
    "range test": lambda rng: range_test(RangeTest(np.geomspace(1e-4, 1, 9), rng.uniform(0, 2, 9), 0.01, 0.1, 0.5)),
    "grid": lambda rng: sweep.grid(swept(rng=rng), "learning_rate", "optimizer"),
    "grid of one setting": lambda rng: sweep.grid(swept(rng=rng), "optimizer", None),
    "drawn": lambda rng: sweep.drawn(drawn(rng=rng), "learning_rate", "optimizer"),
    "one number": lambda rng: sweep.one_setting(drawn(rng=rng), "learning_rate"),
    "one name": lambda rng: sweep.one_setting(swept(rng=rng), "optimizer"),
    "parallel": lambda rng: sweep.parallel_coordinates(swept(rng=rng), ("learning_rate", "optimizer")),
    **{f"learning, {measure}": lambda rng, measure=measure: learning(measure, rng=rng) for measure in MEASURES},
    **{f"overlay, {measure}": lambda rng, measure=measure: overlaid(measure, rng=rng) for measure in MEASURES},
    **{f"dots, {against}": lambda rng, against=against: dotted(against, rng=rng) for against in ("Seconds", "optimizer")},
}


def drawn_columns(view: dict, table: str | None = None):
    """(table, column) of each column that a view, or one within it, draws."""
    table = view.get("data", {}).get("name", table)
    layers = view.get("layer", [])
    for channel in view.get("encoding", {}).values():
        for part in channel if isinstance(channel, list) else [channel]:
            if "field" in part:
                yield from [(each.get("data", {}).get("name", table), part["field"]) for each in layers or [view]]
    for layer in layers:
        yield from drawn_columns(layer, table)


@pytest.mark.parametrize("name", CHARTS)
def test_only_the_tables_of_a_chart_change(name):
    """From other data of the same things the specification is the same, and the browser keeps its chart; the tables differ."""
    one, other = (CHARTS[name](np.random.default_rng(seed)) for seed in (0, 1))
    assert one.specification == other.specification
    assert one.tables.keys() == other.tables.keys()
    assert any(pyarrow.table(dict(one.tables[each])) != pyarrow.table(dict(other.tables[each])) for each in one.tables)


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_draws_columns_that_its_tables_have(name):
    """Every channel of every layer refers to a column of the layer's table, and each table is drawn."""
    chart = CHARTS[name](np.random.default_rng(0))
    columns = list(drawn_columns(chart.specification))
    assert not [(table, column) for table, column in columns if column not in chart.tables[table]]
    assert {table for table, _ in columns} == chart.tables.keys()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_what_vega_lite_calls_one(name):
    """Its specification keeps to Vega-Lite's own schema, as Altair carries it."""
    altair.Chart.from_dict(CHARTS[name](np.random.default_rng(0)).specification, validate=True)


def show_a_changing_chart() -> None:
    """A page with a chart whose data change with every run."""
    import numpy as np
    import streamlit as st

    from pages.ui.shared.neuron_charts import outgoing_weights
    from pages.ui.shared.show_chart import show_chart

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    show_chart(outgoing_weights(np.eye(10)[st.session_state.runs] - 0.5, 7, to_digits=True), key="bars", alt="bars")


def test_the_browser_gets_new_rows_for_the_same_chart():
    """What is sent after a change of data: the same specification and table names, other rows, and those are the chart's."""
    app = AppTest.from_function(show_a_changing_chart).run()
    first = app.get("vega_lite_chart")[0].proto
    second = app.run().get("vega_lite_chart")[0].proto
    assert first.spec == second.spec
    [before], [after] = first.datasets, second.datasets
    assert before.name == after.name
    rows = pyarrow.ipc.open_stream(after.data.data).read_all().to_pydict()
    assert rows["weight"] == (np.eye(10)[2] - 0.5).tolist()
    assert rows["sign"] == ["for" if digit == 2 else "against" for digit in range(10)]
    assert before.data.data != after.data.data
