"""A list of words is read strictly, exported as it came, and laid over by packs."""

import pytest

from integration_portal.content import export, lint, loader
from tests.content.packs import line_of, write_pack

FILE = "vocabulary/essai.yml"
TEXT = """\
titre: Un essai
resume: Pour essayer.
cartes:
  - {id: sigle-fa, type: sigle, terme: FA, sens: fibrillation atriale}
  - id: sigle-cv
    type: sigle
    terme: CV
    sens: charge virale
    ambigu: true
    autres_sens: [champ visuel]
"""


def _load(tmp_path, text: str) -> loader.Library:
    return loader.load([write_pack(tmp_path / "pack", {FILE: text})])


def test_a_sound_list_loads_and_comes_out_the_same(tmp_path) -> None:
    library = _load(tmp_path, TEXT)
    assert library.problems == lint.check(library) == []
    entry = library.entries["vocabulary", "essai"]
    assert entry.counts == {"cards": 2}
    (written,) = export.files_of([("vocabulary", "essai", entry.payload)]).items()
    assert written[0] == FILE
    assert _load(tmp_path / "again", written[1]).entries["vocabulary", "essai"].version == (
        entry.version
    )


@pytest.mark.parametrize(
    ("before", "after", "part", "words"),
    [
        ("type: sigle\n", "type: mot\n", "type: mot", "prefixe"),
        ("    terme: CV\n", "", "- id: sigle-cv", "« terme » manque"),
        ("    ambigu: true\n", "", "- id: sigle-cv", "autres_sens"),
        ("id: sigle-cv", "id: sigle-fa", "titre:", "écrite deux fois"),
        ("sens: charge", "sans: charge", "sans:", "« sans » est inconnu"),
    ],
)
def test_a_fault_is_a_file_a_line_and_a_sentence(tmp_path, before, after, part, words) -> None:
    text = TEXT.replace(before, after)
    found = [one for one in _load(tmp_path, text).problems if words in one.message]
    assert found
    assert found[0].file == f"pack/{FILE}"
    assert found[0].line == line_of(text, part)


def test_the_words_are_proofread_like_the_rest(tmp_path) -> None:
    library = _load(tmp_path, TEXT.replace("champ visuel", "infirmier·ère"))
    assert [one for one in lint.check(library) if "point médian" in one.message]
