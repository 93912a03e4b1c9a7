"""The gate of ``/api/``: who holds the key of the ``Authorization`` header, or a refusal."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, abort, current_app, g, request

from ...accounts.tokens import digest
from ...core import clock
from ...fiches.places import Place
from ...web import access, problems
from ...web.portal import db
from ...web.security import log_security
from .. import queries
from ..rules import Pace

_EXTENSION = "api_pace"
_CHALLENGE = 'Bearer realm="integration-portal"'


@dataclass(frozen=True)
class Reader:
    """A program, and the establishment whose texts its key opens."""

    token_id: int
    place: Place


def install(app: Flask) -> None:
    app.extensions[_EXTENSION] = Pace()
    access.install_gate(app, _check)


def reader() -> Reader:
    """The program asking. Only in views guarded by ``requires_token``."""
    return cast("Reader", g.reader)


def _check() -> None:
    secret = _secret()
    if secret is None:
        _refuse("Cette adresse demande une clé d’accès (Authorization: Bearer …).", _CHALLENGE)
        return
    found = queries.find_live_token(db(), secret)
    if found is None:
        log_security("key_refused", path=request.path)
        invalid = f'{_CHALLENGE}, error="invalid_token"'
        _refuse("Clé d’accès inconnue, expirée ou révoquée.", invalid)
        return
    pace = cast("Pace", current_app.extensions[_EXTENSION])
    if not pace.allows(digest(secret), clock.now()):
        sentence = "Trop de demandes en une minute avec cette clé."
        abort(problems.answer(429, sentence, {"Retry-After": "60"}))
    g.reader = Reader(found.id, Place(found.establishment_id))


def _secret() -> str | None:
    """What follows ``Bearer``; None: no such header."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() or None if kind.lower() == "bearer" else None


def _refuse(sentence: str, challenge: str) -> None:
    abort(problems.answer(401, sentence, {"WWW-Authenticate": challenge}))
