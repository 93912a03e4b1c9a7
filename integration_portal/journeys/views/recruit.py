"""The recruit's home, a step, and what others' journeys expect of a person."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ...content import queries as content
from ...core import clock
from ...core.permissions import Permission
from ...fiches.queries_readings import list_to_read_again
from ...recall import queries as recall
from ...recall.rules import minutes
from ...signoffs import queries as signoffs
from ...signoffs.evidence import Rule
from ...signoffs.level_fields import SELF_CHOICES, levels_form, levels_of
from ...signoffs.policy import can_countersign, can_decide
from ...signoffs.queries_evidence import Evidence, read_subject
from ...web.access import requires
from ...web.kept import url_for
from ...web.portal import actor, db, local_path, today
from .. import home as home_page
from .. import policy, queries, rules
from ..actions import proving, reminding
from ..actions import steps as verbs
from ..actions.planning import calendar_of
from ..forms import CommentForm, DoneForm, SelfAssessmentBase, UndoForm
from ..models import Journey, Step
from ..proofs import find_proofs
from ..schedule import due
from . import bp

Page = str | tuple[str, int] | Response


@bp.get("/parcours")
@requires(Permission.JOURNEY_OWN)
def home() -> str:
    journey = queries.find_home(db(), actor())
    rereads = list_to_read_again(db(), actor().id)
    if journey is None:
        return render_template("journeys/recruit/no_journey.html", rereads=rereads)
    here = clock.today(journey.time_zone)
    page = home_page.build(journey, here)
    running = journey.state in queries.RUNNING
    cards = recall.count_today(db(), actor(), journey.time_zone) if running else 0
    return render_template(
        "journeys/recruit/home.html",
        journey=journey,
        page=page,
        rereads=rereads,
        cards=cards,
        review_minutes=minutes(cards),
        today=here,
        given_name=actor().name.split()[0],
        step_url=url_for("journeys.step", step_id=0)[:-1],
    )


def _step_page(step: Step, journey: Journey, **forms: object) -> str:
    steps = queries.list_steps(db(), journey)
    missing = rules.locks(steps).get(step.code, [])
    calendar = calendar_of(db(), journey)
    zone = journey.unit.establishment.time_zone
    resources = step.details["ressources"]
    titles = content.titles(db(), [(r["type"], r["cible"]) for r in resources])
    computed = due(step.due_rule, journey.start_on, calendar, offset=step.offset_days)
    context: dict[str, object] = {
        "comment_form": CommentForm(formdata=None),
        "done_form": DoneForm(formdata=None),
        "undo_form": UndoForm(formdata=None),
        **forms,
    }
    asked = signoffs.find_latest_request(db(), f"step:{step.id}")
    return render_template(
        "journeys/recruit/step.html",
        step=step,
        journey=journey,
        locks=missing,
        why_date="date posée à la main" if step.fixed_on else computed.why,
        signs=rules.needs_signature(step.kind),
        holder=rules.acts_next(step),
        people=queries.names_of(
            db(),
            {step.assignee_id, step.done_by_id}
            | ({asked.signer_id, asked.decided_by_id} if asked else set()),
        ),
        is_recruit=actor().id == journey.recruit_id,
        can_complete=policy.can_complete(actor(), journey, step),
        can_comment=policy.can_comment(actor(), journey),
        titles=titles,
        proofs=find_proofs(db(), journey, step),
        history=queries.history(db(), actor(), journey, code=step.code),
        request_=asked,
        can_sign=asked is not None and can_decide(actor(), asked),
        can_countersign=asked is not None and can_countersign(actor(), asked),
        entries=(entries := signoffs.list_entries_of(db(), f"step:{step.id}")),
        sent_back=(sent_back := signoffs.last_return(entries)),
        redo=signoffs.redo_of(sent_back),
        evidence=_evidence(step, zone) if rules.needs_signature(step.kind) else None,
        today=clock.today(zone),
        zone=zone,
        **context,
    )


def _evidence(step: Step, zone: str) -> Evidence:
    """What has been seen of the step so far, and what is missing."""
    return read_subject(
        db(), actor(), f"step:{step.id}", zone=zone,
        rule=step.details.get("preuve") or {}, criteria=step.details["criteres"],
    )  # fmt: skip


@bp.get("/etapes/<int:step_id>")
@requires(Permission.JOURNEY_READ)
def step(step_id: int) -> str:
    return _step_page(*queries.get_step(db(), actor(), step_id))


def _back(step_id: int) -> Response:
    return redirect(url_for("journeys.step", step_id=step_id))


@bp.post("/etapes/<int:step_id>/fait")
@requires(Permission.JOURNEY_READ)
def mark_done(step_id: int) -> Page:
    found, journey = queries.get_step(db(), actor(), step_id)
    form = DoneForm()
    if not form.validate_on_submit():
        return _step_page(found, journey, done_form=form), 422
    proving.tick(db(), actor(), journey, found, comment=form.comment.data or "")
    flash(f"« {found.title} » : c’est fait.", "success")
    return _back(step_id)


@bp.post("/etapes/<int:step_id>/rouvrir")
@requires(Permission.JOURNEY_READ)
def undo(step_id: int) -> Page:
    found, journey = queries.get_step(db(), actor(), step_id)
    form = UndoForm()
    if not form.validate_on_submit():
        return _step_page(found, journey, undo_form=form), 422
    verbs.undo(db(), actor(), journey, found, reason=form.reason.data or "")
    flash(f"« {found.title} » est rouverte.", "success")
    return _back(step_id)


@bp.post("/etapes/<int:step_id>/mot")
@requires(Permission.JOURNEY_READ)
def comment(step_id: int) -> Page:
    found, journey = queries.get_step(db(), actor(), step_id)
    form = CommentForm()
    if not form.validate_on_submit():
        return _step_page(found, journey, comment_form=form), 422
    verbs.comment(db(), actor(), journey, found, text=form.text.data or "")
    flash("Votre mot est enregistré.", "success")
    return _back(step_id)


@bp.post("/etapes/<int:step_id>/relancer")
@requires(Permission.JOURNEY_READ)
def remind(step_id: int) -> Response:
    found, journey = queries.get_step(db(), actor(), step_id)
    people = reminding.remind(db(), actor(), journey, found)
    flash(f"Relance envoyée à {reminding.names(people)}.", "success")
    return redirect(
        local_path(request.form.get("retour")) or url_for("journeys.step", step_id=step_id)
    )


@bp.get("/etapes/<int:step_id>/demander")
@requires(Permission.JOURNEY_OWN)
def ask_page(step_id: int) -> Page:
    found, journey = queries.get_step(db(), actor(), step_id)
    form = levels_form(found.details["criteres"], SelfAssessmentBase, SELF_CHOICES)()
    return _ask(found, journey, form)


def _ask(found: Step, journey: Journey, form: SelfAssessmentBase) -> str:
    return render_template(
        "journeys/recruit/ask.html",
        step=found,
        form=form,
        fields=[form[f"level_{c['code']}"] for c in found.details["criteres"]],
        signer=queries.names_of(db(), {found.assignee_id}),
        rule=Rule.of(found.details.get("preuve") or {}).sentence,
    )


@bp.post("/etapes/<int:step_id>/demander")
@requires(Permission.JOURNEY_OWN)
def ask(step_id: int) -> Page:
    found, journey = queries.get_step(db(), actor(), step_id)
    criteria = found.details["criteres"]
    form = levels_form(criteria, SelfAssessmentBase, SELF_CHOICES)()
    if not form.validate_on_submit():
        return _ask(found, journey, form), 422
    verbs.ask_signature(
        db(), actor(), journey, found,
        levels=levels_of(form, criteria), text=form.comment.data or "",
        intention=form.intention.data or "",
    )  # fmt: skip
    flash("Demande envoyée. Vous verrez ici quand elle sera signée.", "success")
    return _back(step_id)


@bp.get("/attentes")
@requires(Permission.DUTY_DO)
def duties() -> str:
    rows = queries.list_duties(db(), actor())
    return render_template("journeys/duties.html", rows=rows, today=today())
