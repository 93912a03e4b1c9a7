"""What a board's view reads in the address: the place, the filter, the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...establishments.models import Establishment
from ...establishments.queries import list_establishments
from ...web.kept import url_for
from ...web.portal import actor, db
from ..filters import BoardFilter


@dataclass(frozen=True)
class Pages:
    """What the pagination macro reads."""

    number: int
    pages: int
    url: Callable[[int], str]


def pages(number: int, count: int, asked: BoardFilter) -> Pages:
    path = request.root_path + request.path
    return Pages(number, count, lambda page: path + asked.query(page=page))


def asked_establishment(permission: Permission) -> tuple[Establishment, list[Establishment]]:
    """The one named in the address, else the first in reach; and all of them.

    Raises NotFoundError when the one named is out of reach.
    """
    reached = list_establishments(db(), actor(), permission)
    wanted = request.args.get("etablissement")
    for establishment in reached:
        if wanted is None or str(establishment.id) == wanted:
            return establishment, reached
    raise NotFoundError


_MARK = 987_654_321


def around(endpoint: str, *names: str, **values: Any) -> tuple[str, ...]:
    """What stands around the ids ``names`` in a route's addresses: one ``url_for`` for a whole
    table. ``("/parcours/", "/equipe")``."""
    marks: dict[str, Any] = dict.fromkeys(names, _MARK)
    return tuple(url_for(endpoint, **marks, **values).split(str(_MARK)))
