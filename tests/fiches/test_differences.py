"""A reader sees what changed in a fiche, and nothing can change unseen."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.fiches.differences import Change, Mark, differences, words_between
from integration_portal.fiches.sections import TITLES, lines

from .shipped import entries

HEART = next(entry.payload for entry in entries() if entry.slug == "insuffisance-cardiaque")


def changed(**sections):
    return {**copy.deepcopy(HEART), **sections}


def test_the_same_text_has_no_difference() -> None:
    assert differences(HEART, copy.deepcopy(HEART)) == ()


def test_one_word_of_an_alert_is_marked() -> None:
    after = copy.deepcopy(HEART)
    after["alertes"][0]["geste"] = after["alertes"][0]["geste"].replace("ligne", "attente")
    (section,) = differences(HEART, after)
    assert section.title == "Signes d’alerte"
    (line,) = section.lines
    assert line.change is Change.CHANGED
    marked = [(piece.text, piece.mark) for piece in line.pieces if piece.mark is not Mark.SAME]
    assert marked == [("ligne", Mark.REMOVED), ("attente", Mark.ADDED)]


def test_a_graver_level_is_seen() -> None:
    after = copy.deepcopy(HEART)
    after["alertes"][0]["niveau"] = "U1"
    (section,) = differences(HEART, after)
    assert "U0" in section.lines[0].before
    assert "U1" in section.lines[0].after


def test_a_line_put_in_and_a_line_taken_away() -> None:
    after = changed(pieges=[*HEART["pieges"][1:], "Un piège d’une tout autre nature."])
    (section,) = differences(HEART, after)
    assert [line.change for line in section.lines] == [Change.REMOVED, Change.ADDED]


def test_sections_come_in_the_order_of_the_page_and_unknown_ones_last() -> None:
    after = changed(questions=HEART["questions"][1:], resume="Autre chose.", chez_nous=["5432"])
    titles = [section.title for section in differences(HEART, after)]
    assert titles == ["Résumé", "Les questions à poser", "Chez nous"]


def _leaves(value, path=()):
    items = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )  # fmt: skip
    for key, item in items:
        yield from _leaves(item, (*path, key))
    if not isinstance(value, dict | list | bool):
        yield path


def _with(path, value):
    text = copy.deepcopy(HEART)
    node = text
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return text


@pytest.mark.parametrize("path", sorted({p[0] for p in _leaves(HEART) if p}))
def test_no_value_changes_unseen(path) -> None:
    """Every leaf of every section, replaced: its new words are in the difference."""
    for leaf in (leaf for leaf in _leaves(HEART) if leaf[0] == path):
        sections = differences(HEART, _with(leaf, "Zébrures"))
        assert sections, leaf
        assert "Zébrures" in json.dumps(
            [line.after for section in sections for line in section.lines], ensure_ascii=False
        ), leaf


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_words_give_both_lines_back(before, after) -> None:
    pieces = words_between(before, after)
    assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == before
    assert "".join(p.text for p in pieces if p.mark is not Mark.REMOVED) == after


def test_every_section_of_every_fiche_reads_as_sentences() -> None:
    for entry in entries():
        for key, value in entry.payload.items():
            for line in lines(key, value):
                assert line.strip()
                assert "{" not in line, (entry.slug, key, line)


def test_every_section_of_a_fiche_has_its_title() -> None:
    named = {key for entry in entries() for key in entry.payload}
    assert named - TITLES.keys() == {"id", "type_fiche", "priorite", "validation"}
