"""Who reads what somebody prepared, until when she writes, where an interview stands. Pure."""

import datetime as dt
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from .models import Interview, InterviewKind, InterviewState

ANSWER_DAYS = 15
REMIND_DAYS = 3
CLOSED = frozenset({InterviewState.SIGNED, InterviewState.DISPUTED, InterviewState.CANCELLED})

# Shown where people write, word for word: what the portal does is what it says.
PREPARATION_RULE = (
    "Chacun prépare de son côté. Ce que vous écrivez s’ouvre à l’autre quand vous l’avez dit prêt "
    "et que l’autre l’est aussi, ou que l’entretien a eu lieu. Ce qui n’est pas dit prêt reste à vous."
)
REPORT_RULE = (
    "Ce rapport est à vous et n’entre dans aucune évaluation, aucun dossier, aucun livret. "
    "L’encadrement ne le lit que si vous l’acceptez. Vous pouvez reprendre votre accord à tout "
    "moment : le texte se referme aussitôt, mais ce qui a été lu ne s’oublie pas."
)
REPORT_LEADER_RULE = (
    "Le rapport est à la recrue et n’entre dans aucune évaluation, aucun dossier, aucun livret. Il "
    "s’ouvre à vous si elle l’accepte, et se referme si elle reprend son accord. Ce que vous préparez "
    "s’ouvre à elle quand vous l’avez dit prêt et qu’elle l’est aussi, ou que l’entretien a eu lieu."
)


class Side(Enum):
    """Where a reader stands. ``MANAGER`` follows the journey without leading the interview."""

    RECRUIT = "recruit"
    LEADER = "leader"
    MANAGER = "manager"


def is_report(one: Interview) -> bool:
    return one.kind is InterviewKind.SURPRISE


def rule_for(one: Interview, side: Side) -> str:
    """What the page says to this reader about who reads what."""
    if not is_report(one):
        return PREPARATION_RULE
    return REPORT_RULE if side is Side.RECRUIT else REPORT_LEADER_RULE


def words_of(one: Interview, side: Side) -> Mapping[str, str]:
    return one.recruit_words if side is Side.RECRUIT else one.leader_words


def ready_at(one: Interview, side: Side) -> dt.datetime | None:
    return one.recruit_ready_at if side is Side.RECRUIT else one.leader_ready_at


def other(side: Side) -> Side:
    return Side.LEADER if side is Side.RECRUIT else Side.RECRUIT


def is_open(one: Interview, author: Side) -> bool:
    """Whether what ``author`` prepared is open to the other person."""
    if author is Side.RECRUIT and is_report(one):
        return one.shared_at is not None
    if ready_at(one, author) is None:
        return False
    return ready_at(one, other(author)) is not None or one.held_on is not None


def reads(one: Interview, reader: Side, author: Side) -> bool:
    """The manager who does not lead reads the minutes, never what was prepared."""
    return reader is author or (reader is not Side.MANAGER and is_open(one, author))


def may_write(one: Interview, author: Side) -> bool:
    """Until she says it is ready. The report is written as long as it is not shared."""
    if author is Side.RECRUIT and is_report(one):
        written = one.shared_at is None and one.state is not InterviewState.CANCELLED
        return written and one.recruit_ready_at is None
    return one.state is InterviewState.OPEN and ready_at(one, author) is None


def may_reopen(one: Interview, author: Side) -> bool:
    """Take « c’est prêt » back, as long as the other person cannot read it yet."""
    report = author is Side.RECRUIT and is_report(one)
    alive = one.state is InterviewState.OPEN or (
        report and one.state is not InterviewState.CANCELLED
    )
    return alive and ready_at(one, author) is not None and not is_open(one, author)


def asks_answer(one: Interview) -> bool:
    """A report read or talked over asks for a written answer."""
    heard = one.shared_at is not None or one.held_on is not None
    alive = one.state is not InterviewState.CANCELLED
    return is_report(one) and alive and heard and one.answered_at is None


def answer_due(one: Interview) -> dt.date | None:
    """Fifteen days (``domaine.md`` G.4) after the report was shared or talked over, whichever came
    first; None while no answer is due."""
    if not asks_answer(one):
        return None
    heard = [one.held_on] if one.held_on else []
    heard += [one.shared_at.date()] if one.shared_at else []
    return min(heard) + dt.timedelta(days=ANSWER_DAYS)


class Standing(NamedTuple):
    """(key of the ``badge`` macro, what it says)."""

    badge: str
    words: str


_STANDINGS = {
    InterviewState.MINUTED: Standing("waiting", "À signer par la recrue"),
    InterviewState.SIGNED: Standing("done", "Signé des deux"),
    InterviewState.DISPUTED: Standing("returned", "Signé, désaccord noté"),
    InterviewState.CANCELLED: Standing("locked", "Annulé"),
}


def standing(one: Interview, today: dt.date) -> Standing:
    if one.state is not InterviewState.OPEN:
        return _STANDINGS[one.state]
    if one.held_on is not None:
        return Standing("waiting", "Compte rendu à signer")
    late = one.planned_on < today
    return Standing("late", "En retard") if late else Standing("todo", "Prévu")


def next_act(one: Interview, side: Side) -> str:
    """What is expected of this reader now, or ""."""
    if side is Side.LEADER and asks_answer(one):
        return "Répondez par écrit au rapport"
    if side is Side.RECRUIT and one.state is InterviewState.MINUTED:
        return "Signez, ou dites votre désaccord"
    if one.state is not InterviewState.OPEN or side is Side.MANAGER:
        return ""
    if one.held_on is not None:
        return "Signez le compte rendu" if side is Side.LEADER else ""
    return "Préparez l’entretien" if may_write(one, side) else "Votre préparation est prête"
