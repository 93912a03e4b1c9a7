"""``integration-portal signoffs``: verify the ledger, export it for an independent check."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ..core.bus import Bus
from ..core.db import make_engine, session_factory
from ..core.unit_of_work import Database
from ..establishments.models import Establishment
from ..operator_command import OperatorCommand
from ..settings import from_environment
from . import queries
from .ledger import verify as verify_chain


@contextmanager
def _reading() -> Iterator[Session]:
    """Heads and lines as of one instant: a signature given meanwhile breaks no chain."""
    settings = from_environment(os.environ)
    engine = make_engine(settings.database_url)
    try:
        with Database(session_factory(engine), Bus()).reading() as session:
            if engine.dialect.name == "postgresql":
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield session
    finally:
        engine.dispose()


@click.group()
def signoffs() -> None:
    """Registre des signatures : vérifier, exporter."""


@signoffs.command(cls=OperatorCommand)
@click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
def verify(as_json: bool) -> None:
    """Vérifier la chaîne de chaque établissement. Sort en erreur si l’une est rompue."""
    with _reading() as session:
        results = [_result(session, place) for place in session.scalars(_PLACES)]
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            state = f"ROMPUE, {result['fault']}" if result["fault"] else "intacte"
            click.echo(f"{result['establishment']} : {result['lines']} ligne(s), chaîne {state}.")
    if any(result["fault"] for result in results):
        raise SystemExit(1)


_PLACES = select(Establishment).order_by(Establishment.id)


def _result(session: Session, place: Establishment) -> dict[str, Any]:
    seq, head = queries.head_of(session, place.id)
    fault = verify_chain(queries.chain(session, place.id), expected_head=(seq, head))
    return {
        "id": place.id,
        "establishment": place.name,
        "lines": seq,
        "head": head,
        "fault": f"ligne {fault.seq} : {fault.reason}" if fault else None,
    }


@signoffs.command(cls=OperatorCommand)
@click.option("--establishment", "place_id", type=int, required=True, help="Son numéro.")
def export(place_id: int) -> None:
    """Écrire une chaîne, un objet JSON par ligne : ce que lit tools/verify_chain.py."""
    with _reading() as session:
        if session.get(Establishment, place_id) is None:
            raise click.ClickException(f"Aucun établissement ne porte le numéro {place_id}.")
        for line in queries.chain(session, place_id):
            kept = {"seq": line.seq, "hash": line.hash, "payload": line.payload}
            click.echo(json.dumps(kept, ensure_ascii=False))
