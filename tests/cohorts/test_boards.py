"""The boards: what they say, to whom, in how many statements."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from integration_portal.cohorts import board, policy, queries
from integration_portal.cohorts.filters import SORTS, STATES, BoardFilter
from integration_portal.core import clock
from integration_portal.core.errors import NotFoundError
from integration_portal.core.unit_of_work import Database
from integration_portal.establishments.models import StepRole
from integration_portal.journeys.actions.enrolment import Enrolment, enrol
from integration_portal.journeys.actions.planning import refresh_counters, steps_of
from integration_portal.journeys.models import Journey, Step, StepKind, StepState
from tests.support.client import StrictClient
from tests.support.factories import Person, World, actor_of, make_user
from tests.support.html import words

TODAY = dt.date(2026, 11, 24)
LATER = dt.date(2027, 2, 1)
DAY = dt.timedelta(days=1)


def add_recruits(database: Database, world: World, number: int) -> None:
    """More recruits in our cohort, each on the same template as the first."""
    with database.writing() as session:
        model = session.get_one(Journey, world.ours.journey_id)
        for index in range(number):
            recruit = make_user(session, f"Nouvelle{index}", "Étienne")
            enrol(
                session,
                None,
                Enrolment(
                    recruit, model.unit, model.version, TODAY, tutor_id=model.tutor_id,
                    manager_id=model.manager_id, cohort_id=world.ours.cohort_id,
                ),
            )  # fmt: skip


def boards(world: World) -> list[str]:
    return [f"/promotions/{world.ours.cohort_id}", "/recrues", "/a-debloquer", "/promotions"]


# What one reads


def test_the_cohort_page_opens_with_figures_in_words(
    enter: Callable[[Person], StrictClient], world: World
) -> None:
    page = enter(world.ours.hr).page(f"/promotions/{world.ours.cohort_id}")
    first = page.find(".//main//p[@class='lead headline']")
    assert first is not None
    assert "recrue" in words(first)
    assert "3" in words(first)


def test_a_late_recruit_has_a_named_blocker(
    enter: Callable[[Person], StrictClient], world: World
) -> None:
    with clock.frozen(dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC)):
        page = enter(world.ours.hr).page("/a-debloquer")
    lines = [words(row) for row in page.findall(".//tbody/tr")]
    assert len(lines) == 3
    assert all(" jours" in line for line in lines)


def test_a_validation_that_waits_for_the_doctor_names_her(
    enter: Callable[[Person], StrictClient], world: World, db: Database
) -> None:
    """Not the tutor, who did her part."""
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        steps = steps_of(session, journey)
        for step in steps:
            step.state = StepState.DONE
        last = next(step for step in steps if step.kind is StepKind.OBSERVATION)
        last.state, last.due_on = StepState.COUNTERSIGN, clock.today("Europe/Paris") - DAY
        refresh_counters(journey, steps)
        assert journey.next_role is StepRole.DOCTOR
    page = enter(world.ours.manager).page("/a-debloquer")
    said = words(page.find(".//main"))
    assert f"{world.ours.doctor.name} (médecin)" in said
    assert f"{world.ours.tutor.name} (tutrice" not in said


def test_nobody_named_is_said_and_leads_to_where_one_names(
    enter: Callable[[Person], StrictClient], db: Database, world: World
) -> None:
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.peer_journey_id)
        step = session.scalars(
            select(Step).where(Step.journey_id == journey.id, Step.title == journey.next_title)
        ).first()
        assert step is not None
        step.assignee_id = None
    with clock.frozen(dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC)):
        text = enter(world.ours.manager).get("/a-debloquer").text
    assert "Personne" in text
    assert ">Nommer</a>" in text


def test_a_reader_sees_no_button_that_acts(
    enter: Callable[[Person], StrictClient], world: World
) -> None:
    with clock.frozen(dt.datetime(2027, 2, 1, 9, tzinfo=dt.UTC)):
        page = enter(world.ours.hr).page(f"/promotions/{world.ours.cohort_id}")
    assert page.findall(".//tbody/tr")
    assert not [b for b in page.iter("button") if words(b) == "Relancer"]
    assert "Inscrire une recrue" not in words(page)


# Who sees which rows


def test_a_unit_manager_sees_her_unit_alone(
    enter: Callable[[Person], StrictClient], world: World
) -> None:
    path = f"/promotions/{world.ours.cohort_id}"
    mine = words(enter(world.ours.manager).page(path))
    theirs = words(enter(world.ours.neighbour_manager).page(path))
    assert world.ours.recruit.name in mine
    assert world.ours.neighbour_recruit.name not in mine
    assert world.ours.neighbour_recruit.name in theirs
    assert world.ours.recruit.name not in theirs


def test_another_establishment_leaks_nothing(
    enter: Callable[[Person], StrictClient], world: World
) -> None:
    client = enter(world.ours.hr)
    for path in (*boards(world), "/recrues.csv"):
        assert world.theirs.recruit.name not in client.get(path).text
    for path in (f"/promotions/{world.theirs.cohort_id}", f"/promotions/{world.theirs.cohort_id}"
                 "/recrues.csv", f"/recrues?etablissement={world.theirs.establishment_id}"):  # fmt: skip
        assert client.get(path).status_code == 404


# How fast


def test_the_statements_do_not_grow_with_the_rows(
    enter: Callable[[Person], StrictClient], db: Database, world: World, queries: Any
) -> None:
    client = enter(world.ours.hr)
    narrow = f"/promotions/{world.ours.cohort_id}?q=e&unite={world.ours.unit_id}"
    paths = [*boards(world), narrow, f"{narrow}&carte=1"]

    def count(path: str) -> int:
        with queries() as seen:
            assert client.get(path).status_code == 200
        return len([statement for statement in seen if not statement.startswith("BEGIN")])

    few = {path: count(path) for path in paths}
    add_recruits(db, world, 12)
    assert {path: count(path) for path in paths} == few
    assert max(few.values()) <= 10


def test_fifty_rows_make_a_light_page(
    enter: Callable[[Person], StrictClient], db: Database, world: World
) -> None:
    add_recruits(db, world, 52)
    path = f"/promotions/{world.ours.cohort_id}"
    plain, with_map = (enter(world.ours.hr).get(path + query) for query in ("", "?carte=1"))
    assert "Page 1 sur 2" in plain.text
    assert "class=heat" in with_map.text
    assert "class=heat" not in plain.text
    assert len(plain.data) < len(with_map.data) <= 60_000


# The same on both databases


def test_every_order_and_state_answers(database: Database, world: World) -> None:
    with database.reading() as session:
        hr = actor_of(session, world.ours.hr.id)
        place = policy.place(hr, establishment_id=world.ours.establishment_id)
        for sort, state, down in itertools.product(SORTS, STATES, (False, True)):
            asked = BoardFilter(sort=sort, state=state, down=down)
            shown = board.read(session, hr, place, asked, TODAY, cells=True)
            assert len(shown.rows) == shown.number


def test_the_rows_come_in_the_order_asked(database: Database, world: World) -> None:
    add_recruits(database, world, 12)
    with database.writing() as session:
        for days, journey in enumerate(
            session.scalars(select(Journey).order_by(Journey.id.desc()))
        ):
            journey.next_due_on = TODAY + (days % 5) * DAY
            journey.steps_done = days % 4
    with database.reading() as session:
        hr = actor_of(session, world.ours.hr.id)
        place = policy.place(hr, establishment_id=world.ours.establishment_id)
        shown = {
            (sort, down): board.read(
                session, hr, place, BoardFilter(sort=sort, down=down), TODAY
            ).rows
            for sort in SORTS
            for down in (False, True)
        }
    for sort in SORTS:
        assert shown[sort, True] == shown[sort, False][::-1]
        assert len(shown[sort, True]) > 12
    days_ = [row.next_on for row in shown["echeance", False]]
    assert days_ == sorted(days_)
    done = [row.done / row.total for row in shown["avancement", False]]
    assert done == sorted(done)
    units = [row.unit for row in shown["unite", False]]
    assert units == sorted(units)


def test_every_filter_at_once_answers(database: Database, world: World) -> None:
    """For a manager of one unit, on the three kinds of place."""
    with database.reading() as session:
        manager = actor_of(session, world.ours.manager.id)
        where = {"establishment_id": world.ours.establishment_id}
        for place in (
            policy.place(manager),
            policy.place(manager, **where),
            policy.place(manager, **where, cohort_id=world.ours.cohort_id),
        ):
            asked = BoardFilter(
                unit=world.ours.unit_id, tutor=world.ours.tutor.id, search="a e i", sort="tutrice"
            )
            for situation in ("", "en-retard", "a-l-heure", "tutrice"):
                one = replace(asked, situation=situation)
                shown = board.read(session, manager, place, one, LATER)
                assert len(shown.rows) == shown.number
                assert len(list(board.every_row(session, manager, place, one, LATER))) == len(
                    shown.rows
                )


@pytest.mark.parametrize("search", ["PEER", "péer alpha", "tutor", "recruit"])
def test_a_search_finds_recruits_and_tutors(database: Database, world: World, search: str) -> None:
    with database.reading() as session:
        hr = actor_of(session, world.ours.hr.id)
        place = policy.place(hr, cohort_id=world.ours.cohort_id,
                             establishment_id=world.ours.establishment_id)  # fmt: skip
        shown = board.read(session, hr, place, BoardFilter(search=search), TODAY)
    assert shown.rows
    assert len(shown.rows) == shown.number
    for row in shown.rows:
        assert search.lower().replace("é", "e").split()[0] in f"{row.recruit} {row.tutor}".lower()


def test_the_rows_of_a_situation_are_those_the_figures_count(
    database: Database, world: World
) -> None:
    with database.reading() as session:
        hr = actor_of(session, world.ours.hr.id)
        place = policy.place(hr)
        everything = board.read(session, hr, place, BoardFilter(), LATER)
        assert everything.figures.late_total == 3
        for role, number in everything.figures.late.items():
            shown = board.read(session, hr, place, BoardFilter(situation=role.value), LATER)
            assert len(shown.rows) == number
            assert {row.role for row in shown.rows} == {role}


def test_expected_and_cells_are_counted_live(database: Database, world: World) -> None:
    with database.reading() as session:
        hr = actor_of(session, world.ours.hr.id)
        place = policy.place(hr)
        shown = board.read(session, hr, place, BoardFilter(), LATER, cells=True)
        for row in shown.rows:
            due = select(func.count()).where(Step.journey_id == row.id, Step.due_on <= LATER)
            assert row.expected == session.scalar(due)
            assert len(row.cells) == row.total
            assert sum(letter == "F" for letter in row.cells.values()) == row.done


def test_choices_name_the_units_and_tutors_of_the_place(database: Database, world: World) -> None:
    with database.reading() as session:
        manager = actor_of(session, world.ours.manager.id)
        place = policy.place(manager, cohort_id=world.ours.cohort_id,
                             establishment_id=world.ours.establishment_id)  # fmt: skip
        units, tutors = queries.list_choices(session, place)
        assert [unit_id for unit_id, _ in units] == [world.ours.unit_id]
        assert [user_id for user_id, _ in tutors] == [world.ours.tutor.id]
        for where in (policy.place(manager), policy.place(actor_of(session, world.ours.hr.id))):
            assert queries.list_choices(session, where)[0]


def test_a_cohort_out_of_reach_looks_absent(database: Database, world: World) -> None:
    with database.reading() as session:
        hr = actor_of(session, world.ours.hr.id)
        with pytest.raises(NotFoundError):
            queries.get_cohort(session, hr, world.theirs.cohort_id)
