"""Run: the web server and the worker."""

import os
import signal
import threading

import click
from granian.constants import Interfaces
from granian.server import Server

from .. import migrate, worker
from ..app import make_database
from ..core.db import make_engine
from ..core.mail import NoMail, mail_port
from ..core.typography import plural
from ..operator_command import OperatorCommand
from ..settings import from_environment
from ..signoffs.anchor_files import Outside
from ..web.security import configure_logging


@click.command(cls=OperatorCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d’écoute.")
@click.option("--port", default=8000, show_default=True, help="Port d’écoute.")
@click.option("--workers", default=2, show_default=True, help="Processus qui répondent.")
def serve(host: str, port: int, workers: int) -> None:
    """Servir le portail."""
    settings = from_environment(os.environ)
    if not migrate.is_current(make_engine(settings.database_url), settings.database_url):
        raise click.ClickException("La base n’est pas à jour. Lancez « integration-portal init ».")
    Server(
        "integration_portal.wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,
    ).serve()


@click.command("worker", cls=OperatorCommand)
@click.option("--once", is_flag=True, help="Un seul passage, pour cron.")
def work(once: bool) -> None:
    """Envoyer les courriels en attente, préparer les classeurs, ancrer les registres, ranger."""
    settings = from_environment(os.environ)
    configure_logging(settings.log_level)
    database = make_database(settings)
    outside = Outside(settings.anchor_mail, settings.anchor_dir)
    mail = mail_port(settings.smtp_url, settings.mail_from)
    if settings.environment == "production" and not settings.smtp_url:
        mail = NoMail()  # a console would show live links; the messages wait for a server
        click.echo("PORTAL_SMTP_URL n’est pas réglé : les courriels attendent.", err=True)
    if once:
        sent = worker.run_once(database, mail, settings.documents_dir, outside)
        click.echo(f"{plural(sent, 'courriel envoyé', 'courriels envoyés')}.")
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    worker.run_forever(database, mail, stop, settings.documents_dir, outside)
