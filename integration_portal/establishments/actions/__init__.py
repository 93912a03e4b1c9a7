"""Verbs on places and on the people who work there."""

from .places import (
    create_establishment,
    create_unit,
    name_referent,
    remove_referent,
    update_establishment,
    update_unit,
)

__all__ = [
    "create_establishment",
    "create_unit",
    "name_referent",
    "remove_referent",
    "update_establishment",
    "update_unit",
]
