"""``integration-portal demo``: start with demo data, never touching a real database."""

import os
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import make_server

from .. import worker
from ..app import create_app, make_database
from ..commands.setup import prepare
from ..core import clock
from ..core.mail import ConsoleMail
from ..core.unit_of_work import Database
from ..operator_command import OperatorCommand
from ..search.current import warm
from ..settings import Settings, create_secret, from_environment
from . import build
from .people import describe


@click.command(cls=OperatorCommand)
@click.option("--port", default=8000, show_default=True, help="Port d’écoute.")
@click.option("--prepare-only", is_flag=True, help="Construire les données et sortir.")
@click.option("--open", "show", is_flag=True, help="Ouvrir le navigateur.")
def demo(port: int, prepare_only: bool, show: bool) -> None:
    """Démarrer avec des données de démonstration. Ne touche jamais une vraie base."""
    settings = _settings(port)
    click.echo(prepare(settings))
    database = make_database(settings)
    _fill(database, settings)
    app = create_app(settings)
    warm(app)
    if prepare_only:
        click.echo(describe())
        return
    click.echo(f"\nLe portail est ouvert : {settings.base_url}\n\n{describe()}\n")
    if show:
        webbrowser.open(settings.base_url)
    _serve(app, settings, database, port)


def _settings(port: int) -> Settings:
    """Its own folder unless one is named; the environment is always « demo », mail is shown."""
    environ = {**os.environ, "PORTAL_ENVIRONMENT": "demo"}
    environ.setdefault("PORTAL_DATA_DIR", "demo-data")
    environ.pop("PORTAL_SMTP_URL", None)
    create_secret(Path(environ["PORTAL_DATA_DIR"]).resolve())
    return replace(from_environment(environ), base_url=f"http://127.0.0.1:{port}")


def _fill(database: Database, settings: Settings) -> None:
    try:
        with database.writing() as session:
            if not build.is_ready(session):
                click.echo("Construction des données de démonstration…")
                build.build(session, clock.today(settings.time_zone))
    except build.NotADemoError as error:
        raise click.ClickException(
            "Cette base contient de vraies données : la démonstration n’y touche pas."
        ) from error


def _serve(app: Flask, settings: Settings, database: Database, port: int) -> None:
    """One threaded process, with the worker beside it: enough for a demonstration."""
    stop = threading.Event()
    mailer = threading.Thread(
        target=worker.run_forever,
        args=(database, ConsoleMail(), stop, settings.documents_dir),
        daemon=True,
    )
    mailer.start()
    server = make_server("127.0.0.1", port, app, threaded=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("À bientôt.")
    finally:
        stop.set()
