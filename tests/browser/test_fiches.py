"""A fiche as eyes see it: the red block whole on one screen."""

from pathlib import Path

import pytest

SLUGS = sorted(
    path.stem
    for folder in ("pathologies", "situations")
    for path in (Path(__file__).resolve().parents[2] / "content" / folder).glob("*.md")
)
WARD_PC = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 800}
BOTTOM = "document.querySelector('.alert-block').getBoundingClientRect().bottom"
UNFOLD = "document.querySelectorAll('details.fold').forEach(fold => { fold.open = true })"
TOP = "document.querySelector('.alert-block').getBoundingClientRect().top"


@pytest.fixture
def window(visit, world):
    def open_window(**options):
        made = visit(**options)
        made.log_in(world.ours.recruit)
        return made

    return open_window


# One in nine; all of them when asked.
SOME_OR_ALL = pytest.mark.parametrize(
    "slugs", [SLUGS[::9], pytest.param(SLUGS, marks=pytest.mark.exhaustive)], ids=["some", "all"]
)


@SOME_OR_ALL
def test_the_red_block_is_whole_on_a_ward_pc(window, slugs) -> None:
    seen = window(viewport=WARD_PC)
    bottoms = {slug: seen.open(f"/fiches/{slug}").evaluate(BOTTOM) for slug in slugs}
    assert not {slug: y for slug, y in bottoms.items() if y > WARD_PC["height"]}


@SOME_OR_ALL
def test_the_red_block_comes_at_once_on_a_phone(window, slugs) -> None:
    seen = window(viewport=PHONE)
    tops = {slug: seen.open(f"/fiches/{slug}").evaluate(TOP) for slug in slugs}
    assert not {slug: y for slug, y in tops.items() if y > PHONE["height"] / 3}


@pytest.mark.parametrize(
    ("viewport", "slug"), [(WARD_PC, "avc-ait"), (PHONE, "appel-d-un-tiers")], ids=["desk", "phone"]
)
def test_an_unfolded_fiche_opens_to_everybody(window, viewport, slug) -> None:
    seen = window(viewport=viewport, color_scheme="light")
    seen.open(f"/fiches/{slug}").evaluate(UNFOLD)
    assert seen.axe() == []
    seen.by_night()
    assert seen.axe(rules=["color-contrast", "link-in-text-block"]) == []


def test_without_javascript_nothing_of_a_fiche_is_lost(window) -> None:
    page = window(java_script_enabled=False).open("/fiches/avc-ait")
    page.locator("#pieges > summary").click()
    assert page.locator("#pieges li").first.is_visible()
