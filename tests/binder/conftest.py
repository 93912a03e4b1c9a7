"""A binder asked for, and the worker that makes it."""

import pytest

from integration_portal.binder import actions, making, queries
from integration_portal.binder.scope import Scope
from tests.support.factories import actor_of


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "documents"


@pytest.fixture
def cardiology(world) -> Scope:
    place = world.ours
    return Scope(place.establishment_id, place.unit_id, "cardiologie", "Cardiologie", "Cardiologie")


@pytest.fixture
def asked(db, world, cardiology):
    """The id of the recruit's job, waiting."""
    with db.writing() as session:
        return actions.ask(session, actor_of(session, world.ours.recruit.id), cardiology).id


@pytest.fixture
def made(db, asked, folder):
    """The same, made."""
    assert making.make_next(db, folder)
    return asked


@pytest.fixture
def job_of(db, world):
    """``job_of(id)``: the recruit's job as it stands."""

    def read(job_id):
        with db.reading() as session:
            return queries.get_own(session, actor_of(session, world.ours.recruit.id), job_id)

    return read
