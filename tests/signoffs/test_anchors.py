"""One anchor a day, told outside once; whatever it contradicts is named."""

import datetime as dt
import json
import subprocess
import sys
from collections import Counter

import pytest
from sqlalchemy import select, text

from integration_portal import worker
from integration_portal.core import clock
from integration_portal.core.outbox import OutboxMail
from integration_portal.signoffs import making_anchors, queries
from integration_portal.signoffs.anchor_files import Outside, append_missing, file_of
from integration_portal.signoffs.ledger import GENESIS, Anchor, canonical, digest
from integration_portal.signoffs.models import LedgerAnchor, LedgerEntry, SignOffRequest
from tests.support.factories import NOW, sign
from tests.support.repository import ROOT

from .test_concurrency import drop_protection

DAY = dt.timedelta(days=1)
MAIL = "registre@exemple.test"


def add_lines(database, world) -> None:
    """Two more signatures in our chain."""
    with database.writing() as session:
        for request_id in (world.ours.request_id, world.ours.peer_request_id):
            sign(session, session.get_one(SignOffRequest, request_id))


def length(database, place) -> int:
    """How many lines the chain of a place has."""
    with database.reading() as session:
        return queries.head_of(session, place.establishment_id)[0]


def make(database, outside=None, days=0):
    with clock.frozen(NOW + DAY * days):
        worker.anchor(database, outside or Outside())


def anchors_of(database, place) -> list[LedgerAnchor]:
    with database.reading() as session:
        query = select(LedgerAnchor).where(LedgerAnchor.establishment_id == place.establishment_id)
        return list(session.scalars(query.order_by(LedgerAnchor.day)))


def mails(database) -> list[OutboxMail]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxMail).where(OutboxMail.recipient == MAIL)))


def independent(chain, anchors) -> str:
    command = [sys.executable, "-I", str(ROOT / "tools" / "verify_chain.py"), str(chain)]
    done = subprocess.run(
        [*command, "--anchors", str(anchors)], capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.stdout.strip()


def test_a_day_has_one_anchor_told_once(database, world, tmp_path) -> None:
    outside = Outside(MAIL, tmp_path)
    for _ in range(3):
        make(database, outside)
    (kept,) = anchors_of(database, world.ours)
    head = world.ours.establishment_id
    with database.reading() as session:
        assert (kept.seq, kept.hash) == queries.head_of(session, head)
        kinds = session.scalars(
            select(LedgerEntry.kind).where(LedgerEntry.establishment_id == head)
        ).all()
    assert (kept.day, kept.fault) == (NOW.date() - DAY, "")
    assert kept.counts == Counter(kind.value for kind in kinds)
    assert file_of(tmp_path, head).read_text().splitlines() == [
        "# jour établissement ligne empreinte",
        f"{kept.day} {head} {kept.seq} {kept.hash}",
    ]
    ours, theirs = mails(database)
    assert "Hôpital Alpha" in ours.subject
    assert f"{kept.day} {head} {kept.seq} {kept.hash}\n" in ours.body
    assert "Hôpital Omega" in theirs.subject


def test_a_day_without_a_signature_has_its_anchor_too(database, world, tmp_path) -> None:
    outside = Outside("", tmp_path)
    make(database, outside)
    make(database, outside, days=1)
    make(database, outside, days=4)  # nothing ran for two days: no anchor is made up afterwards
    days = [one.day for one in anchors_of(database, world.ours)]
    assert days == [NOW.date() - DAY, NOW.date(), NOW.date() + 3 * DAY]
    written = file_of(tmp_path, world.ours.establishment_id).read_text()
    assert len(written.splitlines()) == 4


def test_a_day_ends_at_midnight_there(database, world) -> None:
    """At 22:30 UTC it is already tomorrow in Paris in summer, not yet in winter (23:30)."""
    with clock.frozen(dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)):
        making_anchors.make_due(database, Outside())
    with clock.frozen(dt.datetime(2026, 12, 1, 22, 30, tzinfo=dt.UTC)):
        making_anchors.make_due(database, Outside())
    days = [one.day for one in anchors_of(database, world.ours)]
    assert days == [dt.date(2026, 7, 1), dt.date(2026, 11, 30)]


def test_a_folder_out_of_reach_is_caught_up_later(database, world, tmp_path) -> None:
    folder = tmp_path / "partage"
    make(database, Outside("", folder))
    assert not folder.exists()
    folder.mkdir()
    make(database, Outside("", folder), days=1)
    assert len(file_of(folder, world.ours.establishment_id).read_text().splitlines()) == 3


def test_a_day_written_outside_is_never_written_again(tmp_path) -> None:
    day = NOW.date()
    assert append_missing(tmp_path, 1, [Anchor(day, 1, "a" * 64)]) == 1
    assert append_missing(tmp_path, 1, [Anchor(day, 2, "b" * 64)]) == 0
    assert "b" * 64 not in file_of(tmp_path, 1).read_text()


def test_the_command_anchors_and_says_so(run, world, tmp_path) -> None:
    with clock.frozen(NOW):
        said = run("anchor", PORTAL_ANCHOR_DIR=str(tmp_path))
        assert said.exit_code == 0, said.output
        assert f"Hôpital Alpha : ancre du {NOW.date() - DAY}, ligne " in said.output
        assert "Rien à ancrer" in run("anchor", PORTAL_ANCHOR_DIR=str(tmp_path)).output
    assert file_of(tmp_path, world.ours.establishment_id).exists()


