"""Templates: new numbered versions, and their explicit application to running journeys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...content.kinds.journey import JourneyDefinition
from ...content.messages import explain
from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, ForbiddenError, RuleError
from ...establishments.models import Unit
from .. import policy
from ..events import StepRemoved
from ..models import Journey, JourneyTemplate, RemovedStep, Step, TemplateVersion
from ..versions import Change, ChangeKind, by_code, plan
from .adaptation import reassign, set_fields
from .enrolment import assignees, new_step
from .history import note
from .planning import (
    apply_moves,
    calendar_of,
    common_offset,
    planned_moves,
    refresh_counters,
    steps_of,
)


def publish_version(
    session: Session,
    actor: Actor | None,
    template: JourneyTemplate,
    *,
    definition: Mapping[str, Any],
    note_text: str,
) -> TemplateVersion:
    """The next version of a template. The same definition again returns the last one.

    Raises RuleError with the first fault, in French, if the definition is not sound.
    """
    try:
        clean = JourneyDefinition.model_validate(definition).model_dump(mode="json")
    except ValidationError as error:
        raise RuleError(explain(error.errors(include_url=False)[0])) from error
    last = session.scalar(
        select(TemplateVersion)
        .where(TemplateVersion.template_id == template.id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    )
    if last is not None and last.definition == clean:
        return last
    version = TemplateVersion(
        template_id=template.id,
        number=last.number + 1 if last else 1,
        definition=clean,
        note=note_text,
        created_at=clock.now(),
        created_by_id=actor.id if actor else None,
    )
    session.add(version)
    session.flush()
    audit.record(
        session, actor, "template.publish", f"journey_templates:{template.id}",
        establishment_id=template.establishment_id, number=version.number,
    )  # fmt: skip
    return version


def revise(
    session: Session,
    actor: Actor,
    template: JourneyTemplate,
    *,
    base: int,
    definition: Mapping[str, Any],
    note_text: str,
) -> TemplateVersion:
    """The next version of one's own template, made from version ``base``.

    Raises ForbiddenError, ConflictError when somebody published since, RuleError.
    """
    if not policy.can_edit_template(actor, template):
        raise ForbiddenError("Ce modèle ne se modifie pas : dupliquez-le d’abord.")
    last = session.scalar(
        select(func.max(TemplateVersion.number)).where(TemplateVersion.template_id == template.id)
    )
    if last != base:
        raise ConflictError(
            f"La version {last} a été publiée entre-temps : relisez-la, puis recommencez."
        )
    return publish_version(
        session, actor, template, definition=definition, note_text=note_text[:240]
    )


def duplicate(
    session: Session, actor: Actor, source: TemplateVersion, *, establishment_id: int, title: str
) -> JourneyTemplate:
    """An establishment's own template, starting from any version it may read."""
    count = session.scalar(select(func.count()).select_from(JourneyTemplate)) or 0
    template = JourneyTemplate(
        establishment_id=establishment_id,
        slug=f"{source.template.slug}-{count + 1}"[:80],
        title=title,
    )
    session.add(template)
    session.flush()
    publish_version(
        session,
        actor,
        template,
        definition={**source.definition, "titre": title},
        note_text="Copie de départ",
    )
    return template


@dataclass(frozen=True)
class JourneyPlan:
    """What would happen to one journey."""

    journey: Journey
    changes: list[Change]

    @property
    def effective(self) -> list[Change]:
        return [change for change in self.changes if change.kind is not ChangeKind.SKIP]

    @property
    def skipped(self) -> list[Change]:
        return [change for change in self.changes if change.kind is ChangeKind.SKIP]


def plan_for(
    session: Session, journeys: list[Journey], target: TemplateVersion
) -> list[JourneyPlan]:
    """The preview, person by person, in a constant number of statements. Changes nothing."""
    ids = [journey.id for journey in journeys]
    steps: dict[int, list[Step]] = {journey_id: [] for journey_id in ids}
    for step in session.scalars(select(Step).where(Step.journey_id.in_(ids))):
        steps[step.journey_id].append(step)
    removed: dict[int, list[str]] = {journey_id: [] for journey_id in ids}
    for row in session.scalars(select(RemovedStep).where(RemovedStep.journey_id.in_(ids))):
        removed[row.journey_id].append(row.code)
    return [
        JourneyPlan(
            journey,
            plan(
                journey.version.definition,
                target.definition,
                steps[journey.id],
                removed[journey.id],
            ),
        )
        for journey in journeys
    ]


def apply_version(
    session: Session, actor: Actor, journey: Journey, target: TemplateVersion
) -> JourneyPlan:
    """Move one journey to ``target``. Raises ConflictError if it is not a later version."""
    current = journey.version
    if target.template_id != current.template_id or target.number <= current.number:
        raise ConflictError("Ce parcours suit déjà cette version, ou un autre modèle.")
    made = plan_for(session, [journey], target)[0]
    steps = {step.code: step for step in steps_of(session, journey)}
    people = assignees(session, journey, session.get_one(Unit, journey.unit_id))
    calendar = calendar_of(session, journey)
    definitions = by_code(target.definition)
    offset = common_offset(list(steps.values()))
    order = {code: position for position, code in enumerate(definitions)}
    for change in made.effective:
        if change.kind is ChangeKind.REMOVE:
            publish(session, StepRemoved(steps[change.code].id))
            session.delete(steps.pop(change.code))
        elif change.kind is ChangeKind.ADD:
            definition = definitions[change.code]
            step = new_step(
                journey, definition, order[change.code], people, calendar, offset=offset
            )
            session.add(step)
            steps[change.code] = step
        else:
            set_fields(steps[change.code], {one.name: one.after for one in change.fields})
    for code, step in steps.items():
        step.position = order.get(code, step.position)
    journey.template_version_id = target.id
    journey.phases = target.definition["phases"]
    session.flush()
    left = list(steps.values())
    reassign(session, journey, left)
    moves = apply_moves(journey, left, planned_moves(journey, left, calendar))
    refresh_counters(journey, left)
    note(
        session, actor, journey, "version", before=current.number, after=target.number,
        moves=moves,
        changes=[{"kind": c.kind.value, "code": c.code, "title": c.title} for c in made.effective],
        skipped=[{"code": c.code, "title": c.title, "reason": c.reason} for c in made.skipped],
    )  # fmt: skip
    session.expire(journey, ["version"])
    return made
