"""The session cookie, dated and signed: renewed at most once a minute while somebody works.

Flask renews it on every answer. Signing is among the dearest things a light page does, and a minute
is nothing to the idle limit, which only ever gets shorter by it.
"""

import datetime as dt
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from ..core import clock

RENEW_AFTER = dt.timedelta(seconds=60)


class DatedSession(SecureCookieSession):
    """``signed_at``: when the browser's cookie was made, None for a new one."""

    signed_at: dt.datetime | None = None


class DatedCookies(SecureCookieSessionInterface):
    """Flask's own cookie, its serializer built once."""

    session_class = DatedSession
    _serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> DatedSession | None:
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            return None
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return DatedSession()
        limit = int(app.permanent_session_lifetime.total_seconds())
        try:
            content, signed_at = serializer.loads(value, max_age=limit, return_timestamp=True)
        except BadSignature:
            return DatedSession()
        session = DatedSession(content)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: Any) -> bool:
        if session.modified or session.signed_at is None:
            return bool(super().should_set_cookie(app, session))
        return bool(session.permanent and clock.now() - session.signed_at >= RENEW_AFTER)
