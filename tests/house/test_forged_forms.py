"""Forms sent with an id of another establishment in a list or a hidden field: refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import pytest

from integration_portal.core.permissions import Role
from tests.support.client import form_values
from tests.support.databases import fingerprint
from tests.support.factories import THEIR_MARK, Place, World
from tests.support.html import parse
from tests.support.routes import FRAGMENTS, answer, routes

# The field's name without plural or suffix, and the row of the other place it is forged into.
NAMES = {
    "apres": lambda place: place.version_id,
    "avant": lambda place: place.version_id,
    "cohort": lambda place: place.cohort_id,
    "doctor": lambda place: place.doctor.id,
    "establishment": lambda place: place.establishment_id,
    "journey": lambda place: place.journey_id,
    "leader": lambda place: place.tutor.id,
    "manager": lambda place: place.manager.id,
    "person": lambda place: place.recruit.id,
    "promotion": lambda place: place.cohort_id,
    "recruit": lambda place: place.recruit.id,
    "relay": lambda place: place.tutor.id,
    "request": lambda place: place.request_id,
    "step": lambda place: place.step_id,
    "target": lambda place: place.version_id,
    "tutor": lambda place: place.tutor.id,
    "tutrice": lambda place: place.tutor.id,
    "unit": lambda place: place.unit_id,
    "unite": lambda place: place.unit_id,
    "user": lambda place: place.recruit.id,
    "version": lambda place: place.version_id,
}
# Whole numbers that name no row: levels, days, a version's number, a mark for « nobody », the place
# of a choice in a question.
HARMLESS = re.compile(
    r"^(base|niveau|level\w*|c\d+|days|jours|page|number|order|ordre|minutes|alertes-\d+-conduite|barre"
    r"|r\d*$|tour|choix)"
)
SKIPPED = {"home.styleguide"}
FILLING = {"email": "nouvelle@exemple.test", "date": "2026-12-07", "number": "1", "text": "Essai"}


@dataclass(frozen=True)
class Forged:
    """One form with one field changed."""

    page: str
    path: str
    method: str
    field: str
    data: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.page}: {self.method} {self.path} with {self.field}={self.data[self.field]}"


def _number_fields(form: Element) -> Iterator[str]:
    """Names of fields whose offered values are ids."""
    for node in form.iter():
        offered = [option.get("value", "") for option in node.iter("option")]
        if node.tag == "input" and node.get("type") in {"hidden", "checkbox", "radio"}:
            offered = [node.get("value", "")]
        if any(value.isdigit() and value != "0" for value in offered) and node.get("name"):
            yield node.get("name", "")


def _filled(form: Element) -> dict[str, Any]:
    """The form as served, with something plausible where nothing is typed yet."""
    data = form_values(form)
    for node in form.iter():
        name = node.get("name")
        if name and node.tag == "textarea" and not "".join(data.get(name, [])).strip():
            data[name] = "Un mot."
        kind = node.get("type", "text")
        if name and node.tag == "input" and kind in FILLING and not "".join(data.get(name, [])):
            data[name] = FILLING[kind]
        if name and node.tag == "select" and data.get(name) in (["0"], [""]):
            data[name] = next((o.get("value", "") for o in node.iter("option")
                               if o.get("value") not in {"0", ""}), "")  # fmt: skip
    return data


def _key(field: str) -> str:
    bare = re.sub(r"(_?ids?|s|-\d+)$", "", field)
    return bare if bare in NAMES else field


def _forge(page: str, form: Element, theirs: Place) -> Iterator[Forged]:
    target = urlsplit(urljoin(page, form.get("action") or page))
    for field in dict.fromkeys(_number_fields(form)):
        if HARMLESS.match(field):
            continue
        assert _key(field) in NAMES, f"{page}: say in NAMES what the field {field!r} names"
        data = {**_filled(form), field: str(NAMES[_key(field)](theirs))}
        yield Forged(page, target.path, form.get("method", "get").upper(), field, data)


def _all_forged(client, world: World) -> Iterator[Forged]:
    for route in routes("GET"):
        response = answer(client, route, world.ours)
        if route.endpoint in SKIPPED | FRAGMENTS or isinstance(response, Exception):
            continue
        if response.status_code != 200 or response.mimetype != "text/html":
            continue
        for form in parse(response.text).iter("form"):
            yield from _forge(route.path(world.ours), form, world.theirs)


def _fault(client, forged: Forged) -> str | None:
    if forged.method == "GET":
        response = client.get(forged.path, query_string=forged.data)
        return f"{forged}: leaks" if THEIR_MARK in response.text else None
    response = client.post(forged.path, data=forged.data)
    return None if response.status_code >= 400 else f"{forged}: {response.status_code}"


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_an_id_of_elsewhere_is_refused_in_a_form(role, enter, world: World, db) -> None:
    client = enter(world.ours.people[role.value], check_pages=False)
    with db.reading() as session:
        before = fingerprint(session)
    faults = [_fault(client, forged) for forged in _all_forged(client, world)]
    with db.reading() as session:
        after = fingerprint(session)
    assert not [fault for fault in faults if fault]
    assert after == before, "something was written"


def test_the_same_forms_pass_with_ids_of_here(enter, world: World) -> None:
    """A form refused for another reason would prove nothing."""
    client = enter(world.ours.manager, check_pages=False)
    forged = [one for one in _all_forged(client, world) if one.path == "/recrues/inscrire"]
    assert {"unit", "tutor", "manager", "doctor", "version"} <= {one.field for one in forged}
    page = client.page("/recrues/inscrire")
    form = next(form for form in page.iter("form") if form.get("method") == "post"
                and "deconnexion" not in form.get("action", ""))  # fmt: skip
    response = client.post("/recrues/inscrire", data=_filled(form))
    assert response.status_code < 400, response.text
