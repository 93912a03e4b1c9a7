"""The report of the ledger: the command for an auditor, the page for who answers for it."""

import datetime as dt

import pytest
from sqlalchemy import text

from integration_portal import worker
from integration_portal.core import clock
from integration_portal.signoffs import actions, queries_chain
from integration_portal.signoffs.anchor_files import Outside
from integration_portal.signoffs.models import EntryKind, SignOffRequest
from integration_portal.signoffs.report import LABELS, Report
from tests.support.databases import statements_of
from tests.support.factories import NOW, actor_of, sign

from .test_anchors import length
from .test_commands import spoil
from .test_concurrency import drop_protection


@pytest.fixture
def lived(database, world, tmp_path):
    """Ours: the last line but one signed, then withdrawn the day after by the last."""
    _live(database, world, tmp_path)
    return database


def _live(database, world, folder) -> None:
    place = world.ours
    with database.writing() as session:
        entry = sign(session, session.get_one(SignOffRequest, place.request_id))
        entry_id = entry.id
    worker.anchor(database, Outside("", folder))
    with clock.frozen(NOW + dt.timedelta(days=1)), database.writing() as session:
        tutor = actor_of(session, place.tutor.id)
        entry = session.get_one(type(entry), entry_id)
        actions.withdraw(session, tutor, entry, reason="Erreur de recrue.")


def test_the_report_reads_alone(lived, world, run, tmp_path) -> None:
    place, last = world.ours.establishment_id, length(lived, world.ours)
    with clock.frozen(NOW + dt.timedelta(days=2)):
        said = run("report", "--establishment", place, PORTAL_ANCHOR_DIR=str(tmp_path))
    assert said.exit_code == 0, said.output
    told = said.output.replace("\u202f", " ").replace("\u00a0", " ")
    for expected in (
        "Registre des signatures : Hôpital Alpha",
        "Rapport de vérification fait le 26/11/2026",
        f"Intacte : {last} lignes",
        "2  validations signées",
        "1  retrait\n",
        "Première : ligne 1",
        f"Dernière : ligne {last}, le 25/11/2026",
        "1 ancre comparée, du 23/11/2026 au 23/11/2026,",
        "dont 1 lue hors de la base",
        "Toutes disent la même chose",
        f"Ligne {last}, le 25/11/2026 à 09:05 : retrait de la ligne {last - 1}, par",
        "Motif : Erreur de recrue.",
        "Aucune ligne n’est plus ancienne",
        f"$ integration-portal signoffs export --establishment {place} > chaine.jsonl\n",
        f"$ python3 verify_chain.py chaine.jsonl --anchors ancres-{place}.txt\n",
    ):
        assert expected in told, told


def test_a_period_counts_its_days_and_checks_everything(lived, world, run) -> None:
    place = world.ours.establishment_id
    told = run("report", "--establishment", place, "--from", "2026-11-25").output
    told = told.replace("\u202f", " ").replace("\u00a0", " ")
    assert f"Intacte : {length(lived, world.ours)} lignes" in told
    assert "0  validation signée\n" in told
    assert "1  retrait\n" in told
    told = run("report", "--establishment", place, "--to", "2026-11-24").output
    assert "2  validations signées" in told
    assert "retrait de la ligne" not in told


def test_the_first_fault_is_named_and_the_rest_still_counted(lived, world, run) -> None:
    spoil(lived, world.ours, 2)
    said = run("report", "--establishment", world.ours.establishment_id)
    assert said.exit_code == 1
    assert "ROMPUE" in said.output
    assert "ligne 2" in said.output
    assert "1  retrait\n" in said.output


