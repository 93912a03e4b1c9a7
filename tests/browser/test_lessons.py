"""Lessons on a narrow screen: wide tables scroll on their own, the page never does."""

from integration_portal.content import loader
from integration_portal.settings import bundled

NARROW = {"width": 320, "height": 640}
LESSONS = [
    f"/modules/{entry.slug}/{lesson['slug']}"
    for entry in loader.load([bundled("content")]).of_kind("module")
    for lesson in entry.payload["lecons"]
]


def test_no_lesson_scrolls_sideways(visit, world) -> None:
    window = visit(viewport=NARROW)
    window.log_in(world.ours.recruit)
    widths = {
        path: window.open(path).evaluate("document.documentElement.scrollWidth") for path in LESSONS
    }
    assert not {path: width for path, width in widths.items() if width > NARROW["width"]}


def test_axe_reads_a_lesson_with_a_table(visit, world, color_scheme) -> None:
    window = visit(viewport=NARROW, color_scheme=color_scheme)
    window.log_in(world.ours.recruit)
    window.open("/modules/identitovigilance/04-statuts-de-l-identite")
    window.check_axe()
