"""Doors of the competency file."""

from flask import Blueprint

bp = Blueprint("dossiers", __name__, template_folder="../templates")

from . import asking, attestations, check, sheets, visas  # noqa: E402  # they register on ``bp``

__all__ = ["asking", "attestations", "bp", "check", "sheets", "visas"]
