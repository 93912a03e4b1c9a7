"""Every route of the portal, and how to fill its address for a place of the world."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from integration_portal.app import create_app
from integration_portal.web.access import PUBLIC, access_of

from .client import StrictClient
from .databases import make_settings
from .factories import Place

# Arguments that name content or a secret: the same for every establishment.
SHARED: dict[str, str] = {
    "block": "specialisation",
    "competency": "GI-8",
    "filename": "favicon.svg",
    "token": "jeton-inconnu",
}
# Arguments that name a row of one establishment, and where that row is in the world.
OWNED: dict[str, Callable[[Place], Any]] = {
    "absence_id": lambda place: place.absence_id,
    "attestation_id": lambda place: place.attestation_id,
    "cohort_id": lambda place: place.cohort_id,
    "credit_id": lambda place: place.credit_id,
    "entry_id": lambda place: place.entry_id,
    "gap_id": lambda place: place.gap_id,
    "interview_id": lambda place: place.interview_id,
    "establishment_id": lambda place: place.establishment_id,
    "grant_id": lambda place: place.grant_id,
    "journey_id": lambda place: place.journey_id,
    "notification_id": lambda place: place.notification_id,
    "observation_id": lambda place: place.seen_id,
    "passport_id": lambda place: place.passport_id,
    "person_id": lambda place: place.recruit.id,
    "referent_id": lambda place: place.referent_id,
    "report_id": lambda place: place.report_id,
    "request_id": lambda place: place.request_id,
    "step_id": lambda place: place.step_id,
    "talk_id": lambda place: place.talk_id,
    "token_id": lambda place: place.token_id,
    "template_id": lambda place: place.template_id,
    "unit_id": lambda place: place.unit_id,
    "user_id": lambda place: place.recruit.id,
    "version_id": lambda place: place.version_id,
}
# Arguments that name something inside another argument's row: nothing by themselves.
INSIDE: dict[str, Callable[[Place], Any]] = {
    "code": lambda place: place.code,
    "number": lambda _place: 1,
}
# Arguments that name a row of one person, checked by tests of their own.
PERSONAL: dict[str, str] = dict.fromkeys(
    ("attempt_id", "card_id", "job_id", "run_id", "session_id"), "999999"
)
# (endpoint, argument): an address where the general value does not fit.
SPECIAL: dict[tuple[str, str], str] = {
    ("api.fiche", "slug"): "insuffisance-cardiaque",
    ("approvals.approve", "slug"): "insuffisance-cardiaque",
    ("approvals.page", "slug"): "insuffisance-cardiaque",
    ("approvals.restore", "slug"): "insuffisance-cardiaque",
    ("approvals.review", "slug"): "insuffisance-cardiaque",
    ("approvals.versions", "slug"): "insuffisance-cardiaque",
    ("approvals.withdraw", "slug"): "insuffisance-cardiaque",
    ("fiches.fiche", "slug"): "insuffisance-cardiaque",
    ("readings.attest", "slug"): "insuffisance-cardiaque",
    ("layers.delete", "slug"): "insuffisance-cardiaque",
    ("layers.edit", "slug"): "insuffisance-cardiaque",
    ("layers.preview", "slug"): "insuffisance-cardiaque",
    ("layers.revert", "slug"): "insuffisance-cardiaque",
    ("layers.save", "slug"): "insuffisance-cardiaque",
    ("layers.settle", "slug"): "insuffisance-cardiaque",
    ("learning.figure", "name"): "inconnue.svg",
    ("quiz_reports.report", "question"): "question-inconnue",
    ("quiz_reports.send", "question"): "question-inconnue",
} | {
    (endpoint, argument): value
    for endpoint in (
        "offline.lesson", "learning.figure", "learning.keep_position", "learning.lesson", "learning.mark_read",
        "learning.module", "quiz.front", "quiz.start", "quiz_reports.bank", "quiz_reports.report",
        "quiz_reports.send", "simulation.front", "simulation.start", "simulation_graph.page",
    )
    for argument, value in (
        ("slug", "identitovigilance"),
        ("lesson", "02-traits-stricts"),
    )
}  # fmt: skip


# Pieces that a page fetches: checked inside an empty page.
FRAGMENTS = {"search.fragment"}
AROUND = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai · P</title></head>
<body><main><h1>Essai</h1>{}</main></body></html>"""
_LITERAL = re.compile(r"<any\((\w+)[^)]*\):\w+>")  # the first of a closed list will do
_NAME = re.compile(r"<(?:[^<>]*:)?(\w+)>")


