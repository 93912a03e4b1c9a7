"""The evidence file: an auditor with the script and no portal confirms every line, and finds one
changed byte anywhere."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from integration_portal.core.audit import AuditEntry
from integration_portal.dossiers.documents import evidence
from integration_portal.establishments import audit_words
from integration_portal.signoffs import queries
from integration_portal.signoffs.models import EntryKind
from tests.support.repository import ROOT

from .conftest import opened, said, squeezed

SCRIPT = ROOT / "tools" / "verify_evidence.py"
NAMES = ["LISEZMOI.txt", "empreintes.txt", "preuves.json", "preuves.pdf", "verify_evidence.py"]


def _run(*arguments: Path | str) -> tuple[int, str]:
    """The script alone, in isolated mode: neither our packages nor theirs."""
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *map(str, arguments)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.fixture(scope="session")
def auditing() -> dict:
    """The script loaded once, for thousands of tries."""
    space: dict = {"__name__": "verify_evidence"}
    exec(compile(SCRIPT.read_text(encoding="utf-8"), str(SCRIPT), "exec"), space)
    return space


@pytest.fixture
def archive(lived, attested, read_all) -> bytes:
    return evidence.make(*read_all(lived))


@pytest.fixture
def kept(archive, tmp_path) -> Path:
    path = tmp_path / "preuves.zip"
    path.write_bytes(archive)
    return path


def _files(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        return {name: held.read(name) for name in held.namelist()}


def _take(client, journey_id: int):
    return client.submit(f"/parcours/{journey_id}/preuves")


def test_made_again_from_the_same_facts_it_is_the_same(lived, read_all) -> None:
    first, second = (evidence.make(*read_all(lived)) for _ in range(2))
    assert first == second
    assert sorted(_files(first)) == NAMES


def test_the_script_confirms_every_line(kept, archive, tmp_path) -> None:
    status, told = _run(kept)
    assert status == 0, told
    lines = json.loads(_files(archive)["preuves.json"])["lignes"]
    assert told.count("Confirmée") == len(lines) >= 8
    assert "Le dossier est intact." in told
    folder = tmp_path / "ouvert"
    with zipfile.ZipFile(kept) as held:
        held.extractall(folder)
    assert _run(folder)[0] == 0
    inside = subprocess.run([sys.executable, "-I", folder / SCRIPT.name, kept], check=False,
                            capture_output=True)  # fmt: skip
    assert inside.returncode == 0, "the script inside is the same"


def test_every_line_is_in_the_exported_chain(kept, db, world, tmp_path) -> None:
    with db.reading() as session:
        chain = [
            {"seq": line.seq, "hash": line.hash, "payload": line.payload}
            for line in queries.chain(session, world.ours.establishment_id)
        ]
    export = tmp_path / "registre.jsonl"

    def written(lines) -> Path:
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        export.write_text(f"{text}\n", encoding="utf-8")
        return export

    assert _run(kept, "--chain", written(chain))[0] == 0
    status, told = _run(kept, "--chain", written(chain[:-1]))
    assert status == 1
    assert f"ligne {chain[-1]['seq']} du registre" in told
    moved = [{**chain[0], "seq": 2}, {**chain[1], "seq": 1}, *chain[2:]]
    assert _run(kept, "--chain", written(moved))[0] == 1


def test_the_script_names_every_kind_of_line_in_french(auditing) -> None:
    assert set(auditing["NATURES"]) == set(EntryKind)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_of_the_archive_is_found_and_named(
    auditing, archive, tmp_path, capsys, data
):
    at = data.draw(st.integers(0, len(archive) - 1))
    bit = data.draw(st.integers(1, 255))
    changed = bytearray(archive)
    changed[at] ^= bit
    path = tmp_path / "change.zip"
    path.write_bytes(changed)
    assert auditing["main"](str(path)) == 1, (at, bit)
    told = capsys.readouterr().out
    assert "CHANGÉ" in told
    name = _name_at(archive, at)
    if name:
        assert name in told, (at, bit, told)
        assert "octet" not in told, "the place of the file's checksum would say nothing"


def _name_at(archive: bytes, at: int) -> str | None:
    """The file whose content holds that byte; None for the archive's own bytes."""
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        for one in held.infolist():
            start = one.header_offset + 30 + len(one.filename)
            if start <= at < start + one.file_size:
                return one.filename
    return None


def test_a_changed_line_is_named_even_with_new_prints(auditing, archive, tmp_path, capsys) -> None:
    """Somebody careful changes a level and counts every print of a file again."""
    files = _files(archive)
    facts = json.loads(files["preuves.json"])
    line = next(one for one in facts["lignes"] if one["nature"] == "signed")
    line["texte"] = line["texte"].replace('"level":3', '"level":4')
    files["preuves.json"] = evidence._json(facts)
    files.pop("empreintes.txt")
    files["empreintes.txt"] = evidence._prints(files)
    path = tmp_path / "refait.zip"
    path.write_bytes(evidence._packed(files))
    assert auditing["main"](str(path)) == 1
    assert f"ligne {line['seq']} du registre" in capsys.readouterr().out


def test_missing_and_added_files_are_named(auditing, archive, tmp_path, capsys) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    for name, body in _files(archive).items():
        (folder / name).write_bytes(body)
    (folder / "preuves.pdf").unlink()
    (folder / "autre.txt").write_text("x")
    assert auditing["main"](str(folder)) == 1
    told = capsys.readouterr().out
    assert "preuves.pdf : ce fichier manque" in told
    assert "autre.txt : ce fichier est en trop" in told


def test_it_holds_what_was_learnt_and_never_the_surprise(archive, world) -> None:
    files = _files(archive)
    facts = json.loads(files["preuves.json"])
    assert facts["personne"]["nom"] in world.ours.recruit.name
    assert {one["titre"] for one in facts["presences"]}
    assert [one["nature"] for one in facts["entretiens"]] == ["mois-1"]
    assert "3F7K-MQ9T-HXWA-CE4P" in {one["code"] for one in facts["attestations"]}
    for name in ("preuves.json", "LISEZMOI.txt"):
        assert "étonnement qui reste" not in files[name].decode()
    text = said(opened(files["preuves.pdf"]))
    assert squeezed(world.ours.recruit.name) in text
    assert squeezed("étonnement qui reste") not in text
    for line in facts["lignes"]:
        assert line["empreinte"] in text


def test_the_holder_the_manager_and_human_resources_take_it(enter, world, lived, db) -> None:
    taken = [
        _take(enter(person), lived).data
        for person in (world.ours.recruit, world.ours.manager, world.ours.hr)
    ]
    assert len(set(taken)) == 1, "the same for each"
    with db.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "evidence.take")
        acts = session.scalars(query).all()
    assert len(acts) == 3
    act = acts[0]
    told = audit_words.sentence(act.action, act.subject, act.details, "Une personne", {})
    assert "a téléchargé le dossier de preuves" in told


def test_nobody_else_takes_it(enter, world, lived, db) -> None:
    for person in (world.ours.tutor, world.ours.doctor, world.ours.peer, world.ours.admin,
                   world.ours.neighbour_manager, world.theirs.manager):  # fmt: skip
        client = enter(person)
        assert client.get(f"/parcours/{lived}/preuves").status_code == 404, person
        assert client.send(f"/parcours/{lived}/preuves.zip").status_code == 404, person
    with db.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "evidence.take")
        assert session.scalars(query).first() is None
