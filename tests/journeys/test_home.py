"""The recruit's home: every step as the database holds it, whatever the database, and at once."""

import datetime as dt
import re

from sqlalchemy import select, update

from integration_portal.core import clock
from integration_portal.journeys import home
from integration_portal.journeys.models import Journey, Step, StepState
from integration_portal.journeys.queries import find_home
from tests.support.client import shown
from tests.support.factories import actor_of


def test_both_databases_read_the_same_steps(database, world) -> None:
    recruit = world.ours.recruit.id
    with database.reading() as session:
        read = home.steps_of(find_home(session, actor_of(session, recruit)))
        kept = session.scalars(
            select(Step).join(Journey).where(Journey.recruit_id == recruit).order_by(Step.position)
        ).all()
        assert len(read) == len(kept) > 10
        own = ("assignee", "opens")
        for step, model in zip(read, kept, strict=True):
            fields = {name: value for name, value in step._asdict().items() if name not in own}
            assert fields == {name: getattr(model, name) for name in fields}
            assert {type(value) for value in fields.values()} == {
                type(getattr(model, name)) for name in fields
            }
            assert step.opens == (model.details.get("ouvre") or [] if model.gate else [])
            assert bool(step.assignee) == bool(model.assignee_id)
        assert any(step.opens for step in read)


def test_what_changes_is_on_the_next_page(database, world) -> None:
    """The page built before is not shown again."""
    recruit = world.ours.recruit.id
    with database.writing() as session:
        actor = actor_of(session, recruit)
        today = clock.today("Europe/Paris")
        before = home.build(find_home(session, actor), today)
        assert home.build(find_home(session, actor), today) is before
        first = home.steps_of(find_home(session, actor))[0]
        for change in (
            {"title": "Une autre étape"},
            {"due_on": today + dt.timedelta(days=40)},
            {"state": StepState.RETURNED},
        ):
            session.execute(update(Step).where(Step.id == first.id).values(change))
            after = home.build(find_home(session, actor), today)
            assert after.phases != before.phases
            before = after
        assert home.build(find_home(session, actor), today + dt.timedelta(days=1)) is not before


def test_a_date_of_another_year_says_which(enter, world) -> None:
    """Read in November, « jeudi 20 mai » would be a day gone by."""
    page = shown(enter(world.ours.recruit).get("/parcours"))
    dates = re.findall(r"[a-zé]+ (?:1ᵉʳ|\d+) [a-zéû]+(?: \d{4})?", page)
    months = [one.split()[2:] for one in dates]
    assert any(month[-1] == "2027" for month in months)
    assert not any(month in (["mars"], ["avril"], ["mai"], ["juin"]) for month in months)
    assert ["novembre"] in months
