"""« Au poste de la recrue »: an observation written and signed on the recruit's screen."""

import json
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import func, select

from integration_portal.accounts.models import LoginSession
from integration_portal.signoffs.models import (
    Channel,
    LedgerEntry,
    Observation,
    ObservationState,
    RequestState,
    SignOffRequest,
)
from tests.support.client import StrictClient, form_values
from tests.support.factories import PASSWORD, Person
from tests.support.html import check_page, words

from .seeing import blank

SITUATION = "Trois appels de suite, dont un tiers qui insiste."
WRITTEN = {"place": "Au poste", "situation": SITUATION, "note": "Très posée."}


@pytest.fixture
def asked(db, world) -> int:
    with db.writing() as session:
        blank(session, session.get_one(SignOffRequest, world.ours.request_id))
    return world.ours.request_id


@pytest.fixture
def rows(db):
    """(observations, ledger lines, open sessions)"""

    def count() -> tuple[int, ...]:
        with db.reading() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(one)) or 0
                for one in (Observation, LedgerEntry, LoginSession)
            )

    return count


@dataclass
class Screen:
    """The recruit's screen: the page shown now, and the form on it."""

    client: StrictClient
    root: Element

    @property
    def said(self) -> str:
        main = self.root.find(".//main")
        assert main is not None
        return words(main)

    @property
    def form(self) -> Element:
        main = self.root.find(".//main")
        assert main is not None
        return next(main.iter("form"))

    def press(self, values: dict[str, str], status: int = 200, *, button: str = "") -> None:
        """The button of that name, or the first."""
        to = next((one.get("formaction") for one in self.form.iter("button")
                   if words(one) == button), None) if button else self.form.get("action")  # fmt: skip
        assert to
        data: dict[str, Any] = {**form_values(self.form), **values}
        answer = self.client.post(to, data=data, follow_redirects=True)
        assert answer.status_code == status, answer.text[:2000]
        self.root = check_page(answer.text)

    @property
    def levels(self) -> dict[str, str]:
        names = {one.get("name", "") for one in self.form.iter("input")}
        return {name: "3" for name in names if name.startswith("level_")}


def stand(client: StrictClient, asked: int, who: Person, status: int = 200) -> Screen:
    """From the request to the form, under that person's name."""
    page = client.page(f"/demandes/{asked}")
    path = next(one.get("href", "") for one in page.iter("a")
                if words(one) == "La personne qui signe est à côté de moi")  # fmt: skip
    screen = Screen(client, client.page(path))
    screen.press({"signer_email": who.email}, status, button="Noter une observation")
    return screen


def test_written_read_again_and_signed_without_leaving_her_session(
    enter, world, asked, db, rows
) -> None:
    place, before = world.ours, rows
    client = enter(place.recruit)
    screen = stand(client, asked, place.tutor)
    counted = before()
    assert f"{place.tutor.name}, vous observez au poste de {place.recruit.name}" in screen.said
    screen.press({**screen.levels, **WRITTEN})
    assert "À relire, puis à signer" in screen.said
    assert SITUATION in screen.said
    shown = next("".join(one.itertext()) for one in screen.root.iter("blockquote")
                 if one.get("class") == "signed-sentence")  # fmt: skip
    assert place.tutor.name in shown
    screen.press({"password": "faux"}, 422)
    assert "Rien n’a été signé" in screen.said
    assert SITUATION in screen.said
    assert rows() == counted
    screen.press({"password": PASSWORD})
    assert f"Observation signée par {place.tutor.name}" in words(screen.root)
    with db.reading() as session:
        found = session.scalars(select(Observation).where(Observation.request_id == asked)).one()
        entry = session.get_one(LedgerEntry, found.entry_id)
        kept = json.loads(entry.payload)
        assert (found.observer_id, found.state) == (place.tutor.id, ObservationState.SIGNED)
    assert (entry.author_id, kept["channel"]) == (place.tutor.id, Channel.DESK.value)
    assert (kept["sentence"], kept["named"], kept["situation"]) == (shown, True, SITUATION)
    assert rows() == (counted[0] + 1, counted[1] + 1, counted[2])
    assert place.recruit.name in words(client.page("/compte"))
    assert place.tutor.email not in client.get(f"/demandes/{asked}").text
    again = client.get(f"/demandes/{asked}/au-poste")
    assert place.tutor.email not in again.text


def test_what_was_typed_stays_and_may_be_corrected(enter, world, asked, rows) -> None:
    screen = stand(enter(world.ours.recruit), asked, world.ours.tutor)
    before, token = rows(), form_values(screen.form)["token"]
    screen.press({**WRITTEN, "note": "Rappeler le 06 12 34 56 78."}, 422)
    assert "Choisissez un niveau" in screen.said
    assert "ressemble à un numéro de téléphone" in screen.said
    assert SITUATION in screen.said
    screen.press({**screen.levels, "note": ""})
    screen.press({}, button="Corriger")
    kept = form_values(screen.form)
    assert kept["token"] == token
    assert kept["situation"] == [SITUATION]
    screen.press({"day": "2199-01-01"}, 422)
    assert "à venir" in screen.said
    assert rows() == before


def test_whoever_was_not_named_says_why(enter, world, asked) -> None:
    screen = stand(enter(world.ours.recruit), asked, world.ours.doctor)
    screen.press({**screen.levels, **WRITTEN}, 422)
    assert "dites pourquoi c’est vous qui avez observé" in screen.said
    screen.press({"why": "Sa tutrice était en salle de soins."})
    screen.press({"password": PASSWORD})
    assert "Sa tutrice était en salle de soins." in screen.said


@pytest.mark.parametrize("who", ["recruit", "peer", "neighbour_tutor", "hr"])
def test_nobody_else_observes_there(enter, world, asked, rows, who) -> None:
    client, other = enter(world.ours.recruit), getattr(world.ours, who)
    before = rows()
    refused = stand(client, asked, other, 422).said
    assert "Personne ne signe pour soi" in refused or "n’a cette adresse" in refused
    screen = stand(client, asked, world.ours.tutor)
    screen.press({**screen.levels, **WRITTEN, "signer_email": other.email}, 422)
    assert SITUATION not in screen.said
    screen = stand(client, asked, world.ours.tutor)
    screen.press({**screen.levels, **WRITTEN})
    screen.press({"password": PASSWORD, "signer_email": other.email}, 422)
    assert rows() == before


def test_what_waits_for_nothing_more_is_not_observed(enter, world, asked, db, rows) -> None:
    screen = stand(enter(world.ours.recruit), asked, world.ours.tutor)
    screen.press({**screen.levels, **WRITTEN})
    before = rows()
    with db.writing() as session:
        session.get_one(SignOffRequest, asked).state = RequestState.CANCELLED
    screen.press({"password": PASSWORD}, 409)
    assert "n’attend plus d’observation" in words(screen.root)
    assert rows() == before


def test_sent_twice_it_is_signed_once(enter, world, asked, rows) -> None:
    screen = stand(enter(world.ours.recruit), asked, world.ours.tutor)
    screen.press({**screen.levels, **WRITTEN})
    twice = Screen(screen.client, screen.root)
    screen.press({"password": PASSWORD})
    counted = rows()
    twice.press({"password": PASSWORD}, 409)
    assert rows() == counted
