"""Who did what, in sentences; ours only; as a file that computes nothing."""

import csv
import datetime as dt
import io
import re
from typing import get_args

import pytest

from integration_portal.core import audit, clock
from integration_portal.core.csv_file import neutral, to_csv
from integration_portal.core.permissions import Role
from integration_portal.establishments.audit_words import sentence
from integration_portal.fiches.models import Decision
from integration_portal.learning.events import Answer
from tests.support.audit_acts import recorded_acts
from tests.support.factories import actor_of
from tests.support.html import words

NAMES = {"users:3": "Amina Benali", "units:4": "Cardiologie", "establishments:1": "CH de Caen"}
# What completes an act written with a blank.
ENDINGS = {"fiche.*": [one.value for one in Decision], "module.credit.*": get_args(Answer)}


@pytest.mark.parametrize(
    ("action", "subject", "details", "expected"),
    [
        ("user.create", "users:3", {}, "Zoé a créé le compte de Amina Benali."),
        (
            "role.grant", "users:3", {"role": "tutor", "unit": 4},
            "Zoé a donné à Amina Benali le rôle «\u202ftutrice ou tuteur\u202f», Cardiologie.",
        ),
        (
            "role.revoke", "users:3", {"role": "hr", "unit": None},
            "Zoé a retiré à Amina Benali le rôle «\u202fressources humaines\u202f», "
            "tout l’établissement.",
        ),
        ("unit.update", "units:4", {}, "Zoé a modifié l’unité Cardiologie."),
        ("user.deactivate", "users:9", {}, "Zoé a fermé le compte de la personne n° 9."),
        ("journey.start", "journeys:7", {}, "Zoé a ouvert le parcours n° 7."),
        (
            "module.credit.withdrawn", "users:3", {"module": "courrier"},
            "Zoé a retiré à Amina Benali la reconnaissance du module «\u202fcourrier\u202f».",
        ),
        ("moon.launch", "moons:1", {}, "Zoé\u00a0: moon.launch, moons n° 1."),
    ],
)  # fmt: skip
def test_sentences(action, subject, details, expected) -> None:
    assert sentence(action, subject, details, "Zoé", NAMES) == expected


def _whole(act: str) -> list[str]:
    return [act.replace("*", ending) for ending in ENDINGS[act]] if "*" in act else [act]


def test_every_act_the_portal_records_has_its_words() -> None:
    acts = {whole for act in recorded_acts() for whole in _whole(act)}
    assert acts >= {"fiche.local", "fiche.doctor", "module.credit.refused", "api_token.revoke"}
    unworded = {act for act in acts if act in sentence(act, "users:3", {}, "Zoé", NAMES)}
    assert not unworded, f"say these in establishments/audit_words.py: {sorted(unworded)}"


def test_the_page_shows_our_acts_and_no_other(enter, world) -> None:
    page = words(enter(world.ours.admin).page("/journal"))
    assert "Tutor Alpha" in page
    assert "a ouvert le parcours" in page
    assert "Omega" not in page


def test_the_days_of_the_address_are_both_included(enter, world, db) -> None:
    late = dt.datetime(2026, 10, 3, 21, 59, tzinfo=dt.UTC)  # 23.59 in Paris
    with db.writing() as session, clock.frozen(late):
        audit.record(
            session, None, "unit.update", f"units:{world.ours.unit_id}",
            establishment_id=world.ours.establishment_id,
        )  # fmt: skip
    client = enter(world.ours.admin)

    def count(asked: str) -> int:
        return len(client.page(f"/journal?{asked}").findall(".//tbody/tr"))

    assert count("du=2026-10-03&au=2026-10-03") == 1
    assert count("du=2026-10-04&au=2026-10-05") == 0
    assert count("au=2026-10-02") == 0
    assert count("du=nimporte&au=0001-01-01") == count("")
    assert count(f"etablissement={world.theirs.establishment_id}") == count("")


def test_pages_of_fifty_with_the_same_number_of_queries(enter, world, db, queries) -> None:
    client = enter(world.ours.admin)
    with queries() as few:
        client.get("/journal")
    with db.writing() as session:
        boss = actor_of(session, world.ours.admin.id)
        for person in list(world.ours.people.values()) * 5:
            audit.record(
                session, boss, "role.grant", f"users:{person.id}", role=Role.TUTOR.value,
                establishment_id=world.ours.establishment_id, unit=world.ours.unit_id,
            )  # fmt: skip
    with queries() as many:
        page = client.page("/journal")
    assert len(many) == len(few)
    assert len(page.findall(".//tbody/tr")) == 50


def test_the_export_opens_in_a_french_spreadsheet(enter, world, db) -> None:
    from integration_portal.accounts.models import User

    with db.writing() as session:
        session.get_one(User, world.ours.admin.id).given_name = "=HYPERLINK(1)"
    answer = enter(world.ours.admin).get("/journal.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["quand", "acte", "objet", "phrase"]
    assert len(lines) > 5
    assert re.fullmatch(r"2026-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00", lines[1][0])
    assert not any(cell.startswith("=") for line in lines for cell in line)
    assert "Omega" not in answer.text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start) -> None:
    assert neutral(f"{start}cmd|'/c calc'!A1") == f"'{start}cmd|'/c calc'!A1"
    assert (
        to_csv(("a",), [(f"{start}1",)]).decode("utf-8-sig").splitlines()[1].lstrip('"')[0] == "'"
    )


def test_an_act_and_its_line_are_one(database, world) -> None:
    """Rolled back together."""
    from integration_portal.core.audit import AuditEntry
    from integration_portal.establishments import actions
    from integration_portal.establishments.models import Establishment

    with database.reading() as session:
        before = session.query(AuditEntry).count()
    session = database.open(writes=True)
    place = session.get_one(Establishment, world.ours.establishment_id)
    actions.create_unit(session, None, place, name="Éphémère", specialty="")
    session.rollback()
    session.close()
    with database.reading() as session:
        assert session.query(AuditEntry).count() == before
