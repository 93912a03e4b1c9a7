"""Ask for a binder, ask again; and what a worker notes of its work."""

import datetime as dt

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from ..core import audit, clock
from ..core.actor import Actor
from ..core.bus import publish
from ..core.long_work import LongWorkEnded
from . import policy, queries, scope
from .errors import NothingToPrintError, StillMakingError, TooManyJobsError
from .models import JobState, PrintJob
from .scope import Scope

OPEN = (JobState.QUEUED, JobState.RUNNING)
MAX_OPEN = 3
# A worker that says nothing for so long is dead; a job that killed as many is not tried again.
LEASE = dt.timedelta(minutes=2)
MAX_ATTEMPTS = 3
KEEP = dt.timedelta(days=7)


def ask(session: Session, actor: Actor, wanted: Scope) -> PrintJob:
    """Queue it; the same one still being made is not made twice.

    Raises NothingToPrintError, TooManyJobsError.
    """
    total = len(queries.list_texts(session, wanted))
    if not total:
        raise NothingToPrintError
    waiting = session.scalars(
        select(PrintJob).where(policy.own(actor), PrintJob.state.in_(OPEN))
    ).all()
    for job in waiting:
        if job.scope == wanted.to_json():
            return job
    if len(waiting) >= MAX_OPEN:
        raise TooManyJobsError(MAX_OPEN)
    job = PrintJob(
        owner_id=actor.id, establishment_id=wanted.establishment_id, scope=wanted.to_json(),
        state=JobState.QUEUED, done=0, total=total, asked_at=clock.now(),
    )  # fmt: skip
    session.add(job)
    session.flush()
    audit.record(
        session, actor, "binder.ask", f"print_jobs:{job.id}",
        establishment_id=wanted.establishment_id, fiches=total,
    )  # fmt: skip
    return job


def ask_again(session: Session, actor: Actor, job: PrintJob, *, file_gone: bool = False) -> None:
    """After a failure, or when its file is no longer kept. Raises StillMakingError."""
    if job.state is not JobState.FAILED and not (job.state is JobState.DONE and file_gone):
        raise StillMakingError
    job.state, job.done, job.attempts, job.file = JobState.QUEUED, 0, 0, ""
    job.asked_at, job.held_until, job.finished_at = clock.now(), None, None
    audit.record(
        session, actor, "binder.ask", f"print_jobs:{job.id}",
        establishment_id=job.establishment_id, fiches=job.total,
    )  # fmt: skip
    session.flush()


def claim(session: Session) -> PrintJob | None:
    """The next job to make, kept from every other worker for the time of a lease."""
    dead = and_(PrintJob.state == JobState.RUNNING, PrintJob.held_until <= clock.now())
    job = session.scalars(
        select(PrintJob)
        .where(or_(PrintJob.state == JobState.QUEUED, dead))
        .order_by(PrintJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if job is None:
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _end(session, job, JobState.FAILED)
        return None
    job.state, job.done, job.attempts = JobState.RUNNING, 0, job.attempts + 1
    job.held_until = clock.now() + LEASE
    session.flush()
    return job


def count_waiting(session: Session) -> int:
    """Jobs that a worker could take now."""
    dead = and_(PrintJob.state == JobState.RUNNING, PrintJob.held_until <= clock.now())
    return session.scalar(
        select(func.count()).where(or_(PrintJob.state == JobState.QUEUED, dead))
    ) or 0  # fmt: skip


def advance(session: Session, job_id: int, attempt: int, *, done: int, total: int) -> bool:
    """Note how far it is; False once the job is gone, or another worker's."""
    job = _held(session, job_id, attempt)
    if job is not None:
        job.done, job.total, job.held_until = done, total, clock.now() + LEASE
    return job is not None


def finish(session: Session, job_id: int, attempt: int, *, file: str) -> bool:
    """It is ready: its owner is told. False once the job is gone, or another worker's."""
    job = _held(session, job_id, attempt)
    if job is not None:
        job.done, job.file = job.total, file
        _end(session, job, JobState.DONE)
    return job is not None


def fail(session: Session, job_id: int, attempt: int) -> None:
    """It could not be made: its owner is told, and may ask again."""
    job = _held(session, job_id, attempt)
    if job is not None:
        _end(session, job, JobState.FAILED)


def forget_old(session: Session) -> set[str]:
    """Drop the jobs out of date; returns the files still named."""
    before = clock.now() - KEEP
    session.execute(delete(PrintJob).where(PrintJob.asked_at < before))
    return {name for name in session.scalars(select(PrintJob.file)) if name}


def _held(session: Session, job_id: int, attempt: int) -> PrintJob | None:
    query = select(PrintJob).where(
        PrintJob.id == job_id, PrintJob.attempts == attempt, PrintJob.state == JobState.RUNNING
    )
    return session.scalars(query.with_for_update()).one_or_none()


def _end(session: Session, job: PrintJob, state: JobState) -> None:
    job.state, job.held_until, job.finished_at = state, None, clock.now()
    session.flush()
    title = scope.read(job.scope).title
    text = (
        f"Votre classeur est prêt\u00a0: {title}."
        if state is JobState.DONE
        else f"Votre classeur n’a pas pu être fait\u00a0: {title}. Vous pouvez le redemander."
    )
    publish(session, LongWorkEnded(job.owner_id, text, f"/classeur/{job.id}"))
