"""A chart is a function from data to a picture; it knows nothing of the page.

The specification of a chart stays the same while its data changes: the browser then redraws it without a blink.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from nncore.experiment import format_setting

QUIET = "#8a94a6"  # of what stands beside the data, on light and on dark
TRAINING, VALIDATION = "training", "validation"


def baseline_rules(baselines: dict[str, float]) -> alt.LayerChart:
    """A thin rule with its name at the accuracy of each baseline."""
    rules = alt.Chart(pd.DataFrame({"way": list(baselines), "accuracy": list(baselines.values())})).encode(y="accuracy:Q")
    named = rules.mark_text(align="right", dx=-4, dy=-6, color=QUIET).encode(x=alt.value("width"), text="way:N")
    exact = ["way:N", alt.Tooltip("accuracy:Q", format=".2%")]
    return rules.mark_rule(strokeDash=[4, 4], color=QUIET).encode(tooltip=exact) + named


def plotted(name: str, value):
    """The value of a setting as a chart takes it: a number, or a name."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else format_setting(name, value)


def are_numbers(values: pd.Series) -> bool:
    """Whether `values` lie on a line, and are not names."""
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)

