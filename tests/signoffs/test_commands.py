"""The chain checked from outside: the portal's command, then a tool that knows no portal."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from integration_portal.core.unit_of_work import Database
from integration_portal.signoffs.commands import signoffs
from integration_portal.signoffs.models import SignOffRequest
from integration_portal.signoffs.queries import head_of
from tests.support.databases import SECRET
from tests.support.factories import sign
from tests.support.repository import ROOT

from .test_concurrency import drop_protection


@pytest.fixture
def signed(database: Database, world) -> Database:
    """What was seen, then signed, in our place."""
    with database.writing() as session:
        for request_id in (world.ours.request_id, world.ours.peer_request_id):
            sign(session, session.get_one(SignOffRequest, request_id))
    return database


@pytest.fixture
def run(signed: Database, tmp_path):
    """``run("verify")``: the command on the same database."""
    url = signed.factory.kw["bind"].url.render_as_string(hide_password=False)
    env = {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": url, "PORTAL_SECRET_KEY": SECRET}
    return lambda *arguments: CliRunner(env=env).invoke(signoffs, list(map(str, arguments)))


@pytest.fixture
def lines(signed: Database, world) -> tuple[int, int]:
    """How many lines there are here, and there."""
    with signed.reading() as session:
        places = (world.ours, world.theirs)
        ours, theirs = (head_of(session, one.establishment_id)[0] for one in places)
    return ours, theirs


def spoil(
    database: Database, place, seq: int, change: str = "replace(payload, 'Au poste', 'au poste')"
) -> None:
    with database.writing() as session:
        drop_protection(session)
        session.execute(
            text(
                f"UPDATE ledger_entries SET payload = {change} "
                "WHERE establishment_id = :place AND seq = :seq"
            ),
            {"place": place.establishment_id, "seq": seq},
        )


def test_an_intact_ledger_says_so(run, lines) -> None:
    said = run("verify")
    assert said.exit_code == 0, said.output
    assert f"Hôpital Alpha : {lines[0]}\u00a0lignes, chaîne intacte." in said.output
    assert f"Hôpital Omega : {lines[1]}\u00a0lignes, chaîne intacte." in said.output


def test_a_changed_byte_is_named(run, signed, world, lines) -> None:
    spoil(signed, world.ours, 2)
    said = run("verify")
    assert said.exit_code == 1
    assert f"Hôpital Alpha : {lines[0]}\u00a0lignes, chaîne ROMPUE, ligne 2" in said.output
    assert f"Hôpital Omega : {lines[1]}\u00a0lignes, chaîne intacte." in said.output
    alpha, omega = json.loads(run("verify", "--json").output)
    assert alpha["fault"].startswith("ligne 2 :")
    assert omega["fault"] is None


@pytest.mark.parametrize("last", [False, True])
def test_a_removed_line_is_named(run, signed, world, lines, last) -> None:
    seq = lines[0] if last else 1
    with signed.writing() as session:
        drop_protection(session)
        session.execute(
            text("DELETE FROM ledger_entries WHERE establishment_id = :place AND seq = :seq"),
            {"place": world.ours.establishment_id, "seq": seq},
        )
    said = run("verify")
    assert said.exit_code == 1
    assert "ligne 1 attendue" in said.output or f"devait finir à la ligne {seq}" in said.output


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_entries SET seq = 9", "DELETE FROM ledger_entries"]
)
def test_the_database_refuses_to_change_a_line(signed, statement) -> None:
    with pytest.raises(Exception, match=r"(?i)ledger|registre"), signed.writing() as session:
        session.execute(text(statement))


def test_an_unknown_establishment_has_no_export(run) -> None:
    said = run("export", "--establishment", 999)
    assert said.exit_code == 1
    assert "Aucun établissement" in said.output


def check(path, *expected: str) -> tuple[int, str]:
    """The independent tool, by a Python that cannot see the portal."""
    command = [sys.executable, "-I", str(ROOT / "tools" / "verify_chain.py"), str(path), *expected]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parent)
    assert not done.stderr
    return done.returncode, done.stdout.strip()


def test_the_export_is_checked_without_the_portal(run, world, tmp_path) -> None:
    lines = run("export", "--establishment", world.ours.establishment_id).output.splitlines()
    last = json.loads(lines[-1])["hash"]
    written = tmp_path / "chaine.jsonl"

    def write(content: list[str]) -> None:
        written.write_text("\n".join(content) + "\n", encoding="utf-8")

    write(lines)
    assert check(written, last) == (0, "intact")
    write([lines[0], lines[1].replace("Au poste", "au poste"), *lines[2:]])
    assert check(written) == (1, "line 2: the text does not match its hash")
    write([lines[0], *lines[2:]])
    assert check(written) == (1, "line 2: it does not follow line 1")
    write(lines[:-1])
    assert check(written) == (0, "intact")
    code, said = check(written, last)
    assert (code, "the chain ends o" in said) == (1, True)
    write([*lines[:-1], lines[-1][:40]])
    assert check(written) == (1, f"line {len(lines)}: it cannot be read")
