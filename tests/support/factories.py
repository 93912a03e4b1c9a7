"""Who and what a test needs, made by the portal's own verbs; ``world.py`` puts it together."""

import contextlib
import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import RoleGrant, User
from integration_portal.accounts.passwords import hash_password
from integration_portal.core import clock
from integration_portal.core.actor import Actor, Grant
from integration_portal.core.permissions import Role
from integration_portal.establishments.models import StepRole
from integration_portal.journeys.actions import steps as step_actions
from integration_portal.journeys.models import Journey, Step, StepState
from integration_portal.journeys.rules import needs_signature
from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.evidence import Rule
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.models import (
    LedgerEntry,
    Observation,
    RequestState,
    SignOffRequest,
)
from integration_portal.signoffs.queries_evidence import list_seen
from integration_portal.signoffs.queries_observations import list_nameable
from integration_portal.signoffs.rules import Redo

PASSWORD = "quatre cactus sous la pluie"
# The word in every name of each place.
OUR_MARK, THEIR_MARK = "Alpha", "Omega"
NOW = dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC)


@contextlib.contextmanager
def usual_day() -> Iterator[None]:
    """The clock of the tests: Tuesday 24 November 2026, 9.05 in Paris."""
    with clock.frozen(NOW):
        yield


@dataclass(frozen=True)
class Person:
    """Somebody of the world. ``role`` is the hat she was made for."""

    id: int
    email: str
    name: str
    role: Role


@dataclass(frozen=True)
class Place:
    """One establishment. ``step_id``: a step the recruit may tick now; ``observation_id``: one she
    may ask to be observed on; ``request_id`` waits for a signature, seen as its rule asks, last in
    ``seen_id``; the tutor holds ``draft_id``; ``talk_id`` is a reflective talk; ``entry_id`` was signed;
    ``template_id`` is the establishment's own template, ``code`` names a step of it.

    ``peer`` is a second recruit of the same unit; ``neighbour_*`` a second unit, its own team.
    """

    establishment_id: int
    unit_id: int
    neighbour_unit_id: int
    cohort_id: int
    journey_id: int
    step_id: int
    observation_id: int
    seen_id: int
    draft_id: int
    talk_id: int
    request_id: int
    entry_id: int
    attestation_id: int
    notification_id: int
    gap_id: int
    credit_id: int
    interview_id: int
    passport_id: int
    report_id: int
    grant_id: int
    referent_id: int
    template_id: int
    version_id: int
    token_id: int
    absence_id: int
    code: str
    peer_journey_id: int
    peer_step_id: int
    peer_request_id: int
    peer_interview_id: int
    neighbour_journey_id: int
    neighbour_step_id: int
    neighbour_request_id: int
    neighbour_interview_id: int
    peer_passport_id: int
    neighbour_passport_id: int
    people: Mapping[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """``place.recruit``, ``place.neighbour_tutor``…"""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class World:
    """``ours`` and ``theirs`` hold the same data, under different names."""

    ours: Place
    theirs: Place

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "World":
        return cls(**{name: _place(values) for name, values in json.loads(text).items()})


def _place(values: dict[str, Any]) -> Place:
    people = {
        key: Person(**{**person, "role": Role(person["role"])})
        for key, person in values.pop("people").items()
    }
    return Place(**values, people=people)


@cache
def password_hash() -> str:
    """One argon2 hash for everybody: 50 ms once, not once a person."""
    return hash_password(PASSWORD)


def make_user(
    session: Session, given_name: str, family_name: str, *, quality: str = "Secrétaire médicale"
) -> User:
    """A person with the password of the tests, and no role yet."""
    email = f"{given_name}.{family_name}@exemple.test".lower().replace(" ", "-")
    user = accounts.create_user(
        session, None, email=email, given_name=given_name, family_name=family_name, quality=quality
    )
    user.password_hash = password_hash()
    session.flush()
    return user


def redo(what: str = "Il manque le rappel.") -> Redo:
    """What a return asks."""
    return Redo(what, "Deux appels ensemble.", dt.date(2026, 12, 1))


def actor_of(session: Session, user_id: int) -> Actor:
    """The person as the portal sees her, grants included."""
    user = session.get_one(User, user_id)
    rows = session.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id))
    grants = tuple(Grant(row.role, row.establishment_id, row.unit_id) for row in rows)
    return Actor(user.id, user.name, user.quality, grants)


