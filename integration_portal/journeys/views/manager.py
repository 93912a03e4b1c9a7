"""One recruit's whole journey, its history, and the team that follows it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission, Role
from ...establishments.queries import list_people
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db, today
from .. import overview, policy, queries, queries_manager
from ..actions import adaptation
from ..actions.planning import calendar_of
from ..forms_manager import TeamForm
from ..gates import gates, keys_of
from ..models import Journey
from ..queries import HistoryLine
from ..sentences import Words, users_in
from ..told import Told, tell
from . import bp

Answer = str | tuple[str, int] | Response
RECENT = 8
_ROLES = {"tutor": Role.TUTOR, "manager": Role.MANAGER, "doctor": Role.DOCTOR}


@bp.get("/parcours/<int:journey_id>")
@requires(Permission.JOURNEY_READ)
def journey(journey_id: int) -> str:
    found = queries.get_journey(db(), actor(), journey_id)
    steps = queries.list_steps(db(), found)
    stopped_on = queries_manager.pause_starts(db(), [found]).get(found.id, today())
    people = {step.assignee_id for step in steps} | {step.done_by_id for step in steps}
    names = queries.names_of(db(), people | {found.doctor_id})
    manages = policy.can_manage(actor(), found)
    lines = queries.history(db(), actor(), found)
    return render_template(
        "journeys/manager/journey.html",
        journey=found,
        standing=overview.standing(steps, stopped_on),
        phases=overview.phases(found, steps, calendar_of(db(), found), names, stopped_on),
        pattern=overview.pattern_words(found.pattern),
        absences=queries_manager.list_absences(db(), found),
        gates=gates(
            keys_of(steps, names),
            recruit="" if actor().id == found.recruit_id else found.recruit.name,
            zone=found.unit.establishment.time_zone,
        ),
        later=queries_manager.find_later_version(db(), found) if manages else None,
        manages=manages,
        told=_tell(found, lines[:RECENT]),
        count=len(lines),
        names=names,
        today=today(),
    )


@bp.get("/parcours/<int:journey_id>/historique")
@requires(Permission.JOURNEY_READ)
def journey_history(journey_id: int) -> str:
    found = queries.get_journey(db(), actor(), journey_id)
    lines = queries.history(db(), actor(), found)
    page = requested_page(len(lines))
    told = _tell(found, lines[page.offset : page.offset + page.size])
    return render_template("journeys/manager/history.html", journey=found, told=told, page=page)


def _tell(found: Journey, lines: Sequence[HistoryLine]) -> list[Told]:
    events = [line.event for line in lines]
    entries = {event.details["entry"] for event in events if "entry" in event.details}
    words = Words(
        titles=queries_manager.titles_of(db(), found),
        names=queries.names_of(db(), {one for event in events for one in users_in(event)}),
        authors=queries_manager.authors_of(db(), entries),
        open_entries=queries_manager.entries_open_to(db(), actor(), entries),
        phases={phase["code"]: phase["titre"] for phase in found.phases},
    )
    return [tell(line.event, line.who, words) for line in lines]


def _team_form(found: Journey) -> TeamForm:
    named = {name: getattr(found, f"{name}_id") or 0 for name in _ROLES}
    form = TeamForm(data=named)
    form.offer({name: _candidates(found, name) for name in _ROLES})
    return form


def _candidates(found: Journey, name: str) -> list[tuple[int, str]]:
    """Whoever holds the role in that unit, and the person already named."""
    people = {
        person.id: person.name
        for person in list_people(db(), found.establishment_id, _ROLES[name], found.unit_id)
    }
    named = getattr(found, f"{name}_id")
    if named and named not in people:
        people |= queries.names_of(db(), {named})
    people.pop(found.recruit_id, None)
    return list(people.items())


@bp.get("/parcours/<int:journey_id>/equipe")
@requires(Permission.JOURNEY_MANAGE)
def team_page(journey_id: int) -> str:
    found = queries_manager.get_managed(db(), actor(), journey_id)
    return render_template("journeys/manager/team.html", journey=found, form=_team_form(found))


@bp.post("/parcours/<int:journey_id>/equipe")
@requires(Permission.JOURNEY_MANAGE)
def change_team(journey_id: int) -> Answer:
    found = queries_manager.get_managed(db(), actor(), journey_id)
    form = _team_form(found)
    if not form.validate_on_submit():
        return render_template("journeys/manager/team.html", journey=found, form=form), 422
    adaptation.change_team(
        db(), actor(), found,
        tutor_id=form.chosen("tutor"), manager_id=form.chosen("manager"),
        doctor_id=form.chosen("doctor"), reason=form.reason.data or "",
    )  # fmt: skip
    flash("L’équipe est changée. Ce qui reste à faire est passé aux personnes nommées.", "success")
    return redirect(url_for("journeys.journey", journey_id=found.id))
