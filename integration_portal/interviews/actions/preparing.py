"""Each prepares apart; the recruit decides who reads her report; it is answered in writing."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from .. import rules
from ..errors import EmptyReportError, NotYoursError, SettledError
from ..events import ReportAnswered, ReportShared
from ..models import AnswerKind, Interview, InterviewState
from ..policy import side_of
from ..queries import Sheet
from ..rules import Side
from .locking import lock


def prepare(
    session: Session, actor: Actor, sheet: Sheet, *, words: Mapping[str, str], ready: bool
) -> None:
    """Keep what this person prepared; ``ready``: it may open. Raises NotYoursError, SettledError."""
    interview, side = sheet.interview, _author(actor, sheet)
    lock(session, interview)
    if not rules.may_write(interview, side):
        raise SettledError("Votre préparation est déjà dite prête : rien n’a changé.")
    kept = {code: text for code, text in words.items() if text}
    at = clock.now() if ready else None
    if side is Side.RECRUIT:
        interview.recruit_words, interview.recruit_ready_at = kept, at
    else:
        interview.leader_words, interview.leader_ready_at = kept, at


def reopen(session: Session, actor: Actor, sheet: Sheet) -> None:
    """« Ce n’est pas prêt » : as long as the other person cannot read it."""
    interview, side = sheet.interview, _author(actor, sheet)
    lock(session, interview)
    if not rules.may_reopen(interview, side):
        raise SettledError("L’autre personne peut déjà vous lire, ou rien n’était prêt.")
    if side is Side.RECRUIT:
        interview.recruit_ready_at = None
    else:
        interview.leader_ready_at = None


def _author(actor: Actor, sheet: Sheet) -> Side:
    side = side_of(actor, sheet.interview, sheet.journey)
    if side is Side.MANAGER:
        raise NotYoursError("la recrue et à la personne qui mène l’entretien")
    return side


def share(session: Session, actor: Actor, sheet: Sheet) -> None:
    """The recruit lets who leads the talk read her report. Raises NotYoursError, SettledError,
    EmptyReportError."""
    interview = _own_report(session, actor, sheet)
    if interview.shared_at is not None or interview.state is InterviewState.CANCELLED:
        raise SettledError("Votre rapport est déjà ouvert, ou l’entretien est annulé.")
    if not interview.recruit_words:
        raise EmptyReportError
    interview.shared_at = clock.now()
    interview.recruit_ready_at = interview.recruit_ready_at or interview.shared_at
    publish(session, ReportShared(interview.id))


def unshare(session: Session, actor: Actor, sheet: Sheet) -> None:
    """She takes her agreement back, whenever she likes: the text closes at once."""
    interview = _own_report(session, actor, sheet)
    if interview.shared_at is None:
        raise SettledError("Votre rapport n’est ouvert à personne : rien n’a changé.")
    interview.shared_at = interview.recruit_ready_at = None


def _own_report(session: Session, actor: Actor, sheet: Sheet) -> Interview:
    if actor.id != sheet.journey.recruit_id or not rules.is_report(sheet.interview):
        raise NotYoursError("la recrue")
    lock(session, sheet.interview)
    return sheet.interview


def answer(session: Session, actor: Actor, sheet: Sheet, *, kind: AnswerKind, text: str) -> None:
    """What becomes of the report, in writing, once. Raises NotYoursError, SettledError."""
    interview = sheet.interview
    if side_of(actor, interview, sheet.journey) is not Side.LEADER:
        raise NotYoursError("la personne qui mène l’entretien")
    lock(session, interview)
    if not rules.asks_answer(interview):
        raise SettledError("Aucune réponse n’est attendue, ou elle est déjà écrite.")
    interview.answer_kind, interview.answer, interview.answered_at = kind, text, clock.now()
    publish(session, ReportAnswered(interview.id))