class UnknownArgumentError(AssertionError):
    """A route takes an argument that no table above knows."""


@dataclass(frozen=True)
class Route:
    """One address and one method. ``access``: a permission, ``public``, or None (closed)."""

    endpoint: str
    method: str
    rule: str
    arguments: tuple[str, ...]
    access: Any

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def is_public(self) -> bool:
        return self.access == PUBLIC

    @property
    def owned(self) -> tuple[str, ...]:
        """Its arguments that name a row of an establishment."""
        return tuple(name for name in self.arguments if name in OWNED)

    def path(self, place: Place, **values: Any) -> str:
        """The address for ``place``. Raises UnknownArgumentError."""
        path = _LITERAL.sub(r"\1", self.rule)
        for name in _NAME.findall(path):
            value = values.get(name) or self._value(name, place)
            path = re.sub(rf"<(?:[^<>]*:)?{name}>", str(value), path)
        return path

    def _value(self, name: str, place: Place) -> Any:
        if (self.endpoint, name) in SPECIAL:
            return SPECIAL[self.endpoint, name]
        if name in OWNED or name in INSIDE:
            return (OWNED | INSIDE)[name](place)
        if name in SHARED or name in PERSONAL:
            return (SHARED | PERSONAL)[name]
        raise UnknownArgumentError(
            f"{self}: say in tests/support/routes.py what <{name}> names: OWNED (a row of an "
            "establishment: it is then tried from elsewhere), INSIDE, PERSONAL, SHARED, SPECIAL"
        )


def whole(route: "Route", text: str) -> str:
    """The page, or the piece inside an empty page."""
    piece = route.endpoint in FRAGMENTS and "<html" not in text
    return AROUND.format(text) if piece else text


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        yield from _methods(app, rule)


def _methods(app: Flask, rule: Rule) -> Iterator[Route]:
    access = access_of(app, rule.endpoint)
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        yield Route(rule.endpoint, method, rule.rule, tuple(sorted(rule.arguments)), access)


@cache
def all_routes() -> tuple[Route, ...]:
    """Sorted by address. Building the application opens no database."""
    app = create_app(make_settings("sqlite:///nowhere.db", Path("nowhere")))
    return tuple(sorted(_routes(app), key=lambda route: (route.rule, route.method)))


def routes(method: str | None = None) -> list[Route]:
    return [route for route in all_routes() if method is None or route.method == method]


def answer(
    client: StrictClient,
    route: Route,
    place: Place,
    data: dict[str, str] | None = None,
    **values: Any,
) -> TestResponse | Exception:
    """What the address answers: a page, or the exception that a person would see as a 500."""
    try:
        return client.open(route.path(place, **values), method=route.method, data=data)
    except UnknownArgumentError:
        raise
    except Exception as error:
        return error


def status_of(
    client: StrictClient,
    route: Route,
    place: Place,
    data: dict[str, str] | None = None,
    **values: Any,
) -> int | str:
    """The status, or the exception in words: one broken page does not hide the others."""
    return said(answer(client, route, place, data, **values))


def said(found: TestResponse | Exception) -> int | str:
    """A status, or an exception in words."""
    return repr(found)[:200] if isinstance(found, Exception) else found.status_code
