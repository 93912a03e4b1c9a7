"""``integration-portal content``: check and list the packs, without database nor secret."""

import json
from pathlib import Path

import click

from ..settings import bundled
from . import lint
from .loader import KINDS, Entry, Library, Problem, load

packs_argument = click.argument(
    "packs",
    nargs=-1,
    metavar="[PACK]…",
    envvar="PORTAL_CONTENT_PACKS",
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
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
    entries = f"{len(library.entries)} contenus lus"
    if not problems:
        return f"{entries}, aucune faute."
    return f"{entries}, {len(problems)} faute{'s' if len(problems) > 1 else ''}."


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
