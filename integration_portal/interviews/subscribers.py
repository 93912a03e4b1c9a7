"""What interviews do when accounts or journeys announce something."""

from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from ..journeys.events import StepRemoved, TeamChanged
from ..journeys.models import Journey
from . import actions, rules
from .kinds import GUIDES
from .models import Interview
from .rules import Side


def on_step_removed(session: Session, event: StepRemoved) -> None:
    actions.leave_step(session, event.step_id)


def on_team_changed(session: Session, event: TeamChanged) -> None:
    """Role by role, what the former person was to lead."""
    for before, after in zip(event.before, event.after, strict=True):
        if before is not None and after is not None and before != after:
            actions.hand_over(session, event.journey_id, before, after)


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    """As a recruit: all she may read on the pages. As a leader: what she wrote herself."""
    hers = session.execute(
        select(Interview, Journey.recruit_id)
        .join(Journey, Journey.id == Interview.journey_id)
        .where(or_(Journey.recruit_id == event.user_id, Interview.leader_id == event.user_id))
        .order_by(Interview.planned_on, Interview.id)
    )
    event.sections["entretiens"] = [
        _as_recruit(one) if recruit_id == event.user_id else _as_leader(one)
        for one, recruit_id in hers
    ]


def _as_recruit(one: Interview) -> dict[str, Any]:
    opened = rules.reads(one, Side.RECRUIT, Side.LEADER)
    signed = one.held_on is not None
    return {
        **_facts(one),
        "vos_mots": one.recruit_words,
        "mots_de_l_autre": one.leader_words if opened else {},
        "rapport_partage_le": one.shared_at,
        "compte_rendu": one.minutes if signed else "",
        "decisions": one.decisions if signed else [],
        "reponse": one.answer,
    }


def _as_leader(one: Interview) -> dict[str, Any]:
    return {**_facts(one), "vos_mots": one.leader_words, "votre_reponse": one.answer}


def _facts(one: Interview) -> dict[str, Any]:
    return {
        "nature": GUIDES[one.kind].title,
        "prevu_le": one.planned_on,
        "tenu_le": one.held_on,
        "etat": one.state,
    }


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """What was written by her or about her goes; what was signed stays as it was signed."""
    hers = select(Journey.id).where(Journey.recruit_id == event.user_id)
    session.execute(
        update(Interview)
        .where(Interview.journey_id.in_(hers))
        .values(recruit_words={}, leader_words={}, minutes="", decisions=[], answer="")
    )
    session.execute(
        update(Interview)
        .where(Interview.leader_id == event.user_id)
        .values(leader_words={}, answer="")
    )


SUBSCRIBERS = (
    (StepRemoved, on_step_removed),
    (TeamChanged, on_team_changed),
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)
