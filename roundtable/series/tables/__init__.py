"""Rows of series, and the queries on them: one file for each noun."""

from roundtable.series.tables import dates, people, rows, series

__all__ = ["dates", "people", "rows", "series"]
