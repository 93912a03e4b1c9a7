"""``integration-portal content``: check and list the packs, without database nor secret; export
what is in force, from the database."""

import json
import os
from pathlib import Path
from typing import cast

import click

from ..core.bus import Bus
from ..core.db import make_engine, session_factory
from ..core.typography import plural
from ..core.unit_of_work import Database
from ..operator_command import OperatorCommand
from ..settings import bundled, from_environment
from . import lint, queries, to_check
from .export import files_of, write_folder, write_zip
from .loader import KINDS, Entry, Kind, Library, Problem, load

packs_argument = click.argument(
    "packs",
    nargs=-1,
    metavar="[PACK]…",
    envvar="PORTAL_CONTENT_PACKS",
    type=click.Path(exists=True, resolve_path=True, path_type=Path),
)
packs_option = click.option(
    "--pack",
    "packs",
    multiple=True,
    envvar="PORTAL_CONTENT_PACKS",
    type=click.Path(exists=True, resolve_path=True, path_type=Path),
    help="Un pack de contenus posé sur ceux livrés.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")


@click.group()
def content() -> None:
    """Contenus : fiches, modules, parcours, questionnaires, compétences."""


@content.command()
@packs_argument
@json_option
def check(packs: tuple[Path, ...], as_json: bool) -> None:
    """Relire les contenus livrés et, par-dessus, chaque PACK (à défaut PORTAL_CONTENT_PACKS).

    Chaque faute est donnée avec son fichier et sa ligne. Sort en erreur s’il y en a une.
    """
    library = read_library(packs)
    problems = sorted([*library.problems, *lint.check(library)])
    if as_json:
        click.echo(_json({"entries": len(library.entries), "problems": _problems(problems)}))
    else:
        for problem in problems:
            click.echo(problem)
        click.echo(_verdict(library, problems), err=bool(problems))
    if problems:
        raise SystemExit(1)


@content.command("list")
@packs_argument
@click.option("--kind", type=click.Choice(KINDS), help="Seulement cette sorte de contenu.")
@json_option
def list_(packs: tuple[Path, ...], kind: str | None, as_json: bool) -> None:
    """Lister les contenus : adresse courte, titre, empreinte du texte, nombre d’éléments."""
    library = read_library(packs)
    rows = [_row(entry) for (k, _), entry in sorted(library.entries.items()) if kind in {None, k}]
    if as_json:
        click.echo(_json(rows))
    else:
        for row in rows:
            click.echo("\t".join(str(value) for value in row.values()))
    if library.problems:
        click.echo("Des fichiers ne se lisent pas : lancez « content check ».", err=True)
        raise SystemExit(1)


@content.command("to-check")
@packs_argument
def list_to_check(packs: tuple[Path, ...]) -> None:
    """Lister, en Markdown, ce qui reste à vérifier dans les modules et les fiches, et par qui."""
    click.echo(to_check.report(read_library(packs)), nl=False)


@content.command(cls=OperatorCommand)
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="Le fichier .zip, ou le dossier, à écrire. Il ne doit pas exister.",
)
@click.option("--kind", type=click.Choice(KINDS), help="Seulement cette sorte de contenu.")
@json_option
def export(target: Path, kind: str | None, as_json: bool) -> None:
    """Écrire les contenus en vigueur comme un pack, sans « Chez nous » ni validations.

    Les mêmes contenus donnent le même fichier, octet pour octet.
    """
    files = _in_force(kind)
    try:
        (write_zip if target.suffix == ".zip" else write_folder)(target, files)
    except FileExistsError as error:
        raise click.ClickException(f"{target} existe déjà : choisissez un autre nom.") from error
    if as_json:
        click.echo(_json({"out": str(target), "files": len(files)}))
    else:
        click.echo(f"{plural(len(files), 'fichier écrit', 'fichiers écrits')} dans {target}.")


def _in_force(kind: str | None) -> dict[str, str]:
    engine = make_engine(from_environment(os.environ).database_url)
    try:
        with Database(session_factory(engine), Bus()).reading() as session:
            rows = queries.list_in_force(session, kind)
            return files_of((cast("Kind", row.kind), row.slug, row.payload) for row in rows)
    finally:
        engine.dispose()


def read_library(packs: tuple[Path, ...]) -> Library:
    """What ships, and these packs over it."""
    return load(dict.fromkeys((bundled("content").resolve(), *packs)))


def _row(entry: Entry) -> dict[str, str | int]:
    return {
        "kind": entry.kind,
        "slug": entry.slug,
        "title": entry.title,
        "version": entry.version,
        **entry.counts,
    }


def _problems(problems: list[Problem]) -> list[dict[str, str | int]]:
    return [{"file": p.file, "line": p.line, "message": p.message} for p in problems]


def _verdict(library: Library, problems: list[Problem]) -> str:
    entries = plural(len(library.entries), "contenu lu", "contenus lus")
    if not problems:
        return f"{entries}, aucune faute."
    return f"{entries}, {plural(len(problems), 'faute')}."


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