def test_every_kind_of_line_is_counted_in_its_own_words() -> None:
    """One is singular, none too; nothing signed is left out of the sum."""
    assert set(LABELS) == set(EntryKind)
    counts = {EntryKind.TALKED: 1, EntryKind.VISAED: 2}
    report = Report(
        place_id=1, place="", zone="UTC", lines=3, head="", counts=counts, first=None, last=None,
        checked_at=None, checked_to=0, fault="", anchors=0, first_anchor=None, last_anchor=None,
        amended=(),
    )  # fmt: skip
    said = dict(report.by_kind())
    assert said["entretien réflexif signé"] == 1
    assert said["visas de l’encadrement"] == 2
    assert said["validation signée"] == 0


def test_a_clock_set_back_is_told_and_breaks_nothing(database, world, run) -> None:
    """The order is the number of the line; the time is what the server's clock said."""
    place = world.ours
    for hours, request_id in ((24, place.request_id), (-1, place.peer_request_id)):
        with clock.frozen(NOW + dt.timedelta(hours=hours)), database.writing() as session:
            sign(session, session.get_one(SignOffRequest, request_id))
    assert run("verify").exit_code == 0
    said = run("report", "--establishment", place.establishment_id)
    assert said.exit_code == 0
    assert "Intacte" in said.output
    assert "(horloge remise à l’heure)" in said.output


def test_the_page_shows_the_last_check(enter, db, world, tmp_path) -> None:
    client = enter(world.ours.admin)
    assert "n’a pas encore été vérifiée" in client.get("/registre").text
    _live(db, world, tmp_path)
    page = client.get("/registre").text
    assert f"Chaîne intacte, de la ligne 1 à la ligne {length(db, world.ours) - 1}" in page
    assert "dont 1\u00a0signée depuis" in page
    assert "Erreur de recrue." in page
    assert "Hôpital Omega" not in page


def test_the_page_reads_no_chain(enter, db, world, queries, tmp_path) -> None:
    """What was found at night is shown: a line spoilt since is not looked for on the request."""
    _live(db, world, tmp_path)
    client = enter(world.ours.admin)
    with queries() as seen:
        assert client.get("/registre").status_code == 200
    assert len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]) <= 12
    assert not [one for one in seen if "payload" in one and "LIMIT" not in one]


def test_the_page_says_that_the_chain_is_broken(enter, db, world) -> None:
    with db.writing() as session:
        drop_protection(session)
        session.execute(text("UPDATE ledger_entries SET payload = replace(payload, 'a', 'b')"))
    with clock.frozen(NOW):
        worker.anchor(db, Outside())
    page = enter(world.ours.admin).get("/registre").text
    assert "La chaîne est rompue. Ligne 1" in page or "La chaîne est rompue. ligne 1" in page


def test_human_resources_read_it_and_nobody_who_only_signs(enter, world) -> None:
    """They show the proof to an auditor; a tutor, a manager have their own people's receipts."""
    rights = enter(world.ours.hr)
    assert "Hôpital Alpha" in rights.get("/registre").text
    assert rights.get(f"/registre?etablissement={world.theirs.establishment_id}").status_code == 404
    assert rights.get("/journal").status_code == 403
    assert "/registre" in rights.get("/compte").text
    for who in ("tutor", "manager", "doctor", "editor", "recruit"):
        assert enter(getattr(world.ours, who)).get("/registre").status_code == 403


def test_another_hospital_is_not_found(enter, world) -> None:
    client = enter(world.ours.admin)
    theirs = world.theirs.establishment_id
    assert client.get(f"/registre?etablissement={theirs}").status_code == 404
    assert client.get("/registre?etablissement=999").status_code == 404


def test_withdrawals_are_found_by_their_index(lived, world) -> None:
    """Among a million lines: the database must see that the small index holds them all."""
    engine = lived.factory.kw["bind"]
    with lived.reading() as session, statements_of(engine) as seen:
        (found,) = queries_chain.list_amended(session, world.ours.establishment_id, limit=50)
        statement = seen[-1]
        assert "kind IN ('withdrawn', 'corrected')" in statement
        if engine.dialect.name == "sqlite":
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", (1, 50, 0)
            )
            assert "ix_ledger_entries_amended" in str(plan.all())
    assert found.reason == "Erreur de recrue."
