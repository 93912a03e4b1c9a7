"""Set up: the secret, the database, the content, the first administrator."""

import os
from pathlib import Path

import click
from sqlalchemy import select

from .. import migrate
from ..accounts import actions as accounts
from ..app import make_database
from ..content import actions as content
from ..content.loader import load
from ..core.permissions import Role
from ..core.typography import plural
from ..establishments import actions as places
from ..establishments.models import Establishment
from ..operator_command import OperatorCommand
from ..settings import Settings, create_secret, from_environment


def prepare(settings: Settings) -> str:
    """Migrate and bring the content in; returns what changed, in words.

    Raises ClickException with every fault of the content: nothing broken gets in.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate.upgrade(settings.database_url)
    library = load(settings.packs)
    if library.problems:
        raise click.ClickException("\n".join(str(problem) for problem in library.problems))
    with make_database(settings).writing() as session:
        report = content.sync(session, library)
    return (
        f"Contenu : {plural(report.changed, 'nouveau ou modifié', 'nouveaux ou modifiés')}, "
        f"{plural(report.unchanged, 'inchangé')}, {plural(report.retired, 'retiré')}."
    )


@click.command(cls=OperatorCommand)
def init() -> None:
    """Créer le secret et la base, ou les mettre à jour. Peut être relancé sans risque."""
    data_dir = Path(os.environ.get("PORTAL_DATA_DIR", "data")).resolve()
    if not os.environ.get("PORTAL_SECRET_KEY"):
        click.echo(f"Clé secrète : {create_secret(data_dir)}")
    click.echo(prepare(from_environment(os.environ)))
    click.echo("Prêt. Ensuite : integration-portal create-admin, puis integration-portal serve.")


@click.command("create-admin", cls=OperatorCommand)
@click.option("--email", prompt="Adresse électronique")
@click.option("--given-name", prompt="Prénom")
@click.option("--family-name", prompt="Nom")
@click.option("--establishment", "place", prompt="Établissement")
def create_admin(email: str, given_name: str, family_name: str, place: str) -> None:
    """Créer la première administration ; affiche le lien où choisir le mot de passe."""
    settings = from_environment(os.environ)
    with make_database(settings).writing() as session:
        found = session.scalar(select(Establishment).where(Establishment.name == place))
        establishment = found or places.create_establishment(session, None, name=place)
        user = accounts.create_user(
            session, None, email=email, given_name=given_name, family_name=family_name,
            quality="Administration du portail",
        )  # fmt: skip
        accounts.grant_role(session, None, user, Role.ADMIN, establishment_id=establishment.id)
        link = accounts.invite(session, None, user, base_url=settings.base_url)
    click.echo(f"Compte créé. Choisissez le mot de passe ici, dans les 7 jours :\n{link}")
