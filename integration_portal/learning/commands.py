"""``integration-portal learning``: questions in and out of a module, a module as a folder of pages."""

from collections.abc import Sized
from pathlib import Path

import click

from ..content.commands import packs_option, read_library
from ..content.export import write_folder
from ..content.loader import Entry, Library
from ..content.modules import known_to
from ..core.typography import plural
from ..settings import bundled
from . import presentation
from .exchange import (
    Defaults,
    Imported,
    UnreadableError,
    bank_text,
    read_gift,
    read_xml,
    write_gift,
    write_xml,
)
from .folder import files_of
from .graph_command import graph

SHIPPED = "Contenu sous licence CC BY-SA 4.0 (creativecommons.org/licenses/by-sa/4.0/deed.fr)."
LOCAL = "Contenu de l’établissement qui l’a écrit : demandez avant de le reprendre."


@click.group()
def learning() -> None:
    """Modules : questions échangées avec un Moodle, pages à emporter."""


learning.add_command(graph)


@learning.group()
def questions() -> None:
    """Banques de questions : GIFT et Moodle XML."""


@questions.command("export")
@click.argument("module")
@click.option(
    "--format", "format_", type=click.Choice(["gift", "xml"]), default="gift", show_default=True
)
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Le fichier à écrire ; à défaut, la sortie standard.",
)
@packs_option
def export_(module: str, format_: str, target: Path | None, packs: tuple[Path, ...]) -> None:
    """Écrire les questions de MODULE (son adresse courte) pour une autre plateforme.

    Notre question entière reste dans un commentaire : relue ici, elle revient la même.
    """
    entry = _entry(read_library(packs), module)
    if not entry.payload["questions"]:
        raise click.ClickException(f"« {module} » n’a pas de question.")
    write = write_gift if format_ == "gift" else write_xml
    text = write(entry.payload, f"{entry.payload['code']} {entry.title}", _licence(entry))
    if target is None:
        click.echo(text, nl=False)
        return
    _write_new(target, text, replace=False)
    click.echo(f"{_written(entry.payload['questions'])} dans {target}.")


@questions.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--module-folder",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    help="Le dossier du module, celui de module.md.",
)
@click.option(
    "--objective", type=click.IntRange(1), help="L’objectif des questions qui n’en disent pas."
)
@click.option("--lesson", help="La leçon à relire des questions qui n’en disent pas.")
@click.option(
    "--source", "sources", multiple=True, help="Une source (S1) de celles qui n’en disent pas."
)
@click.option("--explanation", help="L’explication de celles qui n’en disent pas.")
@click.option("--draws", type=click.IntRange(4, 20), help="Combien de questions un quiz tire.")
@click.option(
    "--skip-refused", is_flag=True, help="Écrire les autres quand une question est refusée."
)
@click.option("--replace", is_flag=True, help="Remplacer le questions.yml qui est là.")
def import_(
    file: Path,
    folder: Path,
    objective: int | None,
    lesson: str | None,
    sources: tuple[str, ...],
    explanation: str | None,
    draws: int | None,
    skip_refused: bool,
    replace: bool,
) -> None:
    """Lire FILE (GIFT, ou Moodle XML s’il finit par .xml) et écrire questions.yml près de module.md.

    Chaque faute est donnée avec sa ligne. Rien n’est écrit tant qu’une question est refusée.
    """
    imported = _read(file, folder, Defaults(objective, lesson, sources, explanation))
    refused = sum(fault.refused for fault in imported.faults)
    for fault in imported.faults:
        click.echo(f"{file.name}:{fault.line} : {fault.message}", err=fault.refused)
    if refused and not skip_refused:
        raise click.ClickException(
            f"{refused} refusées, rien n’est écrit. Corrigez, ou ajoutez --skip-refused."
        )
    try:
        text = bank_text(imported.questions, imported.settings, draws)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from error
    _write_new(folder / "questions.yml", text, replace=replace)
    click.echo(f"{_written(imported.questions)} dans {folder / 'questions.yml'}.")


def _read(file: Path, folder: Path, defaults: Defaults) -> Imported:
    known = known_to(folder)
    if known is None:
        raise click.ClickException(
            f"{folder} n’a pas de module.md lisible : lancez « content check »."
        )
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} n’est pas lisible en UTF-8.") from error
    read = read_xml if file.suffix.lower() == ".xml" else read_gift
    return read(text, defaults, known)


@learning.command("module-html")
@click.argument("module")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path),
    help="Le dossier à écrire. Il ne doit pas exister.",
)
@packs_option
def module_html(module: str, target: Path, packs: tuple[Path, ...]) -> None:
    """Écrire MODULE comme un dossier de pages à lire ou à déposer ailleurs.

    Leçons, questions avec leur réponse repliée, mise en situation page par page. Sans réseau ni
    suivi : ces pages s’ouvrent depuis un disque.
    """
    library = read_library(packs)
    entry = _entry(library, module)
    fiches = {one.slug: one.title for one in library.of_kind("fiche")}
    shown = presentation.module(entry.slug, entry.version, entry.payload)
    files = files_of(shown, fiches, _licence(entry))
    try:
        write_folder(target, files)
    except FileExistsError as error:
        raise click.ClickException(f"{target} existe déjà : choisissez un autre nom.") from error
    written = plural(len(files), "fichier écrit", "fichiers écrits")
    click.echo(f"{written} dans {target}. Ouvrez index.html.")


def _written(questions: Sized) -> str:
    return plural(len(questions), "question écrite", "questions écrites")


def _licence(entry: Entry) -> str:
    """What ships has its licence; a pack belongs to whoever wrote it."""
    shipped = entry.file.startswith(f"{bundled('content').name}/")
    return SHIPPED if shipped else LOCAL


def _entry(library: Library, slug: str) -> Entry:
    found = library.entries.get(("module", slug))
    if found is None:
        raise click.ClickException(
            f"Aucun module ne s’appelle « {slug} » (voir « content list --kind module »)."
        )
    return found


def _write_new(target: Path, text: str, *, replace: bool) -> None:
    try:
        with target.open("w" if replace else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise click.ClickException(f"{target} existe déjà : rien n’est écrit.") from error
    except OSError as error:
        raise click.ClickException(
            f"{target} ne peut pas être écrit : {error.strerror}."
        ) from error
