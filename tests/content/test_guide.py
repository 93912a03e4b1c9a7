"""The chapter on modules of the editors' guide: its examples make a sound module."""

import re

import pytest

from integration_portal.content import lint, loader
from integration_portal.content.blocks import KINDS, split
from integration_portal.content.kinds.questions import Bank
from integration_portal.content.strict_yaml import read
from integration_portal.learning.question_types import KINDS as QUESTION_KINDS
from integration_portal.settings import bundled
from tests.support.repository import ROOT

CHAPTER = (
    (ROOT / "docs" / "guide-redaction.md")
    .read_text(encoding="utf-8")
    .split("## Écrire un module\n")[1]
    .split("\n## ")[0]
)
EXAMPLES = re.findall(r"```(?:yaml|markdown)\n(.*?)```", CHAPTER, re.DOTALL)
FRONT = '---\ntitre: "Une leçon"\nduree: 10\nobjectifs: ["Essayer"]\n---\n'
MODULE, LESSON, BANK, SIMULATION = EXAMPLES


@pytest.fixture
def library(tmp_path) -> loader.Library:
    folder = tmp_path / "ch-exemple" / "modules" / "gestion-information" / "accueil-telephonique"
    files = {
        "module.md": MODULE,
        "lessons/01-decrocher.md": FRONT + LESSON,
        "lessons/02-noter.md": FRONT + "Un texte.",
        "figures/poste.svg": "<svg></svg>",
        "questions.yml": BANK,
        "simulation.yml": SIMULATION,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return loader.load([bundled("content"), tmp_path / "ch-exemple"])


def test_its_examples_make_a_sound_module(library) -> None:
    assert library.problems == []
    assert [one for one in lint.check(library) if one.file.startswith("ch-")] == []
    module = library.entries["module", "accueil-telephonique"]
    assert module.counts == {"lessons": 2, "questions": 10, "simulations": 1}


def test_every_block_and_every_kind_of_question_has_its_example() -> None:
    assert {piece.kind for piece in split(LESSON.strip())} == set(KINDS)
    shown = [one.type for one in Bank.model_validate(read(BANK).data).questions]
    assert sorted(shown) == sorted(QUESTION_KINDS)
