"""Doors of the cohorts, by idea: boards, what is blocked, enrolment, import, export."""

from flask import Blueprint

bp = Blueprint("cohorts", __name__, template_folder="../templates")

from . import attendance, boards, enrolment, exports, imports, results, unblock  # noqa: E402  # they register on ``bp``

__all__ = ["attendance", "boards", "bp", "enrolment", "exports", "imports", "results", "unblock"]
