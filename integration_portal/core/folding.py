"""Search as people type: without accents, in any case. Alike in Python and in both databases.

SQLite calls the Python function below (see ``db``); PostgreSQL has ``translate``.
"""

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

_ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"
_TABLE = str.maketrans(_ACCENTED, _PLAIN)
SQL_NAME = "portal_fold"


def fold(text: str | None) -> str:
    """Lower case without accents."""
    return (text or "").lower().translate(_TABLE)


class folded(GenericFunction[str]):  # noqa: N801  # reads as func.lower does
    """``folded(column)``: the same, done by the database."""

    type = String()
    inherit_cache = True
    name = SQL_NAME

    def __init__(self, column: ColumnElement[str]) -> None:
        super().__init__(column)


@compiles(folded, "postgresql")
def _on_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    inside = compiler.process(element.clauses, **options)
    return f"translate(lower({inside}), '{_ACCENTED}', '{_PLAIN}')"
