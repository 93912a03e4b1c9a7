"""An observed step of the demo: asked for, seen as its rule says, talked over, decided, answered."""

import datetime as dt

from ..core import clock
from ..core.actor import Actor
from ..journeys.actions import steps as verbs
from ..journeys.models import Journey, Step
from ..signoffs import actions as signoffs
from ..signoffs.evidence import Rule
from ..signoffs.models import RequestState, SignOffRequest
from ..signoffs.rules import Redo
from . import observing
from .agenda import Story
from .people import End
from .stage import Stage, after, at, before

_SAID = "Observé en situation, conforme et régulier."
_UNSEEN = "Deux critères sont notés un cran trop bas : la seconde situation n’a pas été relue."
_REDO_DAYS = 6


def asked_on(journey: Journey, step: Step, due_on: dt.date) -> dt.date:
    """In time for the days that its rule asks, not before she is here."""
    return max(journey.start_on, before(due_on, _rule(step).days))


def _rule(step: Step) -> Rule:
    return Rule.of(step.details["preuve"] or {})


def story(stage: Stage, journey: Journey, step: Step, due_on: dt.date, end: End | None) -> Story:
    """Asked for now. ``end``: where it stands today when it is not over."""
    session, me, rule = stage.session, stage.actor(journey.recruit_id), _rule(step)
    today = clock.now().date()
    day = max(due_on, after(today, rule.days - 1))
    request = verbs.ask_signature(
        session, me, journey, step, levels=levels_of(step.details["criteres"]),
        text="Je me sens prête.", intention="Garder mon calme quand deux lignes sonnent.",
    )  # fmt: skip
    if step.assignee_id is None or day > stage.yesterday:
        return
    signer = stage.actor(step.assignee_id)
    beside = (journey.doctor_id, journey.manager_id)
    team = [signer, *(stage.actor(one) for one in beside if one and one != signer.id)]
    if rule.observers > 1:
        yield at(today, 9)
        signoffs.name_observer(session, signer, request, team[1].id)
    left = 1 if end in {End.WAITS, End.RETURNED} else 0
    yield from observing.story(session, request, team, day, left=left)
    yield at(day, 15)
    if end is End.WAITS:
        observing.begin_two(session, request, team)
    if rule.observations:
        observing.talk(session, request, signer, me, confirmed=end is not End.WAITS)
    if end is not End.WAITS:
        _decide(stage, journey, request, signer, end)


def _decide(
    stage: Stage, journey: Journey, request: SignOffRequest, signer: Actor, end: End | None
) -> None:
    session, me = stage.session, stage.actor(journey.recruit_id)
    if end is End.RETURNED:
        _send_back(stage, request, signer, me)
        return
    entry = signoffs.decide(
        session, signer, request, levels=levels_of(request.criteria), validates=True, comment=_SAID
    )
    signoffs.acknowledge(
        session, me, entry, disagreement=_UNSEEN if end is End.DISPUTED else ""
    )  # fmt: skip
    if request.state is RequestState.COUNTERSIGN and end is not End.COUNTERSIGN:
        doctor = stage.actor(journey.doctor_id or signer.id)
        signoffs.countersign(session, doctor, request, accepts=True)


def _send_back(stage: Stage, request: SignOffRequest, signer: Actor, me: Actor) -> None:
    """Sent back last week, or lately: to be taken up again in a few days."""
    redo = Redo(
        "L’identité n’est pas vérifiée par une question ouverte à chaque fois.",
        "Cinq rendez-vous de suite, la fiche d’identitovigilance sous les yeux.",
        max(clock.now().date(), stage.today) + dt.timedelta(days=_REDO_DAYS),
    )
    entry = signoffs.decide(
        stage.session, signer, request, levels=levels_of(request.criteria, 2), validates=False,
        comment="Le ton est calme, les dates sont bien récapitulées.", redo=redo,
    )  # fmt: skip
    signoffs.acknowledge(stage.session, me, entry, disagreement="")


def levels_of(criteria: list[dict[str, str]], level: int = 3) -> dict[str, int]:
    return {one["code"]: level for one in criteria}
