"""Minutes, and the two signatures that close an interview and its step."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import RuleError
from ...core.introducing import introduce
from ...journeys.actions.steps import close_held
from ...signoffs import actions as signoffs
from ...signoffs.models import EntryKind, LedgerEntry, SignOffRequest
from ...signoffs.queries import list_entries_of
from .. import rules, sentences
from ..errors import EmptyMinutesError, NotHeldError, NotYoursError, SettledError
from ..events import InterviewMinuted, InterviewSigned
from ..models import InterviewState
from ..policy import side_of
from ..queries import Sheet
from ..rules import Side
from .locking import lock, lock_open

MINUTES = 30


def save_minutes(
    session: Session,
    actor: Actor,
    sheet: Sheet,
    *,
    held_on: dt.date,
    text: str,
    decisions: Sequence[Mapping[str, str]],
) -> None:
    """A draft, until its leader signs. ``decisions``: {texte, qui, echeance}. A surprise report has
    no minutes: what was said of it stays between the two.

    Raises NotYoursError, SettledError.
    """
    _check_leads(actor, sheet)
    interview = sheet.interview
    lock_open(session, interview)
    interview.held_on = held_on
    interview.minutes = "" if rules.is_report(interview) else text
    interview.decisions = [{**one, "step_id": None} for one in decisions]


def sign_minutes(session: Session, actor: Actor, sheet: Sheet) -> LedgerEntry:
    """The leader signs what the draft says. The caller has just checked the person's password.

    Raises NotYoursError, SettledError, NotHeldError, EmptyMinutesError.
    """
    _check_leads(actor, sheet)
    interview = sheet.interview
    lock_open(session, interview)
    if interview.held_on is None:
        raise NotHeldError
    if not interview.minutes and not rules.is_report(interview):
        raise EmptyMinutesError
    interview.state = InterviewState.MINUTED
    details = {"sentence": leader_sentence(actor, sheet), **_signed_text(sheet)}
    entry = signoffs.append(session, actor, _file(session, sheet), EntryKind.MINUTED, details)
    publish(session, InterviewMinuted(interview.id, len(interview.decisions)))
    return entry


def sign_as_recruit(
    session: Session, actor: Actor, sheet: Sheet, *, agrees: bool, disagreement: str = ""
) -> LedgerEntry:
    """She says that it is so, or why not; either closes the interview and its step. The caller has
    just checked the person's password.

    Raises NotYoursError, SettledError, RuleError.
    """
    interview = sheet.interview
    if actor.id != sheet.journey.recruit_id:
        raise NotYoursError("la recrue")
    lock(session, interview)
    if interview.state is not InterviewState.MINUTED:
        raise SettledError("Il n’y a rien à signer, ou votre réponse est déjà signée.")
    if not agrees and not disagreement and not rules.is_report(interview):
        raise RuleError("Un désaccord se dit : écrivez sur quoi il porte.")
    minuted = list_entries_of(session, _key(sheet))[-1]
    kind = EntryKind.CONFIRMED if agrees else EntryKind.DISPUTED
    details = {"sentence": recruit_sentence(actor, sheet, agrees=agrees)}
    if not agrees and not rules.is_report(interview):
        details["comment"] = disagreement
    interview.state = InterviewState.SIGNED if agrees else InterviewState.DISPUTED
    entry = signoffs.append(session, actor, _file(session, sheet), kind, details, about=minuted)
    if sheet.step is not None:
        leader = Actor(sheet.leader.id, sheet.leader.name)
        close_held(session, leader, sheet.journey, sheet.step)
    publish(session, InterviewSigned(interview.id, disputed=not agrees))
    return entry


def leader_sentence(actor: Actor, sheet: Sheet) -> str:
    """The exact sentence its leader would sign."""
    told = _told(actor, sheet, sheet.journey.recruit.name)
    if rules.is_report(sheet.interview):
        return sentences.report_held(told)
    return sentences.minuted(told, decisions=len(sheet.interview.decisions))


def recruit_sentence(actor: Actor, sheet: Sheet, *, agrees: bool) -> str:
    """The exact sentence the recruit would sign."""
    told = _told(actor, sheet, sheet.leader.name)
    if rules.is_report(sheet.interview):
        return sentences.report_held(told) if agrees else sentences.report_not_held(told)
    return sentences.agreed(told) if agrees else sentences.disagreed(told)


def _told(actor: Actor, sheet: Sheet, met: str) -> sentences.Told:
    if sheet.interview.held_on is None:
        raise NotHeldError
    who = introduce(actor.name, actor.quality, sheet.journey.unit.name)
    return sentences.Told(who, met, sheet.title, sheet.interview.held_on)


def _check_leads(actor: Actor, sheet: Sheet) -> None:
    if side_of(actor, sheet.interview, sheet.journey) is not Side.LEADER:
        raise NotYoursError("la personne qui mène l’entretien")


def _key(sheet: Sheet) -> str:
    return f"interview:{sheet.interview.id}"


def _file(session: Session, sheet: Sheet) -> SignOffRequest:
    """Where both signatures are kept."""
    journey, step = sheet.journey, sheet.step
    subject = signoffs.Subject(
        key=_key(sheet),
        title=sheet.title,
        minutes=step.minutes if step else MINUTES,
        criteria=(),
        establishment_id=journey.establishment_id,
        unit_id=journey.unit_id,
        signer_id=sheet.interview.leader_id,
        facts={"interview": sheet.interview.kind.value}
        | ({"step_code": step.code} if step else {}),
    )
    return signoffs.open_file(session, subject, journey.recruit_id)


def _signed_text(sheet: Sheet) -> dict[str, Any]:
    """Of a surprise report, the day alone: nothing that was written or said enters the ledger."""
    held = {"held_on": str(sheet.interview.held_on)}
    if rules.is_report(sheet.interview):
        return held
    decided = [
        {k: one[k] for k in ("texte", "qui", "echeance")} for one in sheet.interview.decisions
    ]
    return {**held, "minutes": sheet.interview.minutes, "decisions": decided}
