"""Doors of the sign-offs."""

from flask import Blueprint

from ..evidence import Rule

bp = Blueprint("signoffs", __name__, template_folder="../templates")
bp.add_app_template_filter(lambda kept: Rule.of(kept).sentence, "rule_words")

# Views register themselves on ``bp``.
from . import (  # noqa: E402
    absences,
    asked,
    countersign,
    desk,
    desk_observing,
    entries,
    grid,
    observing,
    queue,
    registre,
    talking,
    together,
)

__all__ = [
    "absences", "asked", "bp", "countersign", "desk", "desk_observing", "entries", "grid", "observing",
    "queue", "registre", "talking", "together",
]  # fmt: skip
