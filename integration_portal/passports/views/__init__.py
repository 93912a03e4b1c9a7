"""Doors of the passports."""

from flask import Blueprint

bp = Blueprint("passports", __name__, template_folder="../templates")

from . import lists, passport, signing, units  # noqa: E402  # views register themselves on ``bp``

__all__ = ["bp", "lists", "passport", "signing", "units"]
