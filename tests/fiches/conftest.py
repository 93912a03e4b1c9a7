"""Fixtures of the fiches."""

import pytest

from .layering import PAGE


@pytest.fixture
def editor(enter, world):
    return enter(world.ours.editor)


@pytest.fixture
def at(world):
    """Addresses of the editor for the establishment and for a unit."""
    return {
        "house": f"{PAGE}?lieu=e{world.ours.establishment_id}",
        "unit": f"{PAGE}?lieu=u{world.ours.unit_id}",
        "neighbour": f"{PAGE}?lieu=u{world.ours.neighbour_unit_id}",
    }
