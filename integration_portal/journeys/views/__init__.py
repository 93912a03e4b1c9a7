"""Doors of the journeys, by audience."""

from flask import Blueprint

bp = Blueprint("journeys", __name__, template_folder="../templates")

from . import (  # noqa: E402  # views register themselves on ``bp``
    adapting,
    adding,
    applying,
    manager,
    planning,
    proofs,
    recruit,
    stopping,
    template_steps,
    tutor,
    versions,
)

__all__ = [
    "adapting",
    "adding",
    "applying",
    "bp",
    "manager",
    "planning",
    "proofs",
    "recruit",
    "stopping",
    "template_steps",
    "tutor",
    "versions",
]
