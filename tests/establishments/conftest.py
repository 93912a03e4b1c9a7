"""Our hospital, under a short name."""

import pytest


@pytest.fixture
def at(world):
    """Ids of our hospital."""
    return world.ours
