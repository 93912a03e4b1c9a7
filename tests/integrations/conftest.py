"""A key of one hospital, and a program that holds it."""

from collections.abc import Callable
from typing import Any

import pytest

from integration_portal.core.unit_of_work import Database
from integration_portal.integrations import actions
from tests.support.factories import Place, World, actor_of


def make_key(database: Database, place: Place, days: int = 90) -> actions.Made:
    with database.writing() as session:
        made = actions.create_token(
            session, actor_of(session, place.admin.id),
            establishment_id=place.establishment_id, name="Intranet", days=days,
        )  # fmt: skip
        session.expunge(made.token)
        return made


@pytest.fixture
def key(db: Database, world: World) -> actions.Made:
    return make_key(db, world.ours)


@pytest.fixture
def ask(client, key: actions.Made) -> Callable[..., Any]:
    """``ask("fiches?limit=2")``: the answer to the program that holds the key."""

    def get(path: str, secret: str = key.secret, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}", **named})

    return get
