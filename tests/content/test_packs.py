"""A hospital's own pack over the shipped one, and what is in force written back as a pack."""

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from integration_portal.content import actions, lint, loader
from integration_portal.content.commands import content
from integration_portal.content.queries import list_in_force
from integration_portal.search.shipped import engine_of
from integration_portal.settings import SettingsError, bundled, from_environment
from tests.support.databases import SECRET
from tests.support.repository import ROOT

from .packs import FICHE, line_of

pytestmark = pytest.mark.exhaustive

SHIPPED = bundled("content")
REPLACED = "situations/panne-dpi.md"
SYNONYMS = """\
groupes:
  - idee: zorglub-local
    termes: ["zorglub", "premier mot"]
"""
SAYINGS = """\
vitales: []
autres: ["le bitoniau du couloir clignote encore"]
"""
PACK = {
    REPLACED: FICHE.replace("Une fiche d'essai", "Notre logiciel est en panne"),
    "situations/fiche-locale.md": FICHE.replace("FR-SITU-900", "FR-SITU-901"),
    "search/synonymes.yml": SYNONYMS,
    "search/paroles/fiche-locale.yml": SAYINGS,
}
BROKEN = PACK[REPLACED].replace("resume:", "resumé:")


def _write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def _zip(target: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return target


def _both(tmp_path: Path, shape: str) -> Path:
    if shape == "zip":
        return _zip(tmp_path / "ch-exemple.zip", PACK)
    return _write(tmp_path / "ch-exemple", PACK)


@pytest.fixture(params=["folder", "zip"])
def pack(request, tmp_path) -> Path:
    return _both(tmp_path, request.param)


# A pack laid over what ships


def test_it_replaces_one_fiche_adds_one_and_leaves_the_rest(pack) -> None:
    shipped, laid = loader.load([SHIPPED]), loader.load([SHIPPED, pack])
    assert laid.problems == []
    assert laid.entries["fiche", "panne-dpi"].title == "Notre logiciel est en panne"
    new = set(laid.entries) - set(shipped.entries)
    assert new == {
        ("fiche", "fiche-locale"), ("synonyms", "ch-exemple"), ("sayings", "fiche-locale"),
    }  # fmt: skip
    changed = {key for key, entry in shipped.entries.items() if laid.entries[key] != entry}
    assert changed == {("fiche", "panne-dpi")}


def test_its_words_are_searched_beside_the_shipped_ones(pack) -> None:
    engine = engine_of(loader.load([SHIPPED, pack]))

    def fiches(text: str) -> list[str]:
        return [one.slug for one in engine.find(text) if one.kind == "fiche"]

    assert fiches("le bitoniau du couloir clignote")[0] == "fiche-locale"
    assert "fiche-locale" in fiches("zorglub")  # its own synonym
    assert "hematurie" in fiches("pipi rouge")[:3]  # shipped synonyms still count


def test_synonyms_of_several_packs_add_up(tmp_path) -> None:
    packs = [
        _write(tmp_path / name, {"search/synonymes.yml": SYNONYMS.replace("zorglub", name)})
        for name in ("premier", "second")
    ]
    library = loader.load([SHIPPED, *packs])
    assert library.problems == []
    lists = [entry.slug for entry in library.of_kind("synonyms")]
    assert lists == ["premier", "second", "synonymes"]


def test_a_named_list_replaces_the_one_of_its_name(tmp_path) -> None:
    pack = _write(tmp_path / "ch-exemple", {"search/synonymes/synonymes.yml": SYNONYMS})
    library = loader.load([SHIPPED, pack])
    (only,) = library.of_kind("synonyms")
    assert [group["idee"] for group in only.payload["groupes"]] == ["zorglub-local"]


def test_packs_whose_words_would_be_confused_are_refused(tmp_path) -> None:
    odd = _write(tmp_path / "CH Exemple", {"search/synonymes.yml": SYNONYMS})
    assert "dossier du pack" in str(loader.load([SHIPPED, odd]).problems[0])
    twins = [_write(tmp_path / place / "ch", {"search/synonymes.yml": SYNONYMS}) for place in "ab"]
    assert "Deux packs" in str(loader.load([SHIPPED, *twins]).problems[0])


def test_packs_of_the_setting(tmp_path) -> None:
    packs = [_both(tmp_path, "folder"), _both(tmp_path, "zip")]
    environ = {
        "PORTAL_SECRET_KEY": SECRET,
        "PORTAL_CONTENT_PACKS": os.pathsep.join(map(str, packs)),
    }
    assert from_environment(environ).packs == (SHIPPED, *packs)
    with pytest.raises(SettingsError, match="introuvable"):
        from_environment({**environ, "PORTAL_CONTENT_PACKS": str(tmp_path / "absent.zip")})


def test_the_example_of_the_guide_is_a_sound_fiche(tmp_path) -> None:
    guide = (ROOT / "docs" / "guide-redaction.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n---\n")[1].split("```")[0]
    more = "\n".join(f'  - {{mots: "mots {n}", niveau: U3}}' for n in range(8))
    whole = "---\n" + example.replace("  # … au moins huit", more)
    library = loader.load([SHIPPED, _write(tmp_path / "ch", {"situations/panne.md": whole})])
    assert library.problems == []
    assert [one for one in lint.check(library) if one.file.startswith("ch/")] == []


# A broken pack


@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_a_broken_pack_gives_file_and_line(tmp_path, shape) -> None:
    files = {**PACK, REPLACED: BROKEN}
    make = _zip if shape == "zip" else _write
    pack = make(tmp_path / ("ch-exemple.zip" if shape == "zip" else "ch-exemple"), files)
    problems = [str(problem) for problem in loader.load([SHIPPED, pack]).problems]
    line = line_of(BROKEN, "resumé:")
    wanted = f"ch-exemple/{REPLACED}:{line} : Le champ « resumé » est inconnu"
    assert any(one.startswith(wanted) for one in problems)


def test_words_for_a_fiche_that_is_not_there_are_a_fault(tmp_path) -> None:
    pack = _write(tmp_path / "ch-exemple", {"search/paroles/fiche-oubliee.yml": SAYINGS})
    messages = [problem.message for problem in lint.check(loader.load([SHIPPED, pack]))]
    assert "Aucune fiche ne s'appelle « fiche-oubliee »." in messages


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_link_out_of_the_pack_is_refused(tmp_path, linked) -> None:
    outside = _write(tmp_path / "ailleurs", {"situations/secret.md": FICHE})
    pack = _write(tmp_path / "ch-exemple", {"situations/fiche-locale.md": FICHE})
    if linked == "file":
        (pack / "situations" / "secret.md").symlink_to(outside / "situations" / "secret.md")
    else:
        (pack / "pathologies").symlink_to(outside / "situations")
    library = loader.load([SHIPPED, pack])
    assert [problem.message for problem in library.problems] == [
        "Ce lien sort du pack : mettez le fichier lui-même."
    ]
    assert ("fiche", "secret") not in library.entries


@pytest.mark.parametrize(
    "name", ["../fuite.md", "situations/../../fuite.md", "/fuite.md", "situations\\fuite.md"]
)
def test_an_archive_that_leads_elsewhere_is_refused(tmp_path, name) -> None:
    pack = tmp_path / "ch-exemple.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        member = zipfile.ZipInfo("x")
        member.filename = name
        archive.writestr(member, FICHE)
    (problem,) = loader.load([SHIPPED, pack]).problems
    assert (problem.file, problem.line) == ("ch-exemple.zip", 1)
    assert "sort du pack" in problem.message
    assert not list(tmp_path.parent.rglob("fuite.md"))


def test_a_link_in_an_archive_is_refused(tmp_path) -> None:
    pack = tmp_path / "ch-exemple.zip"
    with zipfile.ZipFile(pack, "w") as archive:
        member = zipfile.ZipInfo("situations/secret.md")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    assert "est un lien" in loader.load([SHIPPED, pack]).problems[0].message


def test_what_is_no_pack_is_said(tmp_path) -> None:
    (tmp_path / "faux.zip").write_text("rien")
    empty = _write(tmp_path / "ch-exemple", {"pathologie/fiche.md": FICHE})
    messages = [one.message for one in loader.load([tmp_path / "faux.zip", empty]).problems]
    assert len(messages) == 2
    assert any("archive .zip lisible" in one for one in messages)
    assert any("Aucun contenu" in one for one in messages)


# What is in force, written as a pack


@pytest.fixture
def run(db, settings, monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", SECRET)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    return lambda *words: CliRunner().invoke(content, list(map(str, words)))


def _versions(database) -> set[tuple[str, str, str]]:
    with database.reading() as session:
        return {(row.kind, row.slug, row.version) for row in list_in_force(session)}


def _read(*packs: Path) -> set[tuple[str, str, str]]:
    library = loader.load(packs)
    assert library.problems == []
    return {(entry.kind, entry.slug, entry.version) for entry in library.entries.values()}


@pytest.mark.parametrize("name", ["export.zip", "export"])
def test_exported_content_gives_the_same_versions_elsewhere(run, db, tmp_path, name) -> None:
    with db.writing() as session:  # two packs: what is in force is more than what ships
        actions.sync(session, loader.load([SHIPPED, _both(tmp_path, "folder")]))
    target = tmp_path / name
    result = run("export", "--out", target)
    assert result.exit_code == 0, result.output
    assert _read(target) == _versions(db)
    assert _read(SHIPPED, target) == _versions(db)
    checked = run("check", target)
    assert checked.exit_code == 0, checked.output


def test_a_sync_of_the_export_changes_nothing(run, db, tmp_path) -> None:
    run("export", "--out", tmp_path / "export.zip")
    with db.writing() as session:
        report = actions.sync(session, loader.load([SHIPPED, tmp_path / "export.zip"]))
    assert (report.changed, report.retired) == (0, 0)


def test_the_same_content_gives_the_same_bytes(run, tmp_path) -> None:
    for name in ("un.zip", "deux.zip"):
        answer = run("export", "--out", tmp_path / name, "--json")
        assert json.loads(answer.stdout)["files"] > 100
    assert (tmp_path / "un.zip").read_bytes() == (tmp_path / "deux.zip").read_bytes()


def test_one_kind_alone(run, db, tmp_path) -> None:
    run("export", "--out", tmp_path / "fiches.zip", "--kind", "fiche")
    assert _read(tmp_path / "fiches.zip") == {one for one in _versions(db) if one[0] == "fiche"}


def test_nothing_already_there_is_replaced(run, tmp_path) -> None:
    kept = tmp_path / "export.zip"
    kept.write_text("à garder")
    refused = run("export", "--out", kept)
    assert refused.exit_code == 1
    assert "existe déjà" in refused.stderr
    assert kept.read_text() == "à garder"
