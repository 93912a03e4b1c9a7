"""Jinja as the portal uses it."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class PortalEnvironment(Environment):
    """Every template reads the same names, kept in one dictionary. Jinja lays a ``ChainMap`` over it
    for names given to one template alone: nobody gives any here, and each page copied that map
    once for itself and once for every template it imports (see bench/)."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Before anything else reads the environment, which is made once."""
    app.jinja_environment = PortalEnvironment
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
