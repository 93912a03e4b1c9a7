"""Reading places, the people who work there, and the audit log."""

from .places import (
    find_name,
    get_establishment,
    get_ght,
    get_referent,
    get_unit,
    get_whole_establishment,
    list_establishments,
    list_people,
    list_referents,
    list_units,
    referents_of,
    units_of,
)

__all__ = [
    "find_name",
    "get_establishment",
    "get_ght",
    "get_referent",
    "get_unit",
    "get_whole_establishment",
    "list_establishments",
    "list_people",
    "list_referents",
    "list_units",
    "referents_of",
    "units_of",
]
