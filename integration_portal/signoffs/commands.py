"""``integration-portal signoffs``: verify, anchor, report, export for an independent check."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.bus import Bus
from ..core.db import make_engine, session_factory
from ..core.typography import plural
from ..core.unit_of_work import Database
from ..establishments.models import Establishment
from ..operator_command import OperatorCommand
from ..settings import Settings, from_environment
from . import anchors, making_anchors, queries, reporting
from .anchor_files import Outside
from .ledger import Anchor
from .queries_chain import at_one_instant, check
from .report import as_text

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])
anchors_option = click.option(
    "--anchors", "files", type=_FILE, multiple=True, metavar="FICHIER",
    help="Ancres gardées ailleurs, une par ligne. Plusieurs fois si besoin.",
)  # fmt: skip
place_option = click.option(
    "--establishment", "place_id", type=int, required=True, help="Son numéro."
)


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database]]:
    settings = from_environment(os.environ)
    engine = make_engine(settings.database_url)
    try:
        yield settings, Database(session_factory(engine), Bus())
    finally:
        engine.dispose()


@contextmanager
def _reading() -> Iterator[tuple[Session, Outside]]:
    """Heads and lines as of one instant: a signature given meanwhile breaks no chain."""
    with _opened() as (settings, database), database.reading() as session:
        at_one_instant(session)
        yield session, Outside(settings.anchor_mail, settings.anchor_dir)


@click.group()
def signoffs() -> None:
    """Registre des signatures : vérifier, ancrer, rendre compte, exporter."""


@signoffs.command(cls=OperatorCommand)
@anchors_option
@click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
def verify(files: tuple[Path, ...], as_json: bool) -> None:
    """Vérifier la chaîne de chaque établissement. Sort en erreur si l’une est rompue.

    Compare aussi aux ancres de la base, à celles de PORTAL_ANCHOR_DIR et à celles de --anchors.
    """
    given = _read(files)
    with _reading() as (session, outside):
        places = session.scalars(_PLACES).all()
        results = [_result(session, place, given, outside) for place in places]
    known = {place.id for place in places}
    unknown = sorted({place for place, _ in given} - known)
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            state = f"ROMPUE, {result['fault']}" if result["fault"] else "intacte"
            lines = plural(result["lines"], "ligne")
            click.echo(f"{result['establishment']} : {lines}, chaîne {state}.")
    for place_id in unknown:
        click.echo(f"L’établissement {place_id} des ancres n’existe pas dans cette base.", err=True)
    if unknown or any(result["fault"] for result in results):
        raise SystemExit(1)


_PLACES = select(Establishment).order_by(Establishment.id)


def _read(files: tuple[Path, ...]) -> list[tuple[int, Anchor]]:
    return [one for file in files for one in anchors.read(file.read_text(encoding="utf-8"))]


def _result(
    session: Session, place: Establishment, given: list[tuple[int, Anchor]], outside: Outside
) -> dict[str, Any]:
    elsewhere = {*anchors.of_place(given, place.id), *outside.kept(place.id)}
    found = check(session, place.id, elsewhere)
    return {
        "id": place.id,
        "establishment": place.name,
        "lines": found.seq,
        "head": found.hash,
        "anchors": len(elsewhere),
        "fault": found.fault or None,
    }


@signoffs.command(cls=OperatorCommand)
def anchor() -> None:
    """Ancrer les chaînes dont la journée est finie, comme le fait « worker ». Pour cron.

    Une ancre par établissement et par jour, dans la base, et dehors selon PORTAL_ANCHOR_DIR et
    PORTAL_ANCHOR_MAIL (« worker » envoie le courriel). Relancer ne refait rien.
    """
    with _opened() as (settings, database):
        outside = Outside(settings.anchor_mail, settings.anchor_dir)
        made = making_anchors.make_due(database, outside)
        making_anchors.write_files(database, outside)
    for one in made:
        state = f"chaîne ROMPUE, {one.fault}" if one.fault else "chaîne intacte"
        click.echo(
            f"{one.place} : ancre du {one.anchor.day}, ligne {one.anchor.seq}, "
            f"{one.anchor.hash[:12]}, {state}."
        )
    if not made:
        click.echo("Rien à ancrer : c’est fait pour la journée finie, ou rien n’est signé.")
    if any(one.fault for one in made):
        raise SystemExit(1)


@signoffs.command(cls=OperatorCommand)
@place_option
@click.option("--from", "since", type=_DAY, help="Premier jour compté, AAAA-MM-JJ.")
@click.option("--to", "until", type=_DAY, help="Dernier jour compté, AAAA-MM-JJ.")
@anchors_option
def report(
    place_id: int, since: dt.datetime | None, until: dt.datetime | None, files: tuple[Path, ...]
) -> None:
    """Écrire le rapport de vérification d’un établissement, en français, pour qui contrôle.

    La chaîne est toujours vérifiée en entier ; --from et --to bornent ce qui est compté.
    """
    given = anchors.of_place(_read(files), place_id)
    period = (since.date() if since else None, until.date() if until else None)
    with _reading() as (session, outside):
        place = _place(session, place_id)
        elsewhere = {*given, *outside.kept(place_id)}
        made = reporting.verified(session, place, elsewhere, *period)
    click.echo(as_text(made), nl=False)
    if made.fault:
        raise SystemExit(1)


@signoffs.command(cls=OperatorCommand)
@place_option
def export(place_id: int) -> None:
    """Écrire une chaîne, un objet JSON par ligne : ce que lit tools/verify_chain.py."""
    with _reading() as (session, _):
        _place(session, place_id)
        for line in queries.chain(session, place_id):
            kept = {"seq": line.seq, "hash": line.hash, "payload": line.payload}
            click.echo(json.dumps(kept, ensure_ascii=False))


def _place(session: Session, place_id: int) -> Establishment:
    place = session.get(Establishment, place_id)
    if place is None:
        raise click.ClickException(f"Aucun établissement ne porte le numéro {place_id}.")
    return place
