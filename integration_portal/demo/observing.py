"""What tutors and doctors saw: a few situations a step, the quick grid, a reflective talk."""

import datetime as dt
import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..signoffs import actions
from ..signoffs.evidence import Rule
from ..signoffs.models import SignOffRequest

_PARIS = ZoneInfo("Europe/Paris")
_ACTS = 20
_SEEN = (
    ("Au poste d’accueil", "Une matinée d’appels, en double écoute."),
    ("Au secrétariat", "Un début d’après-midi chargé, deux lignes ouvertes."),
    ("Au poste d’accueil", "Un jour de consultations, avec des appels difficiles."),
)


def before(day: dt.date, count: int) -> dt.date:
    """So many weekdays earlier."""
    while count:
        day -= dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 20), _PARIS)


def observe(
    session: Session,
    request: SignOffRequest,
    team: Sequence[Actor],
    last_on: dt.date,
    *,
    left: int = 0,
) -> None:
    """What its rule asks, up to ``last_on``, less ``left``; ``team``: who observes in turn."""
    rule = Rule.of(request.rule)
    for number in range(max(0, rule.observations - left)):
        days_ago = max(rule.days, 1) - 1 - number % max(rule.days, 1)
        moment = at(before(last_on, days_ago), 10 + number)
        observer = team[number % max(rule.observers, 1)]
        with clock.frozen(moment + dt.timedelta(minutes=50)):
            _see(session, request, observer, number, moment)


def _see(
    session: Session, request: SignOffRequest, observer: Actor, number: int, moment: dt.datetime
) -> None:
    place, situation = _SEEN[number % len(_SEEN)]
    levels = {one["code"]: 3 for one in request.criteria}
    notes = actions.Notes(
        moment, place, situation, levels, note="Calme, phrases courtes.",
        why="La personne prévue ce jour-là était en congé.",
    )  # fmt: skip
    draft = actions.keep_notes(session, observer, request, str(uuid.uuid4()), notes)
    if number == 0:
        actions.keep_acts(session, observer, request, draft.token, _acts(request))
    actions.sign_observation(session, observer, draft)


def _acts(request: SignOffRequest) -> list[dict[str, bool]]:
    """Twenty calls; the first criterion was missed twice."""
    codes = [one["code"] for one in request.criteria]
    return [
        {code: not (rank == 0 and number in {3, 7}) for rank, code in enumerate(codes[:3])}
        for number in range(_ACTS)
    ]


def talk(session: Session, request: SignOffRequest, tutor: Actor, recruit: Actor) -> None:
    """Held now, signed by one, confirmed by the other."""
    notes = actions.TalkNotes(
        clock.now(),
        "L’identité et le numéro de rappel avant le motif, à chaque appel.",
        "Deux appels sur vingt ont commencé par le motif, dans un moment chargé.",
        "Poser la question de l’identité en décrochant, avant que la personne raconte.",
        "Une phrase d’accueil écrite près du téléphone.",
    )
    held = actions.keep_talk(session, tutor, request, notes)
    actions.sign_talk(session, tutor, held)
    actions.confirm_talk(session, recruit, held)
