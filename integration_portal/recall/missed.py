"""A missed question: its card is kept in one statement, however many miss it at once."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Insert, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ..core import clock
from .memory import Memory
from .models import RecallCard
from .rules import Source

_CARDS = cast("Table", RecallCard.__table__)


def _kept_or_due(insert: Callable[[Table], Any]) -> Insert:
    """A new card, or the one she has, due no later than the new one."""
    new = insert(_CARDS).inline()
    return cast(
        "Insert",
        new.on_conflict_do_update(
            index_elements=["user_id", "source", "ref"],
            set_={"due_at": new.excluded.due_at},
            where=_CARDS.c.due_at > new.excluded.due_at,
        ),
    )


_KEEP = {"sqlite": _kept_or_due(sqlite.insert), "postgresql": _kept_or_due(postgresql.insert)}


def keep_missed(session: Session, user_id: int, ref: str) -> None:
    """A question was missed: its card is there, due now. One put aside stays aside."""
    now = clock.now()
    connection = session.connection()
    connection.execute(
        _KEEP[connection.dialect.name],
        {"user_id": user_id, "source": Source.QUESTION, "ref": ref, "added_at": now}
        | asdict(Memory(due_at=now)),
    )
