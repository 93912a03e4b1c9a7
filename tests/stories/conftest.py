"""What the stories read in pages, as people do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from integration_portal.core.unit_of_work import Database
from integration_portal.signoffs import queries
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import SignOffRequest
from tests.support.client import StrictClient
from tests.support.factories import PASSWORD
from tests.support.html import check_page, words

REDO = {"what": "Il manque le rappel.", "how": "Deux appels ensemble.", "on": "2026-12-01"}


def main_of(page: Element) -> Element:
    found = page.find(".//main")
    assert found is not None
    return found


def links(node: Element, start: str = "/") -> dict[str, str]:
    """Words → address of the links that begin with ``start``."""
    return {
        words(one): one.get("href", "")
        for one in node.iter("a")
        if one.get("href", "").startswith(start)
    }


def section(page: Element, name: str) -> Element:
    """The section that this heading's id names."""
    return next(one for one in page.iter("section") if one.get("aria-labelledby") == name)


def said(page: Element) -> str:
    """The words of the page, every space a plain one."""
    return words(main_of(page))


def exact(node: Element) -> str:
    """The text inside, to the last no-break space."""
    return "".join(node.itertext())


@dataclass
class Walker:
    """Somebody who follows redirections and reads the page she lands on."""

    client: StrictClient

    def open(self, path: str, status: int = 200) -> Element:
        return self.client.page(path, status)

    def press(self, page: str, values: Any = None, *, status: int = 200, **options: Any) -> Element:
        response = self.client.submit(page, values, follow_redirects=True, **options)
        assert response.status_code == status, response.text[:2000]
        return check_page(response.text)

    def levels(self, page: str, level: int) -> dict[str, str]:
        """The same level for every criterion of a form."""
        names = {
            one.get("name", "") for one in main_of(self.open(page)).iter("input")
            if one.get("name", "").startswith("level_")
        }  # fmt: skip
        assert names
        return dict.fromkeys(sorted(names), str(level))

    def ask(self, step: str, *, comment: str = "", level: int = 3) -> Element:
        page = f"{step}/demander"
        return self.press(page, {**self.levels(page, level), "comment": comment})

    def decide(
        self, page: str, decision: str, *, comment: str = "", level: int = 3,
        password: str = PASSWORD, status: int = 200, **others: str,
    ) -> Element:  # fmt: skip
        """Whatever a return asks is filled in, and the warning about the talk is ticked."""
        values = {
            **self.levels(page, level), "decision": decision, "comment": comment,
            "password": password, **REDO, **others,
        }  # fmt: skip
        if any(one.get("name") == "read_warning" for one in self.open(page).iter("input")):
            values = {"read_warning": "y", **values}
        return self.press(page, values, status=status)


@pytest.fixture
def walk(enter) -> Callable[..., Walker]:
    """``walk(world.ours.tutor)``: that person, logged in, ready to walk."""
    return lambda person: Walker(enter(person))


@pytest.fixture
def intact(db: Database, world) -> Callable[[], int]:
    """Checks our chain; returns how many lines it has."""

    def check() -> int:
        with db.reading() as session:
            place = world.ours.establishment_id
            head = queries.head_of(session, place)
            assert verify(queries.chain(session, place), expected_head=head) is None
            return head[0]

    return check


@pytest.fixture
def waiting(db: Database, world) -> tuple[str, str]:
    """The addresses of our waiting request, and of its step."""
    with db.reading() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        step = request.subject.partition(":")[2]
    return f"/a-valider/{world.ours.request_id}", f"/etapes/{step}"
