"""Editing a template: every edit is sound, criteria keep their codes, no code is used twice."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.content.kinds.journey import JourneyDefinition
from integration_portal.journeys import definitions
from integration_portal.journeys.versions import ChangeKind, by_code, difference, reordered
from tests.support.content import shipped_library

from .new_step import NEW


@cache
def shipped() -> dict:
    """The shipped standard template, as its version holds it."""
    entry = shipped_library().entries["journey", "parcours-standard"]
    return JourneyDefinition.model_validate(entry.payload).model_dump(mode="json")


codes = st.sampled_from(sorted(by_code(shipped())))


def test_an_added_step_ends_its_phase() -> None:
    after, note = definitions.add_step(shipped(), definitions.new_step("59", NEW))
    JourneyDefinition.model_validate(after)
    phase = [s["code"] for s in after["etapes"] if s["phase"] == "mois-1"]
    assert phase[-1] == "59"
    assert "59" in note
    assert [c.kind for c in difference(shipped(), after)] == [ChangeKind.ADD]
    assert not reordered(shipped(), after)


@given(codes)
def test_a_removed_step_is_awaited_by_nobody(code) -> None:
    after, _ = definitions.remove_step(shipped(), code)
    JourneyDefinition.model_validate(after)
    assert code not in by_code(after)
    assert not definitions.waiting_for(after, code)


@given(codes, st.booleans())
def test_up_then_down_is_nothing(code, up) -> None:
    once, note = definitions.move_step(shipped(), code, up=up)
    JourneyDefinition.model_validate(once)
    assert reordered(shipped(), once) == bool(note)
    if note:
        assert definitions.move_step(once, code, up=not up)[0]["etapes"] == shipped()["etapes"]


@given(codes, st.sampled_from([p["code"] for p in shipped()["phases"]]))
def test_a_step_may_change_phase(code, phase) -> None:
    after, note = definitions.change_step(shipped(), code, {"phase": phase})
    JourneyDefinition.model_validate(after)
    assert by_code(after)[code]["phase"] == phase
    assert bool(note) == (by_code(shipped())[code]["phase"] != phase)
    assert len(after["etapes"]) == len(shipped()["etapes"])


def test_saving_without_a_change_says_nothing() -> None:
    step = by_code(shipped())["25"]
    assert definitions.change_step(shipped(), "25", dict(step))[1] == ""


def test_a_code_is_never_used_twice() -> None:
    grown, _ = definitions.add_step(shipped(), definitions.new_step("59", NEW))
    cut, _ = definitions.remove_step(grown, "59")
    assert definitions.next_code([shipped(), grown, cut]) == "60"


def test_template_codes_stay_below_those_of_added_steps() -> None:
    last = {"etapes": [{"code": "899"}]}
    with pytest.raises(ValueError, match="no code left"):
        definitions.next_code([last])


@given(codes)
def test_criteria_survive_the_form(code) -> None:
    criteria = by_code(shipped())[code]["criteres"]
    typed = definitions.criteria_text(criteria)
    assert definitions.parse_criteria(typed, criteria) == criteria


def test_a_reworded_criterion_keeps_its_code() -> None:
    before = [
        {"code": "identite", "texte": "Demande l’identité.", "securite": True},
        {"code": "trace", "texte": "Trace l’appel.", "securite": False},
    ]
    after = definitions.parse_criteria("★ Demande toujours l’identité.\n★Trace l’appel.", before)
    assert [(c["code"], c["securite"]) for c in after] == [("identite", True), ("trace", True)]


@given(st.text(max_size=400))
def test_any_text_gives_distinct_sound_codes(text) -> None:
    found = [one["code"] for one in definitions.parse_criteria(text)]
    assert len(set(found)) == len(found)
    assert all(code == definitions.slugify(code, limit=80) for code in found)
