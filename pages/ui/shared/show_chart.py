"""A chart goes onto the page: its specification as it is, its tables as columns of Arrow."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Literal

import pyarrow as pa
import streamlit as st

from .charts import Chart


def show_chart(chart: Chart, *, key: str, alt: str, grows: Literal["", "low", "high"] = "") -> None:
    """Show a chart; `alt` says what is on it to those who do not see it.

    One that `grows` is as high as look.css says, low or high, and more so on a wide page; any other as its specification says.
    The tables keep their names, so that the browser puts new rows into the chart that it has; Altair names them by their content.
    """
    tables = {name: pa.table(dict(table)) for name, table in chart.tables.items()}
    place = st.container(key=f"{grows}_chart_{key}") if grows else nullcontext()
    with place:
        st.vega_lite_chart(spec={**chart.specification, "datasets": tables}, key=key, alt=alt,
                           height="stretch" if grows else "content")
