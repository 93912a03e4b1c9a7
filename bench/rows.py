"""Rows kept in memory and inserted a few thousand at a time, under ids chosen here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table, insert, text
from sqlalchemy.orm import Session

from integration_portal.core.permissions import Role
from integration_portal.establishments.models import StepRole
from integration_portal.models import Base
from integration_portal.signoffs.ledger import GENESIS

from .walk import plan

CHUNK = 5000
LONG_AGO = dt.datetime(2025, 1, 6, 8, 0, tzinfo=dt.UTC)


class Rows:
    """Parents always go in before their children: every flush follows the tables' own order."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.last: dict[str, int] = defaultdict(int)
        self.heads: dict[int, tuple[int, str]] = {}
        self._dates: dict[tuple[dt.date, str], list[dt.date]] = {}

    def add(self, table: str, **values: Any) -> int:
        """Queue one row; returns its id."""
        self.last[table] += 1
        self.waiting[table].append({"id": self.last[table], **values})
        if len(self.waiting[table]) >= CHUNK:
            self._insert()
        return self.last[table]

    def _insert(self) -> None:
        for table in Base.metadata.sorted_tables:
            rows = self.waiting.pop(table.name, [])
            if rows:
                self.session.execute(insert(table), rows)

    def flush(self) -> None:
        """Everything left, the heads of the chains, then the sequences of PostgreSQL."""
        self._insert()
        heads = [
            {"establishment_id": place, "seq": seq, "hash": digest}
            for place, (seq, digest) in self.heads.items()
        ]
        if heads:
            self.session.execute(insert(Base.metadata.tables["ledger_heads"]), heads)
        if self.session.get_bind().dialect.name == "postgresql":
            for name, last in self.last.items():
                self._set_sequence(Base.metadata.tables[name], last)

    def _set_sequence(self, table: Table, last: int) -> None:
        query = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
        self.session.execute(query, {"name": table.name, "last": last})

    def dates(self, definition: Mapping[str, Any], start: dt.date, pattern: str) -> list[dt.date]:
        """Due dates of one template, computed once for all who start the same day."""
        key = start, pattern
        if key not in self._dates:
            self._dates[key] = plan(definition, start, pattern)
        return self._dates[key]

    def head(self, establishment_id: int) -> tuple[int, str]:
        """(seq, hash) of the last line of a chain."""
        return self.heads.get(establishment_id, (0, GENESIS))

    def establishment(self, name: str) -> int:
        return self.add(
            "establishments", name=name, city="", zone="metropole", time_zone="Europe/Paris",
            is_demo=False,
        )  # fmt: skip

    def unit(self, establishment_id: int, name: str) -> int:
        return self.add("units", establishment_id=establishment_id, name=name, specialty="")

    def user(self, email: str, given: str, family: str, quality: str, hashed: str) -> int:
        return self.add(
            "users", email=email, given_name=given, family_name=family, quality=quality,
            password_hash=hashed, is_active=True, created_at=LONG_AGO,
        )  # fmt: skip

    def grant(self, user_id: int, role: Role, establishment_id: int, unit_id: int | None) -> int:
        return self.add(
            "role_grants", user_id=user_id, role=role, establishment_id=establishment_id,
            unit_id=unit_id, granted_at=LONG_AGO,
        )  # fmt: skip

    def referent(self, establishment_id: int, role: StepRole, user_id: int) -> int:
        return self.add(
            "referents", establishment_id=establishment_id, unit_id=None, role=role,
            user_id=user_id,
        )  # fmt: skip

    def cohort(self, establishment_id: int, name: str, start_on: dt.date) -> int:
        return self.add("cohorts", establishment_id=establishment_id, name=name, start_on=start_on)
