"""What tutors and doctors saw: a few situations a step, the quick grid, a reflective talk."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..signoffs import actions
from ..signoffs.evidence import Rule
from ..signoffs.models import Observation, SignOffRequest
from ..signoffs.queries_observations import named_before
from .agenda import Story
from .stage import at, before

_ACTS = 20
_LASTED = dt.timedelta(minutes=50)
_SEEN = (
    ("Au poste d’accueil", "Une matinée d’appels, en double écoute."),
    ("Au secrétariat", "Un début d’après-midi chargé, deux lignes ouvertes."),
    ("Au poste d’accueil", "Un jour de consultations, avec des appels difficiles."),
)


def story(
    session: Session,
    request: SignOffRequest,
    team: Sequence[Actor],
    last_on: dt.date,
    *,
    left: int = 0,
) -> Story:
    """What its rule asks, up to ``last_on``, less ``left``; ``team``: who observes in turn."""
    rule = Rule.of(request.rule)
    days, people = max(rule.days, 1), max(rule.observers, 1)
    moments = [
        (at(before(last_on, days - 1 - number % days), 10 + number), number)
        for number in range(max(0, rule.observations - left))
    ]
    for moment, number in sorted(moments):
        yield moment + _LASTED
        _see(session, request, team[number % people], number, moment)


def _see(
    session: Session, request: SignOffRequest, observer: Actor, number: int, moment: dt.datetime
) -> None:
    levels = {one["code"]: 3 for one in request.criteria}
    draft = _note(session, request, observer, number, moment, levels)
    if number == 0:
        actions.keep_acts(session, observer, request, draft.token, _acts(request))
    actions.sign_observation(session, observer, draft)


def _note(
    session: Session, request: SignOffRequest, observer: Actor, number: int,
    moment: dt.datetime, levels: dict[str, int],
) -> Observation:  # fmt: skip
    place, situation = _SEEN[number % len(_SEEN)]
    named = named_before(session, request, observer.id, moment)
    notes = actions.Notes(
        moment, place, situation, levels, note="Calme, phrases courtes." if levels else "",
        why="" if named else "La personne prévue ce jour-là était en congé.",
    )  # fmt: skip
    return actions.keep_notes(session, observer, request, str(uuid.uuid4()), notes)


def begin_two(session: Session, request: SignOffRequest, team: Sequence[Actor]) -> None:
    """Now: one observation prepared by the first, one half filled in by the second."""
    half = request.criteria[: max(1, len(request.criteria) // 2)]
    levels: list[dict[str, int]] = [{}, {one["code"]: 3 for one in half}]
    for observer, seen in zip(team, levels, strict=False):
        _note(session, request, observer, 2, clock.now(), seen)


def _acts(request: SignOffRequest) -> list[dict[str, bool]]:
    """Twenty calls; the first criterion was missed twice."""
    codes = [one["code"] for one in request.criteria]
    return [
        {code: not (rank == 0 and number in {3, 7}) for rank, code in enumerate(codes[:3])}
        for number in range(_ACTS)
    ]


def talk(
    session: Session, request: SignOffRequest, tutor: Actor, recruit: Actor, *, confirmed: bool
) -> None:
    """Held now, signed by one, confirmed by the other unless she has not done it yet."""
    notes = actions.TalkNotes(
        clock.now(),
        "L’identité et le numéro de rappel avant le motif, à chaque appel.",
        "Deux appels sur vingt ont commencé par le motif, dans un moment chargé.",
        "Poser la question de l’identité en décrochant, avant que la personne raconte.",
        "Une phrase d’accueil écrite près du téléphone.",
    )
    held = actions.keep_talk(session, tutor, request, notes)
    actions.sign_talk(session, tutor, held)
    if confirmed:
        actions.confirm_talk(session, recruit, held)
