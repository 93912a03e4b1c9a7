"""Closed by default: a view says who may open it, or nobody can."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import Forbidden, Unauthorized

from ..core.permissions import Permission

F = TypeVar("F", bound=Callable[..., Any])
PUBLIC = "public"
PROGRAM = "program"
_GATE = "api_gate"


def requires(permission: Permission) -> Callable[[F], F]:
    """The view is for people who hold ``permission`` somewhere; policies then filter the rows."""

    return lambda view: _mark(view, permission)


def _mark(view: F, access: str) -> F:
    """A function carries what it is told; its type does not say so."""
    marked: Any = view
    marked.access = access
    return view


def public(view: F) -> F:
    """The view is for everybody, logged in or not."""
    return _mark(view, PUBLIC)


def requires_token(view: F) -> F:
    """The view is for programs that hold a key; a person's session opens nothing there."""
    return _mark(view, PROGRAM)


def install_gate(app: Flask, check: Callable[[], None]) -> None:
    """``check`` lets a request with a good key through, and raises for any other."""
    app.extensions[_GATE] = check


def access_of(app: Flask, endpoint: str) -> Permission | str | None:
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions[endpoint], "access", None)


def install(app: Flask) -> None:
    @app.before_request
    def guard() -> None:
        if request.endpoint is None:
            return
        access = access_of(current_app, request.endpoint)
        if access == PUBLIC:
            return
        if access is None:
            raise Forbidden
        if access == PROGRAM:
            current_app.extensions[_GATE]()
            return
        if not current_user.is_authenticated:
            raise Unauthorized
        if not current_user.actor.can(access):
            raise Forbidden
