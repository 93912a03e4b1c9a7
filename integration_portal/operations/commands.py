"""``integration-portal backup | restore | purge``: for the operator of the portal."""

import os
from dataclasses import asdict
from pathlib import Path

import click
import orjson
from sqlalchemy.orm import Session

from .. import migrate
from ..core.db import make_engine
from ..core.typography import plural
from ..operator_command import OperatorCommand
from ..settings import Settings, from_environment
from . import retention
from .backup import back_up
from .manifest import Manifest, manifest_path
from .restore import restore as restore_file

json_option = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@click.command(cls=OperatorCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DOSSIER")
@json_option
def backup(folder: Path, as_json: bool) -> None:
    """Sauvegarder la base dans DOSSIER, et prouver la sauvegarde en la restaurant à côté.

    Se lance pendant que le portail sert. Ne contient ni la clé secrète, ni les contenus ajoutés,
    ni les sessions, ni les liens et courriels en attente.
    """
    settings = from_environment(os.environ)
    file, manifest = back_up(settings.database_url, folder)
    if as_json:
        click.echo(_json({"path": str(file), "proved": True, **asdict(manifest)}))
    else:
        _describe(file, manifest, settings)
    if any(chain.fault for chain in manifest.chains):
        raise SystemExit(1)


def _describe(file: Path, manifest: Manifest, settings: Settings) -> None:
    click.echo(f"Sauvegarde : {file} ({file.stat().st_size // 1024 + 1} Kio)")
    click.echo(f"Manifeste : {manifest_path(file)}")
    click.echo("Preuve, par restauration dans une base temporaire :")
    click.echo(f"  {_counted(manifest)}, relues à l’identique ;")
    _describe_chains(manifest)
    click.echo("Laissés de côté : sessions, liens à usage unique, courriels en attente.")
    if (settings.data_dir / "secret_key").is_file():
        click.echo(
            f"La clé secrète n’y est pas : gardez {settings.data_dir / 'secret_key'} à part."
        )
    else:
        click.echo("La clé secrète n’y est pas : gardez PORTAL_SECRET_KEY à part.")


def _counted(manifest: Manifest) -> str:
    return f"{plural(len(manifest.tables), 'table')} et {plural(manifest.rows, 'ligne')}"


def _describe_chains(manifest: Manifest) -> None:
    for chain in manifest.chains:
        state = f"ROMPUE, {chain.fault}" if chain.fault else "intacte"
        end = f", fin {chain.head[:12]}" if chain.head else ""
        click.echo(
            f"  {chain.establishment} : {plural(chain.lines, 'ligne')}, chaîne {state}{end}."
        )


@click.command(cls=OperatorCommand)
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FICHIER"
)
@json_option
def restore(file: Path, as_json: bool) -> None:
    """Restaurer FICHIER (et son manifeste) dans une base neuve, SQLite ou PostgreSQL.

    Refuse une base qui contient un compte. Arrêtez le portail d’abord.
    """
    settings = from_environment(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    manifest = restore_file(settings.database_url, file)
    if as_json:
        click.echo(_json({"restored": True, **asdict(manifest)}))
        return
    click.echo(f"Restauré : {_counted(manifest)}, vérifiées ;")
    _describe_chains(manifest)
    click.echo(
        "Chacun se reconnecte. Effacez de nouveau les personnes effacées depuis le "
        f"{manifest.made_at[:10]} (voir docs/exploitation.md)."
    )


@click.command(cls=OperatorCommand)
@click.option("--dry-run", "counts_only", is_flag=True, help="Compter, sans rien effacer.")
@click.option("--apply", "applies", is_flag=True, help="Effacer.")
@json_option
def purge(counts_only: bool, applies: bool, as_json: bool) -> None:
    """Effacer ce dont la durée de conservation est passée ; lister les comptes sans trace.

    Aucun compte n’est effacé ici : une personne nommée en décide.
    """
    if counts_only == applies:
        raise click.UsageError("Choisissez : --dry-run pour compter, --apply pour effacer.")
    settings = from_environment(os.environ)
    engine = make_engine(settings.database_url)
    if not migrate.is_current(engine, settings.database_url):
        raise click.ClickException("La base n’est pas à jour. Lancez « integration-portal init ».")
    with Session(engine.execution_options(writes=applies)) as session:
        counts = retention.purge(session) if applies else retention.count_out_of_date(session)
        dormant = retention.list_dormant(session)
        session.commit()
    engine.dispose()
    if as_json:
        click.echo(_json({"applied": applies, "rows": counts, "dormant": dormant}))
    else:
        _describe_purge(counts, dormant, applies=applies)


def _describe_purge(
    counts: dict[str, int], dormant: list[retention.Dormant], *, applies: bool
) -> None:
    click.echo("Effacé :" if applies else "À effacer (rien n’a été touché) :")
    for rule in retention.RULES:
        click.echo(f"  {counts[rule.key]:>6}  {rule.label} ({_duration(rule)} : {rule.why})")
    click.echo(f"Comptes sans trace depuis un an, à examiner : {len(dormant)}")
    for person in dormant:
        state = "" if person.is_active else ", compte fermé"
        click.echo(f"  n° {person.id}  {person.name}, créé le {person.created_at:%d/%m/%Y}{state}")


def _duration(rule: retention.Rule) -> str:
    hours = int(rule.keep.total_seconds() // 3600)
    if not hours:
        return "aussitôt"
    return f"{hours}\u00a0h" if hours < 48 else plural(hours // 24, "jour")


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
