"""The recruit asks to be observed on a competency that no step makes somebody look at."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...journeys.errors import NotYourStepError, PausedError, StoppedError
from ...journeys.models import Journey, JourneyState
from ...signoffs.actions import Subject, request_signoff
from ...signoffs.models import SignOffRequest
from ..sheet import CompetencyLine, Sheet

MINUTES = 30
ONCE: Mapping[str, Any] = {"observations": 1}
CRITICAL: Mapping[str, Any] = {"observations": 2, "jours": 2, "observateurs": 2}


def rule_of(line: CompetencyLine) -> Mapping[str, Any]:
    """What a validation of this competency rests on (see ``signoffs.evidence.Rule``)."""
    return CRITICAL if line.critical else ONCE


def criteria_of(line: CompetencyLine) -> list[dict[str, Any]]:
    return [{"code": c.code, "texte": c.text, "securite": c.safety} for c in line.criteria]


def ask_observation(
    session: Session,
    actor: Actor,
    sheet: Sheet,
    code: str,
    *,
    levels: Mapping[str, int],
    comment: str,
    intention: str,
) -> SignOffRequest:
    """Her tutor finds it in « À valider ». Raises NotFoundError, NotYourStepError, ConflictError
    when a request waits already, PausedError, StoppedError."""
    line, journey = sheet.line(code), session.get_one(Journey, sheet.journey_id)
    if line is None:
        raise NotFoundError
    if actor.id != sheet.recruit_id:
        raise NotYourStepError("la recrue")
    if journey.state is JourneyState.PAUSED:
        raise PausedError
    if journey.state is JourneyState.STOPPED:
        raise StoppedError
    subject = Subject(
        key=f"competency:{sheet.journey_id}:{code}",
        title=f"Compétence {code} : {line.title}",
        minutes=MINUTES,
        criteria=criteria_of(line),
        establishment_id=sheet.establishment_id,
        unit_id=sheet.unit_id,
        signer_id=journey.tutor_id,
        rule=rule_of(line),
        facts={"competencies": [code], "template_version": sheet.template_version},
    )
    return request_signoff(
        session, actor, subject, levels=levels, comment=comment, intention=intention
    )
