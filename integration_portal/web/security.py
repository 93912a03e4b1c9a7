"""Headers on every answer, a request id, JSON logs without secrets."""

import json
import logging
import secrets
import sys
from typing import Any

from flask import Flask, Response, g, request, session

from ..core import clock
from .cookies import DatedCookies

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_STANDARD = set(vars(logging.makeLogRecord({})))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, UTC. json.dumps escapes line breaks: no log injection."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": clock.now().isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {k: v for k, v in vars(record).items() if k not in _STANDARD and k != "taskName"}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure_logging(level: str) -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger("integration_portal")
    root.handlers = [handler]
    root.setLevel(level)
    root.propagate = False


_security_log = logging.getLogger("integration_portal.security")


def log_security(event: str, **facts: Any) -> None:
    """One security event (login, refusal, signature, administration). Never a secret."""
    _security_log.info(event, extra={"request_id": g.get("request_id"), **facts})


def install(app: Flask) -> None:
    app.session_interface = DatedCookies()

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(6)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        for name, value in _HEADERS:
            headers.setdefault(name, value)  # a drawing has a stricter policy of its own
        headers["X-Request-Id"] = g.get("request_id", "")
        if request.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint != "static" and "Cache-Control" not in headers:
            logged_in = "_user_id" in session  # no question to the database for a header
            headers["Cache-Control"] = "no-store" if logged_in else "no-cache"
        return response
