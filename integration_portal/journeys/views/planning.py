"""Move the dates of one journey: see the effect first, then confirm with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ...core.actor import Actor
from ...core.errors import NotFoundError, RuleError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import previews, queries_manager
from ..actions import planning
from ..forms_manager import (
    AbsenceForm,
    DatesForm,
    MoveForm,
    PauseForm,
    ReasonForm,
    ResumeForm,
    ShiftForm,
    day_in,
)
from ..models import Journey, JourneyState, Step, StepState
from ..previews import Preview
from . import bp

Answer = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Gesture:
    """One way to move dates. ``open_to``: states of the journey in which it makes sense."""

    title: str
    lead: str
    confirm: str
    form: type[DatesForm]
    preview: Callable[[Session, Journey, Any], Preview]
    apply: Callable[[Session, Actor, Journey, Any, str], None]
    open_to: frozenset[JourneyState]


_ACTIVE = frozenset({JourneyState.ACTIVE})
_PAUSED = frozenset({JourneyState.PAUSED})
GESTURES = {
    "decalage": Gesture(
        "Décaler ce qui reste à faire",
        "Toutes les étapes qui ne sont pas faites bougent du même nombre de jours travaillés.",
        "Décaler",
        ShiftForm,
        lambda s, j, form: previews.after_shift(s, j, form.signed_days),
        lambda s, a, j, form, why: planning.shift(s, a, j, days=form.signed_days, reason=why),
        _ACTIVE,
    ),
    "absence": Gesture(
        "Ajouter une absence",
        "Les dates reculent des jours travaillés que l’absence prend.",
        "Ajouter l’absence",
        AbsenceForm,
        lambda s, j, form: previews.after_absence(s, j, day_in(form, "first"), day_in(form, "last")),
        lambda s, a, j, form, why: planning.add_absence(
            s, a, j, kind=form.kind.data, first=day_in(form, "first"),
            last=day_in(form, "last"), reason=why,
        ),
        _ACTIVE | _PAUSED,
    ),
    "pause": Gesture(
        "Mettre le parcours en pause",
        "Pendant la pause, rien n’est attendu et rien ne se coche.",
        "Mettre en pause",
        PauseForm,
        lambda s, j, form: previews.after_pause(s, j, day_in(form, "first")),
        lambda s, a, j, form, why: planning.pause(s, a, j, first=day_in(form, "first"), reason=why),
        _ACTIVE,
    ),
    "reprise": Gesture(
        "Reprendre le parcours",
        "Les dates pas encore atteintes reculent des jours travaillés de la pause.",
        "Reprendre",
        ResumeForm,
        lambda s, j, form: previews.after_resume(s, j, day_in(form, "back_on")),
        lambda s, a, j, form, why: planning.resume(
            s, a, j, back_on=day_in(form, "back_on"), reason=why
        ),
        _PAUSED,
    ),
}  # fmt: skip


def _move_gesture(step: Step) -> Gesture:
    return Gesture(
        f"Déplacer « {step.title} »",
        "Cette date sera posée à la main : elle ne suivra plus les absences ni le modèle.",
        "Déplacer",
        MoveForm,
        lambda s, j, form: previews.after_move(s, j, step, day_in(form, "to")),
        lambda s, a, j, form, why: planning.move_step(
            s, a, j, step, to=day_in(form, "to"), reason=why
        ),
        _ACTIVE | _PAUSED,
    )  # fmt: skip


def _page(
    journey: Journey, gesture: Gesture, form: DatesForm, reason: ReasonForm, status: int = 200
) -> tuple[str, int]:
    """The form, and its effect once the dates are given."""
    preview = None
    if form.given:
        try:
            preview = gesture.preview(db(), journey, form) if form.validate() else None
        except RuleError as refusal:
            form.refuse(refusal.message)
        status = status if preview else 422
    return render_template(
        "journeys/manager/dates.html",
        journey=journey,
        gesture=gesture,
        form=form,
        reason=reason,
        preview=preview,
        today=today(),
    ), status


def _show(journey: Journey, gesture: Gesture) -> Answer:
    form = gesture.form.read(request.args, today())
    return _page(journey, gesture, form, ReasonForm(formdata=None))


def _confirm(journey: Journey, gesture: Gesture) -> Answer:
    form = gesture.form.read(request.form, today())
    reason = ReasonForm()
    if not (reason.validate_on_submit() and form.validate()):
        return _page(journey, gesture, form, reason, 422)
    gesture.apply(db(), actor(), journey, form, reason.reason.data or "")
    flash("C’est fait. L’historique garde les anciennes dates et les nouvelles.", "success")
    return redirect(url_for("journeys.journey", journey_id=journey.id))


def _gesture(name: str, journey: Journey) -> Gesture:
    gesture = GESTURES[name]
    if journey.state not in gesture.open_to:
        raise NotFoundError("Ce geste n’est pas possible dans l’état actuel du parcours.")
    return gesture


_DATES = "/parcours/<int:journey_id>/<any(decalage, absence, pause, reprise):name>"
_MOVE = "/parcours/<int:journey_id>/etapes/<int:step_id>/date"


@bp.get(_DATES)
@requires(Permission.JOURNEY_MANAGE)
def dates_page(journey_id: int, name: str) -> Answer:
    journey = queries_manager.get_managed(db(), actor(), journey_id)
    return _show(journey, _gesture(name, journey))


@bp.post(_DATES)
@requires(Permission.JOURNEY_MANAGE)
def change_dates(journey_id: int, name: str) -> Answer:
    journey = queries_manager.get_managed(db(), actor(), journey_id)
    return _confirm(journey, _gesture(name, journey))


def _movable(journey_id: int, step_id: int) -> tuple[Journey, Gesture]:
    step, journey = queries_manager.get_managed_step(db(), actor(), journey_id, step_id)
    if step.state is StepState.DONE:
        raise NotFoundError("Cette étape est faite : sa date ne bouge plus.")
    return journey, _move_gesture(step)


@bp.get(_MOVE)
@requires(Permission.JOURNEY_MANAGE)
def move_page(journey_id: int, step_id: int) -> Answer:
    return _show(*_movable(journey_id, step_id))


@bp.post(_MOVE)
@requires(Permission.JOURNEY_MANAGE)
def move_step(journey_id: int, step_id: int) -> Answer:
    return _confirm(*_movable(journey_id, step_id))
