"""Flask-Login, told to look for a live login session instead of a user id.

The browser's cookie holds a random token; the database holds its hash. Revoking the row logs
the browser out. The idle limit lives in the signed cookie itself, so a GET never writes.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, render_template, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..web import pending
from ..web.portal import SAFE, unlocked
from . import queries
from .forms import LoginForm


@dataclass
class CurrentUser(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """What Flask-Login carries: the actor, the browser's token and its login session's id."""

    actor: Actor
    token: str
    session_id: int

    def get_id(self) -> str:
        return self.token


def install(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None  # ward PCs change address behind proxies; see decision 0005

    @manager.user_loader  # type: ignore[untyped-decorator]  # the same
    def load(token: str) -> CurrentUser | None:
        if g.get("user_unreadable"):
            return None  # the error page of a dead database is shown to nobody in particular
        try:
            found = queries.find_actor_of_session(unlocked(), token)
        except OperationalError:
            g.user_unreadable = True
            raise
        return CurrentUser(found[0], token, found[1]) if found else None

    app.register_error_handler(401, _ask_to_log_in)


def _ask_to_log_in(_error: Exception) -> tuple[str, int]:
    """The login page in the place of the page asked for, which comes once logged in."""
    leaving = request.endpoint == "accounts.log_out"
    form = LoginForm(formdata=None, pending="" if leaving else pending.pack())
    lost_text = request.method not in SAFE and not leaving
    return render_template("accounts/login.html", form=form, expired=lost_text), 401


def start(database: Session, token: str) -> None:
    """Log this browser in with a session token just opened; the old cookie content goes."""
    found = queries.find_actor_of_session(database, token)
    if found is None:
        raise LookupError("the session was not opened")
    _forget_cookie()
    session.permanent = True
    login_user(CurrentUser(found[0], token, found[1]))


def stop() -> None:
    logout_user()
    _forget_cookie()


def _forget_cookie() -> None:
    """Flask-WTF keeps this answer's CSRF token aside: made for the old cookie, it must go too."""
    session.clear()
    g.pop("csrf_token", None)


def device_name() -> str:
    """Browser and system in two words: enough to recognise a post, no more."""
    agent: Any = request.user_agent.string
    browser = next((b for b in ("Firefox", "Edg", "Chrome", "Safari") if b in agent), "Navigateur")
    system = next(
        (s for s in ("Windows", "Android", "iPhone", "iPad", "Mac OS", "Linux") if s in agent),
        "système inconnu",
    )
    return f"{'Edge' if browser == 'Edg' else browser}, {system}"
