"""Interviews of the demo: weekly talks and reports signed on their day, one being prepared, one asked
for, whose decision became a step."""

import datetime as dt

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..interviews import actions
from ..interviews.models import AnswerKind, InterviewKind
from ..interviews.queries import Sheet, load_sheet
from ..journeys.models import Journey, Step
from .agenda import Story
from .people import End
from .stage import Stage

REPORT, WEEKLY = "34", "22"
HELD = frozenset({REPORT, WEEKLY})
_WORDS = {
    "semaine": "Les accès sont ouverts, l’accueil est vu. Il manque les deux dictées.",
    "aide": "La double écoute m’aide beaucoup. Le bruit du bureau me freine.",
    "objectifs": "Dix appels à deux, puis trois comptes rendus courts.",
}
_REPORT = {
    "surprises": "Le nombre d’appels avant 9 h. L’entraide entre secrétaires. Trois agendas papier.",
    "garder": "Le point de dix minutes à 8 h 30.",
    "changer": "Les deux listes de numéros : une seule suffirait.",
    "manque": "Un second écran au poste d’accueil.",
}
_MINUTES = (
    "Les étapes de la semaine sont relues une à une. L’accueil est bien tenu. Les dictées restent "
    "à reprendre, au calme, avec le second casque."
)


def hold(stage: Stage, journey: Journey, step: Step, end: End | None) -> None:
    """The interview of a step, from the first word to the two signatures, on its day. ``end``
    KEPT: a report that its author has not shared, and that nobody has talked over yet."""
    session, recruit = stage.session, stage.actor(journey.recruit_id)
    leader = stage.actor(step.assignee_id or journey.manager_id or 0)
    made = actions.open_of_step(session, recruit, journey, step)
    sheet = load_sheet(session, made.id)
    words = _REPORT if step.code == REPORT else _WORDS
    actions.prepare(session, recruit, sheet, words=words, ready=True)
    if end is End.KEPT:
        return
    if step.code == REPORT:
        actions.share(session, recruit, sheet)
        text = "La liste unique est demandée au service informatique pour le mois prochain."
        actions.answer(session, leader, sheet, kind=AnswerKind.PLANNED, text=text)
    _sign(session, leader, recruit, sheet)


def _sign(session: Session, leader: Actor, recruit: Actor, sheet: Sheet) -> None:
    today = clock.now().date()
    actions.save_minutes(
        session, leader, sheet, held_on=today, text=_MINUTES,
        decisions=[{"texte": "Trois dictées au calme, avec le second casque", "qui": "tutrice",
                    "echeance": str(today + dt.timedelta(days=10))}],
    )  # fmt: skip
    actions.sign_minutes(session, leader, sheet)
    actions.sign_as_recruit(session, recruit, sheet, agrees=True)


def story(stage: Stage, key: str) -> Story:
    """A recruit of this week: a talk she asked for and signed, the weekly one being prepared."""
    yield stage.ago(2, 10)
    session, recruit, journey = stage.session, stage.cast[key], stage.journey(key)
    assert journey.tutor_id is not None
    tutor, manager = stage.actor(journey.tutor_id), stage.actor(journey.manager_id or 0)
    asked = actions.plan(
        session, recruit, journey,
        kind=InterviewKind.OTHER, leader_id=tutor.id, planned_on=clock.now().date(),
    )  # fmt: skip
    sheet = load_sheet(session, asked.id)
    _sign(session, tutor, recruit, sheet)
    actions.adopt(session, manager, sheet, number=1)
    yield stage.ago(1, 16)
    weekly = actions.plan(
        session, tutor, journey, kind=InterviewKind.WEEKLY, leader_id=tutor.id,
        planned_on=stage.today + dt.timedelta(days=2),
    )  # fmt: skip
    made = load_sheet(session, weekly.id)
    actions.prepare(session, recruit, made, words=_WORDS, ready=True)
    actions.prepare(session, tutor, made, words={"semaine": "Tout l’accueil."}, ready=False)
