"""What a request stands on: the settings, the database, the unit of work, the actor."""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..core.mail import MailPort
from ..core.unit_of_work import Database
from ..settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_EXTENSION = "integration_portal"


@dataclass(frozen=True)
class Portal:
    settings: Settings
    database: Database
    mail: MailPort


def portal() -> Portal:
    return cast("Portal", current_app.extensions[_EXTENSION])


def db() -> Session:
    """This request's session. On an unsafe method it holds the write lock from its first use."""
    if "db" not in g:
        _close("unlocked")
        g.db = portal().database.open(writes=request.method not in SAFE)
    return cast("Session", g.db)


def unlocked() -> Session:
    """What to read in before ``db()`` is used: an unsafe method holds no lock yet. What is read so
    may have changed once the lock is held: the writing says on what condition it is made."""
    if "db" in g or request.method in SAFE:
        return db()
    if "unlocked" not in g:
        g.unlocked = portal().database.open(writes=False)
    return cast("Session", g.unlocked)


def _close(name: str) -> None:
    session = g.pop(name, None)
    if session is not None:
        session.close()


def actor() -> Actor:
    """The person acting. Only in views guarded by ``requires``."""
    return cast("Actor", current_user.actor)


def today() -> dt.date:
    """The calendar day in the portal's time zone."""
    return clock.today(portal().settings.time_zone)


def local_path(value: str | None) -> str | None:
    """``value`` if it is a path of this portal, else None: never a redirect elsewhere."""
    if value and value.startswith("/") and not value.startswith(("//", "/\\")):
        return value
    return None


def install(app: Flask, context: Portal) -> None:
    """Commit an unsafe request that ends below 400, roll anything else back. A GET never writes."""
    app.extensions[_EXTENSION] = context

    @app.after_request
    def finish(response: Response) -> Response:
        session = g.get("db")
        if session is None:
            return response
        if request.method in SAFE:
            return response  # closing it is enough
        if response.status_code >= 400:
            session.rollback()
            return response
        try:
            session.commit()
        except IntegrityError as error:
            session.rollback()
            return app.make_response(app.handle_user_exception(error))
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        for name in ("unlocked", "db"):
            _close(name)
