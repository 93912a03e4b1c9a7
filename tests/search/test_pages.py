"""The search in the portal: the page, its fragment, places, and what was not found."""

import pytest
from sqlalchemy import select

from integration_portal.content import actions as content
from integration_portal.search.models import SearchGap
from tests.support.client import shown
from tests.support.content import shipped_library
from tests.support.html import words


@pytest.fixture
def library():
    return shipped_library()


@pytest.fixture
def reader(enter, world, db, library):
    with db.writing() as session:
        content.sync(session, library)
    return enter(world.ours.recruit)


def test_results_say_why_and_whom_to_call(reader) -> None:
    page = shown(reader.get("/recherche?q=bouche de travers"))
    assert "AVC" in page
    assert "Passez le 15" in page
    assert 'href="/fiches/avc-ait"' in reader.get("/recherche?q=bouche de travers").text
    assert "<mark>" in reader.get("/recherche?q=bouche de travers").text


def test_a_result_says_draft_and_what_it_leaves_out(reader) -> None:
    """A line shown alone must hide neither its status nor a graver sign."""
    page = shown(reader.get("/recherche?q=palpitations"))
    assert "Brouillon, à valider par un médecin" in page
    assert "autres signes dans la fiche, dont" in page


@pytest.mark.parametrize("query", ["zzzz", "<script>zzz(1)</script>", "a" * 300, "«", "%"])
def test_whatever_is_typed_gets_an_answer(reader, query) -> None:
    reader.check_typography = False  # the words of the search are shown as they were typed
    answer = reader.get("/recherche", query_string={"q": query})
    assert answer.status_code == 200
    assert "<script>zzz" not in answer.text


def test_the_fragment_is_only_results(reader) -> None:
    reader.check_pages = False  # it is not a page
    answer = reader.get("/recherche/fragment?q=palpitations")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "fibrillation-atriale" in answer.text
    assert reader.get("/recherche/fragment?q=").text.strip() == ""


def test_nothing_found_offers_to_report_it(reader) -> None:
    page = shown(reader.get("/recherche?q=xkcdqwertz"))
    assert "Rien ne répond" in page
    assert "Signaler un manque" in page


def test_a_gap_is_kept_once_for_editors(reader, enter, world, db) -> None:
    for text in ("Xkcd qwertz", "xkcd QWERTZ"):
        reader.submit(f"/recherche?q={text}", {"words": text}, button="Signaler à la rédaction")
    assert _reported(db, "qwertz") == [("xkcd qwertz", 2)]
    assert "xkcd QWERTZ" in words(enter(world.ours.editor).page("/recherche/manques"))
    assert "qwertz" not in words(enter(world.theirs.editor).page("/recherche/manques"))


def test_a_gap_never_names_a_patient(reader, db) -> None:
    typed = "1 85 05 78 006 084 91"
    answer = reader.submit("/recherche?q=x", {"words": typed}, button="Signaler à la rédaction")
    assert answer.status_code == 422
    assert typed in answer.text
    assert _reported(db, "085") == _reported(db, "1 85") == []


def _reported(db, text):
    with db.reading() as session:
        gaps = session.scalars(select(SearchGap).where(SearchGap.folded.contains(text)))
        return [(gap.folded, gap.count) for gap in gaps]
