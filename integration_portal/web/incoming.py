"""What comes in, before any view looks at it: not too large, and only characters that exist.

NUL and the other control characters are not typed by people: they come with a paste from
another application, or from a robot. HTML forbids them all, PostgreSQL refuses NUL.
"""

import re
from typing import TypeVar

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

T = TypeVar("T")

# Controls but tab and line feed, and the code points that Unicode reserves.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_ENDS_OF_LINE = re.compile("\r\n?")
MAX_ID = 2**31 - 1


def cleaned(value: T) -> T | str:
    """A text without those characters, its ends of line alike; anything else as it is."""
    if not isinstance(value, str):
        return value
    return _FORBIDDEN.sub("", _ENDS_OF_LINE.sub("\n", value))


def row_id(value: str) -> int:
    """For ``args.get(…, type=row_id)``. Raises ValueError for what numbers no row."""
    number = int(value)
    if not 0 <= number <= MAX_ID:
        raise ValueError(f"no row has the number {number}")
    return number


class RowId(IntegerConverter):
    """``<int:…>``: larger than the number of any row, it names nothing and no database is asked."""

    def __init__(self, map: Map, fixed_digits: int = 0, max: int = MAX_ID) -> None:
        super().__init__(map, fixed_digits=fixed_digits, min=0, max=max)


def install(app: Flask) -> None:
    app.url_map.converters["int"] = RowId
    app.jinja_env.filters["cleaned"] = cleaned

    @app.before_request
    def read() -> None:
        """A form that is too large raises 413 here, and nowhere later.

        An address is not corrected: one that holds a NUL was not written by a person.
        """
        _ = request.form
        if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
            abort(400)
