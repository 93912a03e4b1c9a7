"""Doors of the sign-offs."""

from flask import Blueprint

bp = Blueprint("signoffs", __name__, template_folder="../templates")

# Views register themselves on ``bp``.
from . import absences, countersign, desk, entries, queue, together  # noqa: E402

__all__ = ["absences", "bp", "countersign", "desk", "entries", "queue", "together"]
