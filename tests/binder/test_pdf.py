"""The PDF itself, read back: tagged, French, titled, every alert in it, words lead to pages."""

import datetime as dt
import io
import re
from itertools import pairwise

import pytest
from pypdf import PdfReader

from integration_portal.binder import index, making, rules
from integration_portal.binder.documents import Cover
from integration_portal.fiches.local import UNIT, merge
from integration_portal.fiches.presentation import sheet
from tests.support.content import shipped_library

ENTRIES = {one.slug: one for one in shipped_library().of_kind("fiche")}
NOW = dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC)
COVER = Cover("Hôpital Alpha", "Cardiologie", "Les fiches du service", NOW, NOW.date())
A5_MM = (148, 210)
SOME = ("avc-ait", "melanome", "fibrillation-atriale", "appel-d-un-tiers", "fin-de-vie")


def leaf(slug: str, *, validated: bool = False, local: dict | None = None) -> rules.Leaf:
    payload = ENTRIES[slug].payload
    if local:
        payload = merge(payload, [{"ajouts": local, "origine": UNIT}]).payload
    status = "Validée par Dr Alpha, le 3 mars 2026." if validated else "Brouillon."
    return rules.Leaf(sheet(slug, "v", payload), validated, status)


def squeezed(text: str) -> str:
    """Without spaces: lines and words are broken where the page likes."""
    return re.sub(r"[\s\u00ad-]+", "", text)


@pytest.fixture(scope="module")
def leaves() -> list[rules.Leaf]:
    return rules.in_order(leaf(slug) for slug in SOME)


@pytest.fixture(scope="module")
def pdf(leaves) -> PdfReader:
    return PdfReader(io.BytesIO(making.lay_out(leaves, COVER)))


@pytest.fixture(scope="module")
def first_pages(pdf) -> dict[str, int]:
    """Printed number of the first page of each fiche."""
    return {
        name.removeprefix("fiche-"): (pdf.get_destination_page_number(where) or 0) + 1
        for name, where in pdf.named_destinations.items()
        if name.startswith("fiche-")
    }


def test_it_is_tagged_french_and_titled(pdf) -> None:
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Classeur de fiches réflexes"
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_pages_are_a5_and_a_fiche_takes_two_at_most(pdf, first_pages) -> None:
    sides = {round(float(x) / 72 * 25.4) for page in pdf.pages for x in page.mediabox[2:]}
    assert sides == set(A5_MM)
    starts = sorted(first_pages.values())
    assert len(starts) == len(SOME)
    assert all(after - before <= 2 for before, after in pairwise(starts))


def test_bookmarks_name_every_fiche(pdf, leaves) -> None:
    def titles(outline):
        for one in outline:
            yield from titles(one) if isinstance(one, list) else [one.title]

    found = {squeezed(title) for title in titles(pdf.outline)}
    for one in leaves:
        assert squeezed(one.sheet.title) in "".join(found)
    assert squeezed("Index des mots") in found


def test_every_alert_is_on_the_first_page_with_its_level_in_words(pdf, first_pages, leaves) -> None:
    for one in leaves:
        said = squeezed(pdf.pages[first_pages[one.sheet.slug] - 1].extract_text())
        for group in one.sheet.alerts:
            assert squeezed(f"{group.level}{group.words}") in said
            for row in group.rows:
                for words in (*row.plain_signs, row.gesture):
                    assert squeezed(words) in said, (one.sheet.slug, words)


def test_a_draft_says_so_on_each_page(pdf, first_pages) -> None:
    start = first_pages["melanome"] - 1
    for page in pdf.pages[start : start + 2]:
        assert "BROUILLON" in page.extract_text()


def test_the_index_leads_to_the_page(pdf, first_pages) -> None:
    text = " ".join(page.extract_text().replace("\u2060", " ") for page in pdf.pages[-6:])
    text = " ".join(text.split())
    assert re.search(rf"\bcongestion cérébrale {first_pages['avc-ait']}\b", text)
    assert re.search(rf"\bbafouille {first_pages['avc-ait']}\b", text)
    assert re.search(rf"\bUNV {first_pages['avc-ait']}\b", text)


def test_here_is_printed_and_a_validation_too() -> None:
    local = {
        "numeros": [{"libelle": "Cardiologue de garde", "numero": "45 12", "precision": "24 h"}],
        "delais": {"U2": "sous 8 jours"},
    }
    one = leaf("fibrillation-atriale", validated=True, local=local)
    paper = PdfReader(io.BytesIO(making.lay_out([one], COVER)))
    said = squeezed("".join(page.extract_text() for page in paper.pages))
    assert squeezed("Cardiologue de garde — 45 12, 24 h") in said
    assert squeezed("Chez nous : sous 8 jours") in said
    assert squeezed("Validée par Dr Alpha, le 3 mars 2026.") in said
    assert "BROUILLON" not in said


def test_texts_never_become_code() -> None:
    local = {"numeros": [{"libelle": "#panic() $x$ *", "numero": "] \\u{41}", "precision": '"'}]}
    paper = PdfReader(
        io.BytesIO(making.lay_out([leaf("fibrillation-atriale", local=local)], COVER))
    )
    assert "#panic()$x$*—]\\u{41}" in squeezed("".join(p.extract_text() for p in paper.pages))


def test_words_of_callers_are_joined_under_their_endings() -> None:
    found = {one.word: one for one in index.entries([leaf(slug).sheet for slug in SOME])}
    assert found["bafouille"].slugs == ("avc-ait",)
    assert found["congestion cérébrale"].main
    assert "madame" not in found
