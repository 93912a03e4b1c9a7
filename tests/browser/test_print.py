"""A fiche on paper: one A4 sheet, the red block whole, nothing too small to read."""

import io

import pytest
from pypdf import PdfReader

from tests.support.content import shipped_library

pytestmark = pytest.mark.exhaustive

SLUGS = [entry.slug for entry in shipped_library().of_kind("fiche")]
A4_MM = (210, 297)
INSIDE_MARGINS = {"width": 733, "height": 1069}  # CSS pixels, with the margins of fiche.css
SMALLEST_PT = 8.5
SIZES = """() => [...document.querySelectorAll('.fiche *')].filter(one =>
  one.checkVisibility() && [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .map(one => parseFloat(getComputedStyle(one).fontSize) * .75)"""
# What is cut: sections left of the sheet's edge are shown, those beyond it are not.
CUT = """() => {
  const sheet = document.querySelector('.fiche').getBoundingClientRect();
  const out = box => box.right > sheet.right + 2 || box.bottom > sheet.bottom + 2;
  const whole = [...document.querySelectorAll('.draft, .alert-block, .alert-block *, .fiche-foot')];
  const always = ['urgence', 'appelant', 'questions', 'noter', 'avant', 'circuit']
    .map(id => document.getElementById(id)).filter(Boolean);
  return [...whole, ...always, ...document.querySelectorAll('.sand')]
    .filter(one => !one.checkVisibility() || out(one.getBoundingClientRect()))
    .map(one => one.id || one.className.toString() || one.localName);
}"""


@pytest.fixture
def window(visit, world):
    opened = visit(viewport=INSIDE_MARGINS)
    opened.log_in(world.ours.recruit)
    opened.page.emulate_media(media="print")
    return opened


def printed(page) -> PdfReader:
    return PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def test_every_fiche_is_one_sheet_with_its_red_block_whole(window) -> None:
    faults = []
    for slug in SLUGS:
        page = window.open(f"/fiches/{slug}")
        faults += [f"{slug}: cut, {what}" for what in page.evaluate(CUT)]
        paper = printed(page)
        box = paper.pages[0].mediabox
        size = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
        if (len(paper.pages), size) != (1, A4_MM):
            faults.append(f"{slug}: {len(paper.pages)} pages of {size} mm")
    assert not faults, "\n".join(faults)


def test_the_red_block_comes_first_and_nothing_is_too_small(window) -> None:
    page = window.open("/fiches/avc-ait")
    said = printed(page).pages[0].extract_text()
    parts = ("Brouillon", "Signes d’alerte", "Bouche ou visage de travers", "Degré d’urgence")
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert "/fiches/avc-ait. Copie du 24/11/2026" in " ".join(said.split())
    assert min(page.evaluate(SIZES)) >= SMALLEST_PT - 0.01
