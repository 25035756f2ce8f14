"""A chart goes onto the page: its specification as it is, its tables as columns of Arrow."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from .charts import Chart


def show_chart(chart: Chart, *, key: str, alt: str) -> None:
    """Show a chart; `alt` says what is on it to those who do not see it.

    The tables keep their names, so that the browser puts new rows into the chart that it has; Altair names them by their content.
    """
    tables = {name: pa.table(dict(table)) for name, table in chart.tables.items()}
    st.vega_lite_chart(spec={**chart.specification, "datasets": tables}, key=key, alt=alt)
