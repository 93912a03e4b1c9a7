"""Doors of the sign-offs."""

from flask import Blueprint

from ..evidence import Rule

bp = Blueprint("signoffs", __name__, template_folder="../templates")
bp.add_app_template_filter(lambda kept: Rule.of(kept).sentence, "rule_words")

from . import asked, entries, grid, observing, queue, talking  # noqa: E402  # views register themselves on ``bp``

__all__ = ["asked", "bp", "entries", "grid", "observing", "queue", "talking"]