def steps_of(session: Session, journey_id: int) -> dict[str, Step]:
    steps = session.scalars(
        select(Step).where(Step.journey_id == journey_id).order_by(Step.position)
    )
    return {step.code: step for step in steps}


def open_step(session: Session, journey: Journey) -> Step:
    """The first step the recruit could tick now."""
    steps = steps_of(session, journey.id)
    return next(
        step
        for step in steps.values()
        if step.state is StepState.TODO
        and step.role is StepRole.RECRUIT
        and not needs_signature(step.kind)
        and all(steps[code].state is StepState.DONE for code in step.requires)
    )


def complete(session: Session, journey: Journey, step: Step) -> None:
    """Do a step and all that it needs, each by the person in charge, signatures included."""
    steps = steps_of(session, journey.id)
    for code in step.requires:
        if steps[code].state is not StepState.DONE:
            complete(session, journey, steps[code])
    if not needs_signature(step.kind):
        who = journey.recruit_id if step.role is StepRole.RECRUIT else journey.manager_id
        assert who is not None
        step_actions.mark_done(session, actor_of(session, who), journey, step)
        return
    sign(session, ask(session, journey, step))


def ask(session: Session, journey: Journey, step: Step) -> SignOffRequest:
    """The recruit asks to be observed on an open step."""
    levels = {criterion["code"]: int(Level.ACQUIRED) for criterion in step.details["criteres"]}
    recruit = actor_of(session, journey.recruit_id)
    return step_actions.ask_signature(
        session, recruit, journey, step, levels=levels, text="Prête à être observée."
    )


def see(
    session: Session,
    request: SignOffRequest,
    who: int,
    at: dt.datetime,
    level: Level = Level.ACQUIRED,
) -> Observation:
    """Somebody signs one observation, every criterion at the same level."""
    notes = signoffs.Notes(
        at, "Au poste", "Une série d’appels.",
        {one["code"]: int(level) for one in request.criteria}, why="Prévue avec l’équipe.",
    )  # fmt: skip
    actor = actor_of(session, who)
    number = session.scalar(select(func.count()).select_from(Observation))
    token = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{request.id} {number}"))
    seen = signoffs.keep_notes(session, actor, request, token, notes)
    signoffs.sign_observation(session, actor, seen)
    return seen


def observe(session: Session, request: SignOffRequest) -> SignOffRequest:
    """What its rule asks before a validation, and not one more: days before now, by its signers."""
    rule = Rule.of(request.rule)
    others = [one.id for one in list_nameable(session, request)]
    people = [request.signer_id or others.pop(0), *others]
    seen = len(list_seen(session, request))
    for number in range(seen, rule.observations):
        at = clock.now() - dt.timedelta(days=number % max(rule.days, 1), hours=1)
        see(session, request, people[number % max(rule.observers, 1)], at)
    return request


def observe_step(session: Session, step_id: int) -> None:
    """The same, of the request that waits about that step."""
    waiting = select(SignOffRequest).where(
        SignOffRequest.subject == f"step:{step_id}", SignOffRequest.state == RequestState.WAITING
    )
    observe(session, session.scalars(waiting).one())


def sign(session: Session, request: SignOffRequest, signer_id: int | None = None) -> LedgerEntry:
    """The tutor signs, every criterion acquired; a doctor when she would have to sign after."""
    observe(session, request)
    who = signer_id or request.signer_id
    if Rule.of(request.rule).countersigned and signer_id is None:
        journey = session.get_one(Journey, session.get_one(Step, _step_id(request)).journey_id)
        who = journey.doctor_id
    assert who is not None
    return signoffs.decide(
        session,
        actor_of(session, who),
        request,
        levels={criterion["code"]: int(Level.ACQUIRED) for criterion in request.criteria},
        comment="Vu au poste.",
        validates=True,
        why="Présente ce jour-là.",
    )


def _step_id(request: SignOffRequest) -> int:
    return int(request.subject.partition(":")[2])
