"""The one client of the tests: every page it meets is checked, every form is sent as seen."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import User
from integration_portal.core.unit_of_work import Database

from .factories import PASSWORD, Person
from .html import PageError, check_page, words

Values = Mapping[str, str | Sequence[str] | Any]


_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class StrictClient(FlaskClient):
    """Checks every HTML answer (``html.check_page``).

    ``check_typography`` False: for a test that types what nobody should. ``check_pages`` False:
    for a test that asks every address for its status only.
    """

    check_pages = True
    check_typography = True

    def open(self, *args: Any, **options: Any) -> TestResponse:
        response = super().open(*args, **{"buffered": True, **options})
        redirects = 300 <= response.status_code < 400
        if self.check_pages and response.mimetype == "text/html" and not redirects:
            try:
                check_page(response.text, typography=self.check_typography)
            except PageError as error:
                path = response.request.path
                raise PageError(f"{response.status_code} {path}\n{error}") from None
        return response

    def page(self, path: str, status: int = 200, **options: Any) -> Element:
        """The tree of a page that must answer ``status``."""
        response = self.get(path, **options)
        assert response.status_code == status, f"{path}: {response.status}\n{shown(response)}"
        return check_page(response.text, typography=False)

    def token(self) -> str:
        """A CSRF token of this browser, read in a page that has a form (and is checked elsewhere)."""
        for page in ("/compte", "/connexion"):
            found = _TOKEN.search(super().open(page, buffered=True).text)
            if found:
                return found[1]
        raise AssertionError("no form, no CSRF token")

    def send(self, path: str, values: Values | None = None, **options: Any) -> TestResponse:
        """POST with a valid token, whatever page shows the form (or none does)."""
        data = {"csrf_token": self.token(), **(values or {})}
        return self.post(path, data=data, **options)

    def submit(
        self, page: str, values: Values | None = None, *, action: str | None = None,
        button: str | None = None, **options: Any,
    ) -> TestResponse:  # fmt: skip
        """Open ``page``, fill its form and press its button, as a person does.

        ``action`` (path) or ``button`` (its words) chooses among several forms. Raises
        AssertionError when the form does not exist or has no such field.
        """
        form = _choose(self.page(page), page, action, button)
        data = form_values(form, button)
        unknown = set(values or {}) - field_names(form)
        assert not unknown, f"the form of {page} has no field {sorted(unknown)}"
        data.update(values or {})
        target = urlsplit(urljoin(page, form.get("action") or page))
        path = target.path + (f"?{target.query}" if target.query else "")
        if form.get("method", "get").lower() == "get":
            return self.get(path, query_string=data, **options)
        files = form.get("enctype") == "multipart/form-data"
        kind = "multipart/form-data" if files else None
        return self.post(path, data=data, content_type=kind, **options)


def _choose(root: Element, page: str, action: str | None, button: str | None) -> Element:
    """The only form that fits; the frame's forms (search, log out) only when asked for."""

    def fits(form: Element) -> bool:
        path = urlsplit(form.get("action") or page).path
        if action is None and button is None:
            return form in inside
        named = button is None or any(words(node) == button for node in form.iter("button"))
        return named and (action is None or path == action)

    main = root.find(".//main")
    assert main is not None
    inside = list(main.iter("form"))
    found = [form for form in root.iter("form") if fits(form)]
    seen = [(form.get("action"), [words(b) for b in form.iter("button")]) for form in inside]
    assert len(found) == 1, f"{len(found)} forms fit on {page}; forms: {seen}"
    return found[0]


def field_names(form: Element) -> set[str]:
    names = {node.get("name") for node in form.iter() if node.tag in _FIELDS}
    return {name for name in names if name}


_FIELDS = {"input", "select", "textarea", "button"}


def form_values(form: Element, button: str | None = None) -> dict[str, Any]:
    """What a browser would send for the form as it was served."""
    data: dict[str, list[str]] = {}
    for node in form.iter():
        name = node.get("name")
        if name and node.tag in _FIELDS and node.get("disabled") is None:
            data.setdefault(name, []).extend(_sent(node, button))
    return {name: values for name, values in data.items() if values}


def _sent(node: Element, button: str | None) -> list[str]:
    kind = node.get("type", "text")
    if node.tag == "select":
        options = list(node.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and node.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", words(option)) for option in chosen]
    if node.tag == "textarea":
        return ["".join(node.itertext()).removeprefix("\n")]
    if node.tag == "button":
        return [node.get("value", "")] if button and words(node) == button else []
    if kind in {"checkbox", "radio"}:
        return [node.get("value", "on")] if node.get("checked") is not None else []
    return [] if kind in {"file", "submit", "image"} else [node.get("value", "")]


def shown(response: TestResponse) -> str:
    """The words of the page's <main>: what an assertion message shows."""
    if response.mimetype != "text/html" or 300 <= response.status_code < 400:
        return response.text[:400]
    main = check_page(response.text, typography=False).find(".//main")
    return words(main) if main is not None else ""


@dataclass(frozen=True)
class Doors:
    """Opens clients: ``doors.enter(person)`` is logged in, without paying for the password."""

    app: Flask
    database: Database

    def client(self) -> StrictClient:
        client = self.app.test_client()
        assert isinstance(client, StrictClient)
        return client

    def enter(self, person: Person, *, check_pages: bool = True) -> StrictClient:
        client = self.client()
        client.check_pages = check_pages
        self.log_in(client, person)
        return client

    def session_token(self, person: Person) -> str:
        """A login session of the person, opened by the portal's own verb."""
        with self.database.writing() as session:
            user = session.get_one(User, person.id)
            return accounts.open_session(session, user, device="Tests", hours=12)

    def log_in(self, client: FlaskClient, person: Person) -> None:
        token = self.session_token(person)
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(_user_id=token, _fresh=True)
            cookie.permanent = True


def log_in_by_page(client: StrictClient, person: Person) -> TestResponse:
    """Through the real login page, password and all (slow: argon2)."""
    return client.submit("/connexion", {"email": person.email, "password": PASSWORD})


Enter = Callable[[Person], StrictClient]
