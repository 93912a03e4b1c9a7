"""Column types that behave the same on SQLite and PostgreSQL."""

import datetime as dt
import enum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, TypeDecorator


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware datetime, kept in UTC. A naive one is a programming error (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone never enters the database")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        moment: dt.datetime | None = value
        if moment is None:
            return None
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


class _ValueEnum(Enum):
    """Reads a value with one look into a dictionary, in C: a page reads hundreds (see bench/).
    A value of no member raises KeyError."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        members = self.enum_class.__members__.values() if self.enum_class else ()
        return {None: None, **{member.value: member for member in members}}.__getitem__


def checked_enum(cls: type[enum.StrEnum], name: str) -> Enum:
    """A closed list as VARCHAR with a CHECK constraint holding the values, not the names."""
    return _ValueEnum(
        cls,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
