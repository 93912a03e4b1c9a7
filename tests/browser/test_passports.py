"""Passports in a real browser, as those who sign see them: axe finds nothing, nothing overflows."""

import io

import pytest
from pypdf import PdfReader

from tests.passports.conftest import fill, sign

DESK = {"width": 1280, "height": 800}


@pytest.mark.parametrize(
    "state",
    [
        pytest.param("ongoing", marks=pytest.mark.exhaustive),
        "ready",
        pytest.param("granted", marks=pytest.mark.exhaustive),
    ],
)
def test_a_passport_reads_well_whatever_its_state(state, visit, doors, world) -> None:
    place = world.ours
    with doors.database.writing() as session:
        if state != "ongoing":
            fill(session, place)
        if state == "granted":
            sign(session, place)
    one = f"/passeports/{place.passport_id}"
    pages = {
        place.manager: ["/passeports", "/passeports?etat=caduque"],
        place.tutor: [one, *([f"{one}/renouvellement"] if state == "granted" else [])],
        place.recruit: ["/passeports", one, f"/unites/{place.unit_id}/prise-de-poste"],
    }
    faults = []
    for person, paths in pages.items():
        window = visit(color_scheme="light", viewport=DESK)
        window.log_in(person)
        for path in paths:
            window.open(path)
            faults += [f"{path}: {fault}" for fault in window.axe()]
            window.by_night()
            faults += [f"{path}, by night: {fault}" for fault in window.axe()]
            faults += [f"{path}: spills" for width in (320, 360) if window.overflow(width)]
    assert not faults


def test_the_page_of_a_unit_is_one_sheet(visit, world) -> None:
    window = visit(color_scheme="light", viewport=DESK)
    window.log_in(world.ours.recruit)
    page = window.open(f"/unites/{world.ours.unit_id}/passeport")
    page.emulate_media(media="print")
    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(paper.pages) == 1
