"""``integration-portal api-token``: keys of programs, for an operator."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy import Row

from ..core import clock
from ..core.bus import Bus
from ..core.db import make_engine, session_factory
from ..core.unit_of_work import Database
from ..establishments.models import Establishment
from ..operator_command import OperatorCommand
from ..settings import from_environment
from . import actions, queries
from .models import ApiToken
from .rules import state_words

json_option = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@contextmanager
def _database() -> Iterator[Database]:
    engine = make_engine(from_environment(os.environ).database_url)
    try:
        yield Database(session_factory(engine), Bus())
    finally:
        engine.dispose()


@click.group("api-token")
def api_token() -> None:
    """Clés d’accès des programmes qui lisent les fiches (/api)."""


@api_token.command(cls=OperatorCommand)
@click.option("--establishment", "place_id", type=int, required=True, help="Son numéro.")
@click.option("--name", required=True, help="Le programme qui tiendra la clé.")
@click.option("--days", default=180, show_default=True, type=click.IntRange(1, 365))
@json_option
def create(place_id: int, name: str, days: int, as_json: bool) -> None:
    """Faire une clé. Son secret s’affiche une fois ; le portail n’en garde que l’empreinte."""
    name = name.strip()
    if not name or len(name) > 120:
        raise click.ClickException("--name : de 1 à 120 caractères.")
    with _database() as database, database.writing() as session:
        if session.get(Establishment, place_id) is None:
            raise click.ClickException(f"Aucun établissement ne porte le numéro {place_id}.")
        made = actions.create_token(
            session, None, establishment_id=place_id, name=name, days=days
        )  # fmt: skip
        answer = {
            "id": made.token.id,
            "secret": made.secret,
            "expires": _iso(made.token.expires_at),
        }
    click.echo(_json(answer) if as_json else f"Clé n° {answer['id']} : {answer['secret']}")


@api_token.command("list", cls=OperatorCommand)
@json_option
def list_(as_json: bool) -> None:
    """Lister les clés de tous les établissements, sans leurs secrets."""
    with _database() as database, database.reading() as session:
        rows = [_row(row) for row in queries.list_all_tokens(session)]
    if as_json:
        click.echo(_json(rows))
        return
    for row in rows:
        click.echo("\t".join(str(row[name]) for name in ("id", "state", "expires", "hint", "name")))


@api_token.command(cls=OperatorCommand)
@click.argument("token_id", type=int)
@json_option
def revoke(token_id: int, as_json: bool) -> None:
    """Révoquer la clé numéro TOKEN_ID, tout de suite et pour toujours."""
    with _database() as database, database.writing() as session:
        token = session.get(ApiToken, token_id)
        if token is None:
            raise click.ClickException(f"Aucune clé ne porte le numéro {token_id}.")
        actions.revoke_token(session, None, token)
    answer = {"id": token_id, "state": "Révoquée"}
    click.echo(_json(answer) if as_json else f"Clé n° {token_id} révoquée.")


def _row(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "hint": row.hint,
        "establishment": row.establishment_id,
        "created": _iso(row.created_at),
        "expires": _iso(row.expires_at),
        "state": state_words(row.expires_at, row.revoked_at, clock.now()),
    }


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
