"""``integration-portal fiches``: where the fiches of each place stand."""

import json
import os
from collections import Counter
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.bus import Bus
from ..core.db import make_engine, session_factory
from ..core.typography import plural
from ..core.unit_of_work import Database
from ..establishments.models import Establishment, Unit
from ..operator_command import OperatorCommand
from ..settings import from_environment
from . import decisions
from .effective import list_effective
from .life import Status
from .places import Place

_COUNTED = {
    Status.VALIDATED: ("validée", "validées"),
    Status.REVIEW: ("à revoir", "à revoir"),
    Status.READ: ("relue", "relues"),
    Status.DRAFT: ("en brouillon", "en brouillon"),
    Status.WITHDRAWN: ("retirée", "retirées"),
}


@click.group()
def fiches() -> None:
    """Fiches réflexes : où en sont leurs validations."""


@fiches.command(cls=OperatorCommand)
@click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
def status(as_json: bool) -> None:
    """Compter, lieu par lieu, les fiches validées, à revoir, relues, retirées et en brouillon."""
    engine = make_engine(from_environment(os.environ).database_url)
    try:
        with Database(session_factory(engine), Bus()).reading() as session:
            rows = [_row(session, *named) for named in _places(session)]
    finally:
        engine.dispose()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        counts = ", ".join(plural(row["counts"][one], *words) for one, words in _COUNTED.items())
        click.echo(f"{row['place']} : {counts}.")


def _places(session: Session) -> list[tuple[Place, str, str]]:
    """(place, its name, the time zone), each establishment before its units."""
    query = select(Establishment).order_by(Establishment.name)
    found = []
    for one in session.scalars(query):
        found.append((Place(one.id), one.name, one.time_zone))
        units = select(Unit).where(Unit.establishment_id == one.id).order_by(Unit.name)
        for unit in session.scalars(units):
            found.append((Place(one.id, unit.id), f"{one.name}, {unit.name}", one.time_zone))
    return found


def _row(session: Session, place: Place, name: str, zone: str) -> dict[str, Any]:
    """Drafts are only counted: they are what is left."""
    texts = list_effective(session, place)
    lives = decisions.list_lives(session, place, texts, clock.today(zone))
    counts = Counter(life.status for life in lives.values())
    return {
        "place": name,
        "code": place.code,
        "counts": {one.value: counts[one] for one in Status},
        "fiches": [
            {"slug": slug, "status": life.status.value, "reasons": list(life.reasons)}
            for slug, life in lives.items()
            if life.status is not Status.DRAFT
        ],
    }
