"""Many rows as one text, written by the database.

A page opened all day shows sixty rows that seldom change: as one text they are read, and compared
with those of a page already made, for a fifth of what sixty rows cost (see bench/).
"""

import datetime as dt
from typing import Any

import orjson
from sqlalchemy import CompoundSelect, Select, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class json_rows(GenericFunction[str]):  # noqa: N801  # reads as func.count does
    """``json_rows(column, …)``: the rows as a JSON list of lists, in no promised order. A date or an
    instant is written as its database writes it."""

    type = Text()
    inherit_cache = True
    name = "json_rows"


@compiles(json_rows, "sqlite")
def _on_sqlite(element: json_rows, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(json_rows, "postgresql")
def _on_postgresql(element: json_rows, compiler: Any, **options: Any) -> str:
    inside = compiler.process(element.clauses, **options)
    return f"coalesce(json_agg(json_build_array({inside}))::text, '[]')"


def as_text(rows: Select[Any] | CompoundSelect[Any]) -> Select[str]:
    """The rows of a statement, in its order: both databases take them as a sorted subquery, alone,
    gives them."""
    return select(json_rows(*rows.subquery().c))


def read_rows(text: str) -> list[list[Any]]:
    found: list[list[Any]] = orjson.loads(text)
    return found


def read_day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def read_instant(text: str) -> dt.datetime:
    """As ``UtcDateTime`` reads it: aware, in UTC."""
    moment = dt.datetime.fromisoformat(text)
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
