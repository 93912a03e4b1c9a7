"""Lessons on a narrow screen: wide tables scroll on their own, the page never does."""

from tests.support.content import shipped_library

NARROW = {"width": 320, "height": 640}


def _columns(lesson: dict[str, str]) -> int:
    """Of its widest table."""
    return max((line.count("|") for line in lesson["corps"].splitlines()), default=0)


def _widest() -> list[str]:
    """Of each module, the lesson with the widest table."""
    return [
        f"/modules/{entry.slug}/{max(entry.payload['lecons'], key=_columns)['slug']}"
        for entry in shipped_library().of_kind("module")
    ]


def test_no_lesson_scrolls_sideways(visit, world) -> None:
    window = visit(viewport=NARROW)
    window.log_in(world.ours.recruit)
    widths = {
        path: window.open(path).evaluate("document.documentElement.scrollWidth")
        for path in _widest()
    }
    assert not {path: width for path, width in widths.items() if width > NARROW["width"]}


def test_a_lesson_with_a_table_opens_to_everybody(visit, world) -> None:
    window = visit(viewport=NARROW, color_scheme="light")
    window.log_in(world.ours.recruit)
    window.open("/modules/identitovigilance/04-statuts-de-l-identite")
    assert window.axe() == []
    window.by_night()
    assert window.axe(rules=["color-contrast"]) == []
