"""Adapt one step of one person's journey: what is there, the change shown first, the removal."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...core.typography import french
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import overview, policy, previews, queries, queries_manager, rules
from ..actions import adaptation
from ..actions.planning import calendar_of, steps_of
from ..actions.reminding import holder_of
from ..definitions import criteria_text
from ..forms_manager import ReasonForm
from ..forms_steps import AdaptForm
from ..models import ASKED, Journey, Step, StepState
from ..sentences import field_words
from ..versions import FIELD_LABELS
from . import bp

Answer = str | tuple[str, int] | Response
_STEP = "/parcours/<int:journey_id>/etapes/<int:step_id>"


def back_to(journey: Journey, message: str) -> Response:
    flash(french(message), "success")
    return redirect(url_for("journeys.journey", journey_id=journey.id))


def kept_fields() -> list[tuple[str, str]]:
    """What was typed, carried as hidden fields from the preview to the confirmation."""
    own = {"csrf_token", "etape"}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in own]


@bp.get(_STEP)
@requires(Permission.JOURNEY_MANAGE)
def manage_step(journey_id: int, step_id: int) -> str:
    step, journey = queries_manager.get_managed_step(db(), actor(), journey_id, step_id)
    missing = rules.locks(steps_of(db(), journey)).get(step.code, [])
    names = queries.names_of(db(), {step.assignee_id, journey.doctor_id})
    holder = holder_of(journey, step)
    return render_template(
        "journeys/manager/step.html",
        journey=journey,
        step=step,
        badge=rules.badge_of(step, locked=bool(missing), today=today()),
        locks=missing,
        why=overview.why(journey, step, calendar_of(db(), journey)),
        who=overview.who(journey, step, names),
        settled=step.state in {StepState.DONE, *ASKED},
        can_tick=_can_tick(journey, step, missing),
        can_remind=not missing and holder not in {None, actor().id},
    )


def _can_tick(journey: Journey, step: Step, missing: list[rules.Lock]) -> bool:
    return (
        step.state is not StepState.DONE
        and not missing
        and not rules.needs_signature(step.kind)
        and policy.can_complete(actor(), journey, step)
    )


def _effect(
    journey: Journey, before: dict[str, Any], after: dict[str, Any]
) -> list[tuple[str, str, str]]:
    """(field, before, after) of what differs, in words."""
    phases = {phase["code"]: phase["titre"] for phase in journey.phases}
    return [
        (label, field_words(name, before[name], phases), field_words(name, after[name], phases))
        for name, label in FIELD_LABELS.items()
        if name in after and before[name] != after[name]
    ]


def _adapt_page(journey: Journey, step: Step, form: AdaptForm) -> str:
    return render_template("journeys/manager/adapt.html", journey=journey, step=step, form=form)


@bp.get(_STEP + "/adapter")
@requires(Permission.JOURNEY_MANAGE)
def adapt_page(journey_id: int, step_id: int) -> str:
    step, journey = queries_manager.get_managed_step(db(), actor(), journey_id, step_id)
    fields = adaptation.current_fields(step)
    form = AdaptForm(data={**fields, "criteres": criteria_text(fields["criteres"])})
    return _adapt_page(journey, step, form)


@bp.post(_STEP + "/adapter")
@requires(Permission.JOURNEY_MANAGE)
def adapt(journey_id: int, step_id: int) -> Answer:
    """``etape`` names the button: none at first, then « modifier » again or « confirmer »."""
    step, journey = queries_manager.get_managed_step(db(), actor(), journey_id, step_id)
    form = AdaptForm()
    form.kind = step.kind
    if not form.validate_on_submit():
        return _adapt_page(journey, step, form), 422
    stage = request.form.get("etape")
    if stage == "modifier":
        return _adapt_page(journey, step, form)
    if stage != "confirmer":
        return _adapt_preview(journey, step, form)
    values = form.values(adaptation.current_fields(step))
    adaptation.change_step(
        db(), actor(), journey, step, values=values, reason=form.reason.data or ""
    )
    return back_to(journey, f"« {step.title} » est adaptée pour {journey.recruit.name}.")


def _adapt_preview(journey: Journey, step: Step, form: AdaptForm) -> Answer:
    before = adaptation.current_fields(step)
    values = form.values(before)
    effect = _effect(journey, before, values)
    if not effect:
        form.titre.errors = ["Rien n’a été modifié : changez au moins un champ."]
        return _adapt_page(journey, step, form), 422
    moves = []
    if values["echeance"] != before["echeance"]:
        moves = previews.after_rule(db(), journey, step, values["echeance"])
    return render_template(
        "journeys/manager/adapt_preview.html", journey=journey, step=step, effect=effect,
        moves=moves, kept=kept_fields(), reason=form.reason.data,
    )  # fmt: skip


def _remove_page(journey: Journey, step: Step, form: ReasonForm) -> str:
    others = [other.title for other in steps_of(db(), journey) if step.code in other.requires]
    return render_template(
        "journeys/manager/remove.html", journey=journey, step=step, form=form, others=others
    )


@bp.get(_STEP + "/retirer")
@requires(Permission.JOURNEY_MANAGE)
def remove_page(journey_id: int, step_id: int) -> str:
    step, journey = queries_manager.get_managed_step(db(), actor(), journey_id, step_id)
    return _remove_page(journey, step, ReasonForm())


@bp.post(_STEP + "/retirer")
@requires(Permission.JOURNEY_MANAGE)
def remove(journey_id: int, step_id: int) -> Answer:
    step, journey = queries_manager.get_managed_step(db(), actor(), journey_id, step_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _remove_page(journey, step, form), 422
    title = step.title
    adaptation.remove_step(db(), actor(), journey, step, reason=form.reason.data or "")
    return back_to(journey, f"« {title} » est retirée du parcours de {journey.recruit.name}.")
