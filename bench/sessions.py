"""Log somebody in without her password: a session row, and the cookie her browser would hold."""

from http.cookies import SimpleCookie
from typing import cast

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from integration_portal.accounts.actions import open_session
from integration_portal.accounts.models import User
from integration_portal.core.unit_of_work import Database


def open_for(app: Flask, database: Database, email: str) -> str:
    """The value of the ``Cookie`` header of a browser that has opened its first page."""
    with database.writing() as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        token = open_session(session, user, device="Mesure", hours=12)
    return warm(app, sign(app, {"_user_id": token, "_fresh": True, "_permanent": True}))


def sign(app: Flask, content: dict[str, object]) -> str:
    """A session cookie of ``app`` holding ``content``."""
    serializer = cast("SecureCookieSessionInterface", app.session_interface).get_signing_serializer(
        app
    )
    assert serializer is not None
    return f"{app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}"


def warm(app: Flask, cookie: str) -> str:
    """The cookie as the account page leaves it, its CSRF token made once and for all."""
    name = cookie.partition("=")[0]
    client = app.test_client(use_cookies=False)
    response = client.get("/compte", headers={"Cookie": cookie})
    assert response.status_code == 200, response.status
    for header in response.headers.getlist("Set-Cookie"):
        found = SimpleCookie(header)
        if name in found:
            return f"{name}={found[name].value}"
    return cookie
