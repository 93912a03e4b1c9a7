"""Who is told what when something happens on a lower floor."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from ..accounts.models import User
from ..core.long_work import LongWorkEnded
from ..core.outbox import queue_mail
from ..core.permissions import Role
from ..dossiers.events import AttestationIssued
from ..establishments.models import Unit
from ..establishments.queries import list_people
from ..fiches.events import RereadsAsked
from ..journeys.events import JourneyStarted, ReminderSent
from ..journeys.models import Journey, Step
from ..signoffs.events import SignOffRecorded, SignOffRequested
from ..signoffs.models import LedgerEntry, SignOffRequest
from . import actions, messages
from .credits import CREDIT_SUBSCRIBERS
from .fiches import FICHE_SUBSCRIBERS
from .interviews import INTERVIEW_SUBSCRIBERS
from .models import Notification
from .observing import (
    OBSERVING_SUBSCRIBERS,
    tell_of_observation,
    tell_of_talk,
    tell_of_talk_withdrawn,
)
from .passports import PASSPORT_SUBSCRIBERS
from .relays import RELAY_SUBSCRIBERS, tell_relay
from .signatures import tell_doctors, tell_of_correction, tell_of_countersignature

MAX_TUTORS = 10


def on_journey_started(session: Session, event: JourneyStarted) -> None:
    journey = session.get_one(Journey, event.journey_id)
    text = messages.journey_ready(journey.start_on)
    actions.notify(session, event.recruit_id, text=text, path="/parcours")
    if journey.tutor_id is None:
        return
    recruit, unit = session.get_one(User, event.recruit_id), session.get_one(Unit, journey.unit_id)
    text = messages.recruit_to_follow(recruit.name, unit.name, journey.start_on)
    actions.notify(session, journey.tutor_id, text=text, path=f"/parcours/{journey.id}")


def on_signoff_requested(session: Session, event: SignOffRequested) -> None:
    """The signer; when nobody is named, the tutors of the unit."""
    request = session.get_one(SignOffRequest, event.request_id)
    signers = [event.signer_id] if event.signer_id else _tutors(session, request)
    recruit = session.get_one(User, event.recruit_id)
    text = messages.signature_asked(recruit.name, request.title)
    for user_id in signers:
        actions.notify(session, user_id, text=text, path=f"/a-valider/{request.id}")
    tell_relay(session, request, recruit.name)


def _tutors(session: Session, request: SignOffRequest) -> list[int]:
    people = list_people(session, request.establishment_id, Role.TUTOR, request.unit_id)
    return [person.id for person in people if person.id != request.recruit_id][:MAX_TUTORS]


def on_signoff_recorded(session: Session, event: SignOffRecorded) -> None:
    """An interview or a passport tells of itself, in its own words."""
    if event.subject.startswith(("interview:", "passport:")):
        return
    tell = {
        "observed": tell_of_observation,
        "talked": tell_of_talk,
        "signed": _receipts,
        "returned": _receipts,
        "disputed": _tell_of_disagreement,
        "withdrawn": _tell_of_withdrawal,
        "countersigned": tell_of_countersignature,
        "declined": tell_of_countersignature,
        "corrected": tell_of_correction,
        "visaed": _tell_of_visa,
    }.get(event.kind)
    if tell is not None:
        tell(session, event, session.get_one(SignOffRequest, event.request_id).title)


def _receipts(session: Session, event: SignOffRecorded, title: str) -> None:
    """To both, in the portal and by mail, with the short hash."""
    entry = session.get_one(LedgerEntry, event.entry_id)
    recruit, author = (session.get_one(User, i) for i in (event.recruit_id, event.author_id))
    path, short = f"/signatures/{entry.id}", entry.short_hash
    text = messages.receipt_for_recruit(event.kind, author.name, title, short)
    actions.notify(session, recruit.id, text=text, path=path)
    text = messages.receipt_for_author(event.kind, recruit.name, title, short)
    actions.notify(session, author.id, text=text, path=path)
    for person in (recruit, author):
        _mail(session, person, *messages.receipt_mail(person.given_name, short))
    tell_doctors(session, event, author.name, recruit.name, title)


def _tell_of_disagreement(session: Session, event: SignOffRecorded, title: str) -> None:
    """The author of the line she disagrees with, and the manager of the journey."""
    answer = session.get_one(LedgerEntry, event.entry_id)
    decision = session.get_one(LedgerEntry, answer.about_id)
    told = {decision.author_id: None, _manager_of(session, event.subject): None}
    recruit = session.get_one(User, event.recruit_id)
    for user_id in told:
        if user_id is not None:
            text = messages.disputed(recruit.name, title)
            actions.notify(session, user_id, text=text, path=f"/signatures/{event.entry_id}")


def _manager_of(session: Session, subject: str) -> int | None:
    kind, _, rest = subject.partition(":")
    number = int(rest.partition(":")[0] or 0)
    if kind in {"competency", "block"}:
        return session.scalar(select(Journey.manager_id).where(Journey.id == number))
    if kind != "step":
        return None
    return session.scalar(
        select(Journey.manager_id)
        .join(Step, Step.journey_id == Journey.id)
        .where(Step.id == number)
    )


def _tell_of_withdrawal(session: Session, event: SignOffRecorded, title: str) -> None:
    if event.about_kind == "talked":
        tell_of_talk_withdrawn(session, event, title)
        return
    author = session.get_one(User, event.author_id)
    words = {
        "observed": messages.observation_withdrawn,
        "visaed": messages.visa_withdrawn,
    }.get(event.about_kind, messages.withdrawn)
    text = words(author.name, title)
    actions.notify(session, event.recruit_id, text=text, path=f"/signatures/{event.entry_id}")


def _tell_of_visa(session: Session, event: SignOffRecorded, title: str) -> None:
    author = session.get_one(User, event.author_id)
    text = messages.visaed(author.name, title)
    actions.notify(session, event.recruit_id, text=text, path=f"/signatures/{event.entry_id}")


def on_attestation_issued(session: Session, event: AttestationIssued) -> None:
    text = messages.attestation_issued(event.block)
    actions.notify(session, event.holder_id, text=text, path="/mes-attestations")


def on_reminder_sent(session: Session, event: ReminderSent) -> None:
    person = session.get_one(User, event.to_user_id)
    actions.notify(session, person.id, text=event.text, path=f"/etapes/{event.step_id}")
    _mail(session, person, *messages.reminder_mail(person.given_name, event.from_name))


def on_rereads_asked(session: Session, event: RereadsAsked) -> None:
    text = messages.fiche_to_read_again(event.title)
    actions.notify_all(session, event.user_ids, text=text, path=f"/fiches/{event.slug}")


def _mail(session: Session, person: User, subject: str, body: str) -> None:
    """Nothing leaves for somebody who left: her mailbox may be read by another."""
    if person.is_active:
        queue_mail(session, recipient=person.email, subject=subject, body=body)


def on_long_work_ended(session: Session, event: LongWorkEnded) -> None:
    actions.notify(session, event.user_id, text=event.text, path=event.path)


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    rows = session.scalars(
        select(Notification).where(Notification.user_id == event.user_id).order_by(Notification.at)
    )
    event.sections["nouvelles"] = [
        {"quand": row.at, "texte": row.text, "lue_le": row.read_at} for row in rows
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    actions.forget_person(session, event.user_id, event.former_name)


SUBSCRIBERS = (
    (JourneyStarted, on_journey_started),
    (SignOffRequested, on_signoff_requested),
    (SignOffRecorded, on_signoff_recorded),
    (AttestationIssued, on_attestation_issued),
    (ReminderSent, on_reminder_sent),
    (RereadsAsked, on_rereads_asked),
    *RELAY_SUBSCRIBERS,
    *FICHE_SUBSCRIBERS,
    *CREDIT_SUBSCRIBERS,
    *OBSERVING_SUBSCRIBERS,
    *INTERVIEW_SUBSCRIBERS,
    *PASSPORT_SUBSCRIBERS,
    (LongWorkEnded, on_long_work_ended),
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)
