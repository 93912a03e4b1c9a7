"""``integration-portal learning graph``: the picture of a simulation, without database nor secret."""

from pathlib import Path

import click

from ..content.commands import packs_option, read_library
from ..operator_command import OperatorCommand
from .graph import draw


@click.command(cls=OperatorCommand)
@click.argument("module", metavar="MODULE")
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Le fichier .svg à écrire ; sans lui, l’image sort à l’écran.",
)
@packs_option
def graph(module: str, target: Path | None, packs: tuple[Path, ...]) -> None:
    """Dessiner le graphe de la mise en situation de MODULE (par exemple identitovigilance)."""
    found = read_library(packs).entries.get(("module", module))
    if found is None:
        raise click.ClickException(f"Aucun module lisible ne s’appelle « {module} ».")
    if found.payload["simulation"] is None:
        raise click.ClickException(f"« {module} » n’a pas de mise en situation.")
    picture = draw(found.payload["simulation"])
    if target is None:
        click.echo(picture, nl=False)
        return
    target.write_text(picture, encoding="utf-8", newline="\n")
    click.echo(f"Graphe écrit dans {target}.")
