"""Doors, by subject: people, one person, places, audit log."""

from . import audit, people, person, places

__all__ = ["audit", "people", "person", "places"]
