"""Doors of the interviews."""

from flask import Blueprint

bp = Blueprint("interviews", __name__, template_folder="../templates")

from . import lists, minutes, sheet, signing  # noqa: E402  # views register themselves on ``bp``

__all__ = ["bp", "lists", "minutes", "sheet", "signing"]
