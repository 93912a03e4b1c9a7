"""What journeys do when a lower floor announces something."""

from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from ..content.events import ContentChanged
from ..content.models import ContentVersion
from ..core.actor import Actor
from ..drill.events import DrillFinished
from ..learning.events import ModuleProgressed
from ..signoffs.events import RelayWanted, SignOffCancelled, SignOffRecorded
from . import queries
from .actions.history import note
from .actions.proving import close_if_proven
from .actions.steps import cancel_request, record_signature
from .actions.versioning import publish_version
from .models import Journey, JourneyAbsence, JourneyEvent, JourneyTemplate, Step
from .proofs import modules_of


def on_content_changed(session: Session, event: ContentChanged) -> None:
    """A shipped template changed: it gets a new numbered version; running journeys do not move."""
    if event.kind != "journey":
        return
    content = session.scalars(
        select(ContentVersion).where(
            ContentVersion.kind == "journey",
            ContentVersion.slug == event.slug,
            ContentVersion.is_current,
        )
    ).one()
    template = session.scalar(
        select(JourneyTemplate).where(
            JourneyTemplate.slug == event.slug, JourneyTemplate.establishment_id.is_(None)
        )
    )
    if template is None:
        template = JourneyTemplate(slug=event.slug, title=content.title)
        session.add(template)
        session.flush()
    template.title = content.title
    publish_version(
        session, None, template, definition=content.payload,
        note_text=f"Contenu livré {content.version[:8]}",
    )  # fmt: skip


def on_signoff_recorded(session: Session, event: SignOffRecorded) -> None:
    kind, _, step_id = event.subject.partition(":")
    if kind != "step":
        return
    step = session.get_one(Step, int(step_id))
    journey = session.get_one(Journey, step.journey_id)
    record_signature(session, step, journey, event)


def on_signoff_cancelled(session: Session, event: SignOffCancelled) -> None:
    kind, _, step_id = event.subject.partition(":")
    if kind == "step":
        step = session.get_one(Step, int(step_id))
        cancel_request(session, session.get_one(Journey, step.journey_id), step)


def on_relay_wanted(session: Session, event: RelayWanted) -> None:
    event.loads.update(queries.count_accompanied(session, event.people))


def on_drill_finished(session: Session, event: DrillFinished) -> None:
    """A line of the step's history; a passed drill may be the last thing the step asked for."""
    step = session.get(Step, event.step_id) if event.step_id else None
    journey = session.get(Journey, step.journey_id) if step else None
    if step is None or journey is None or journey.recruit_id != event.user_id:
        return
    recruit = Actor(journey.recruit_id, journey.recruit.name)
    kind = "drill_passed" if event.passed else queries.DRILL_TRIED
    note(session, recruit, journey, kind, code=step.code, right=event.right, total=event.total)
    if event.passed:
        close_if_proven(session, recruit, journey, step)


def on_module_progressed(session: Session, event: ModuleProgressed) -> None:
    """A module completed, or asked for again, is a line in the history of the steps that name it."""
    if event.complete == event.was_complete:
        return
    kind = "module_done" if event.complete else "module_reopened"
    recruit = Actor(event.user_id, "")
    for journey, step in queries.list_running(session, event.user_id):
        if event.module in modules_of(step):
            note(session, recruit, journey, kind, code=step.code, title=event.title)


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    event.sections["parcours"] = _journeys(session, event.user_id)
    event.sections["historique"] = [
        {"quand": e.at, "etape": e.code, "fait": e.kind, "commentaire": e.comment}
        for e in session.scalars(
            select(JourneyEvent)
            .where(JourneyEvent.actor_id == event.user_id)
            .order_by(JourneyEvent.at)
        )
    ]


def _journeys(session: Session, user_id: int) -> list[dict[str, Any]]:
    """Her journeys with their steps, in one statement."""
    found: dict[int, dict[str, Any]] = {}
    rows = session.execute(
        select(Journey, Step)
        .outerjoin(Step, Step.journey_id == Journey.id)
        .where(Journey.recruit_id == user_id)
        .order_by(Journey.id, Step.position)
    )
    for journey, step in rows:
        one = found.setdefault(
            journey.id, {"debut": journey.start_on, "etat": journey.state, "etapes": []}
        )
        if step is not None:
            one["etapes"].append(
                {
                    "code": step.code,
                    "titre": step.title,
                    "etat": step.state,
                    "echeance": step.due_on,
                }
            )
    return list(found.values())


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """What she wrote, and what was written about her, goes; dates and states stay as proof."""
    hers = select(Journey.id).where(Journey.recruit_id == event.user_id)
    session.execute(
        update(JourneyEvent)
        .where(or_(JourneyEvent.actor_id == event.user_id, JourneyEvent.journey_id.in_(hers)))
        .values(comment="")
    )
    session.execute(
        update(JourneyAbsence).where(JourneyAbsence.journey_id.in_(hers)).values(reason="")
    )


SUBSCRIBERS = (
    (ContentChanged, on_content_changed),
    (SignOffRecorded, on_signoff_recorded),
    (SignOffCancelled, on_signoff_cancelled),
    (RelayWanted, on_relay_wanted),
    (DrillFinished, on_drill_finished),
    (ModuleProgressed, on_module_progressed),
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)