def remove_tail(database, place) -> None:
    """The last line gone, head and anchors of the database put right, as an administrator can."""
    where = {"place": place.establishment_id, "last": length(database, place)}
    with database.writing() as session:
        drop_protection(session)
        session.execute(
            text("DELETE FROM ledger_entries WHERE establishment_id = :place AND seq = :last"),
            where,
        )
        session.execute(
            text(
                "UPDATE ledger_heads SET seq = :last - 1, hash = (SELECT hash FROM ledger_entries "
                "WHERE establishment_id = :place AND seq = :last - 1) "
                "WHERE establishment_id = :place"
            ),
            where,
        )
        session.execute(text("DELETE FROM ledger_anchors"))


def write_again(database, place, first: int) -> None:
    """Every line from ``first`` on says something else, with right hashes up to the head."""
    with database.writing() as session:
        drop_protection(session)
        query = select(LedgerEntry).where(LedgerEntry.establishment_id == place.establishment_id)
        previous = GENESIS
        for line in session.scalars(query.order_by(LedgerEntry.seq)):
            if line.seq >= first:
                inside = json.loads(line.payload) | {"previous": previous, "comment": "Autre."}
                line.payload = canonical(inside)
                line.hash = digest(line.payload)
            previous = line.hash
        session.flush()
        session.execute(
            text("UPDATE ledger_heads SET hash = :hash WHERE establishment_id = :place"),
            {"hash": previous, "place": place.establishment_id},
        )
        session.execute(text("DELETE FROM ledger_anchors"))


@pytest.mark.parametrize(
    ("forge", "ours", "theirs"),
    [
        (lambda database, place, _: remove_tail(database, place),
         "ligne {left} : l’ancre du 2026-11-24 connaît la ligne {last}",
         "line {left}: the anchor of 2026-11-24 knows line {last}, the end is missing"),
        (lambda database, place, first: write_again(database, place, first + 1),
         "ligne {last} : l’ancre du 2026-11-24",
         "line {last}: the anchor of 2026-11-24 differs, written again after {first}"),
        (lambda database, place, _: write_again(database, place, 1),
         "ligne {first} : l’ancre du 2026-11-23",
         "line {first}: the anchor of 2026-11-23 differs, written again after 0"),
    ],
    ids=["removed tail", "written again after the first anchor", "written again whole"],
)  # fmt: skip
def test_what_the_anchors_contradict_is_named(
    database, world, run, tmp_path, forge, ours, theirs
) -> None:
    """Anchored, then again some lines later. Without the anchors everything looks intact."""
    outside, place = Outside("", tmp_path), world.ours
    make(database, outside)
    first = length(database, place)
    add_lines(database, world)
    make(database, outside, days=1)
    last = length(database, place)
    ours, theirs = (said.format(first=first, last=last, left=last - 1) for said in (ours, theirs))
    file = file_of(tmp_path, place.establishment_id)
    chain = tmp_path / "chaine.jsonl"

    def export() -> None:
        said = run("export", "--establishment", place.establishment_id)
        chain.write_text(said.output, encoding="utf-8")

    export()
    assert run("verify", "--anchors", file).exit_code == 0
    assert independent(chain, file) == "intact"
    forge(database, place, first)
    assert run("verify").exit_code == 0, run("verify").output
    said = run("verify", "--anchors", file)
    assert said.exit_code == 1
    assert f"chaîne ROMPUE, {ours}" in said.output
    other = length(database, world.theirs)
    assert f"Hôpital Omega : {other}\u00a0lignes, chaîne intacte." in said.output
    assert run("verify", PORTAL_ANCHOR_DIR=str(tmp_path)).exit_code == 1
    export()
    assert independent(chain, file) == theirs
    make(database, outside, days=2)  # the worker finds it by itself, and its anchor says so
    assert ours in anchors_of(database, place)[-1].fault


def test_the_anchors_of_the_database_are_checked_too(database, world, run) -> None:
    add_lines(database, world)
    make(database)
    with database.writing() as session:
        session.execute(text("UPDATE ledger_anchors SET seq = 99"))
    assert "connaît la ligne 99" in run("verify").output


@pytest.mark.parametrize(
    "change",
    ["kind = 'minuted'", "author_id = recruit_id", "recruit_id = author_id",
     "about_id = id", "at = '2026-11-24 09:05:00.000000+00:00'"],
)  # fmt: skip
def test_a_column_that_says_something_else_is_a_fault(database, world, run, change) -> None:
    """The pages are made from the columns: they must say what was signed."""
    add_lines(database, world)
    with database.writing() as session:
        drop_protection(session)
        session.execute(
            text(f"UPDATE ledger_entries SET {change} WHERE establishment_id = :place AND seq = 2"),
            {"place": world.ours.establishment_id},
        )
    said = run("verify")
    assert "ligne 2 : les colonnes de la base ne disent pas la même chose" in said.output


def test_an_anchor_file_that_was_cut_is_said(database, world, run, tmp_path) -> None:
    make(database, Outside("", tmp_path))
    file = file_of(tmp_path, world.ours.establishment_id)
    file.write_text(file.read_text()[:-20])
    said = run("verify", "--anchors", file)
    assert (said.exit_code, "la ligne 2 ne se lit pas" in said.output) == (1, True)
    make(database, Outside("", tmp_path), days=1)
    assert "ne se lit pas" in anchors_of(database, world.ours)[-1].fault


def test_anchors_of_an_unknown_place_are_said(run, tmp_path) -> None:
    file = tmp_path / "ancres.txt"
    file.write_text(f"2026-11-22 999 5 {'a' * 64}\n")
    said = run("verify", "--anchors", file)
    assert said.exit_code == 1
    assert "L’établissement 999" in said.output
