"""Doors of the sign-offs."""

from flask import Blueprint

bp = Blueprint("signoffs", __name__, template_folder="../templates")

from . import entries, queue, registre  # noqa: E402  # views register themselves on ``bp``

__all__ = ["bp", "entries", "queue", "registre"]
