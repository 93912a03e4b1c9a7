"""``integration-portal content preview``: an editor sees her files as pages, again at each save.

A throwaway database in a temporary folder, a server that only this machine reaches, and one
invented editor whom the printed link logs in. Nothing of a real portal is read or written.
"""

import secrets
import tempfile
import threading
import webbrowser
from pathlib import Path

import click
from flask import Blueprint, Flask, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from ..accounts import actions as accounts
from ..accounts import login
from ..app import create_app, make_database
from ..commands.setup import prepare
from ..content.commands import packs_argument
from ..content.watching import Watcher
from ..core.errors import NotFoundError
from ..core.permissions import Role
from ..core.unit_of_work import Database
from ..establishments import actions as places
from ..operator_command import OperatorCommand
from ..settings import Settings
from ..web.access import public
from ..web.portal import db

PAUSE_S = 1.0
HOURS = 24


@click.command(cls=OperatorCommand)
@packs_argument
@click.option("--port", default=5001, show_default=True, help="Port d’écoute.")
@click.option("--open", "show", is_flag=True, help="Ouvrir le navigateur.")
def preview(packs: tuple[Path, ...], port: int, show: bool) -> None:
    """Voir les contenus livrés et chaque PACK comme des pages, relus à chaque enregistrement.

    Base jetable, sur ce poste seulement. F5 dans le navigateur montre le nouveau texte.
    """
    with tempfile.TemporaryDirectory(prefix="apercu-") as folder:
        settings = _settings(Path(folder), packs, port)
        click.echo(prepare(settings))
        database = make_database(settings)
        with database.writing() as session:
            token = _editor(session)
        app = create_app(settings)
        link = settings.base_url + _door(app, token)
        click.echo(f"\nVos fichiers, en pages : {link}\nCtrl+C pour finir.\n")
        if show:
            webbrowser.open(link)
        _serve(app, Watcher(settings.packs), database, port)


def _settings(folder: Path, packs: tuple[Path, ...], port: int) -> Settings:
    """Nothing comes from the environment: a real database is out of reach."""
    return Settings(
        secret_key=secrets.token_urlsafe(48),
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'apercu.db'}",
        base_url=f"http://127.0.0.1:{port}",
        environment="development",
        idle_minutes=240,
        session_hours=HOURS,
        content_packs=packs,
        portal_name="Aperçu des contenus",
    )


def _editor(session: Session) -> str:
    """The one person there; returns the token of her session."""
    place = places.create_establishment(session, None, name="Établissement d’essai")
    user = accounts.create_user(
        session, None, email="redaction@apercu.example", given_name="Rédaction",
        family_name="Aperçu", quality="Rédaction",
    )  # fmt: skip
    accounts.grant_role(session, None, user, Role.EDITOR, establishment_id=place.id)
    return accounts.open_session(session, user, device="Aperçu", hours=HOURS)


def _door(app: Flask, token: str) -> str:
    """The address that logs this browser in, known only to who reads the terminal."""
    key = secrets.token_urlsafe(16)
    door = Blueprint("preview", __name__)

    @door.get("/apercu/<given>")
    @public
    def enter(given: str) -> Response:
        if not secrets.compare_digest(given.encode(), key.encode()):
            raise NotFoundError
        login.start(db(), token)
        return redirect(url_for("learning.index"))

    app.register_blueprint(door)
    return f"/apercu/{key}"


def _watch(watcher: Watcher, database: Database, stop: threading.Event) -> None:
    while not stop.wait(PAUSE_S):
        for line in watcher.look(database):
            click.echo(line)


class _Quiet(WSGIRequestHandler):
    """Says nothing of each page: the terminal is for the faults of the files."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def _serve(app: Flask, watcher: Watcher, database: Database, port: int) -> None:
    stop = threading.Event()
    threading.Thread(target=_watch, args=(watcher, database, stop), daemon=True).start()
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("À bientôt.")
    finally:
        stop.set()
