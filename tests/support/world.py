"""Two hospitals with the same shape, so that every id can be tried from the other one."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import RoleGrant, User
from integration_portal.cohorts.models import Cohort
from integration_portal.core import clock
from integration_portal.core.db import Base
from integration_portal.core.permissions import Role
from integration_portal.establishments import actions as establishments
from integration_portal.establishments.models import Establishment, Ght, Referent, StepRole, Unit
from integration_portal.integrations.actions import create_token
from integration_portal.journeys.actions.enrolment import Enrolment, enrol
from integration_portal.journeys.actions.versioning import duplicate, publish_version
from integration_portal.journeys.models import Journey, JourneyTemplate, Step, StepState
from integration_portal.journeys.rules import needs_signature
from integration_portal.notifications.models import Notification
from integration_portal.search.models import SearchGap
from integration_portal.signoffs.models import SignOffRequest

from .attestations import attested
from .factories import (
    OUR_MARK,
    THEIR_MARK,
    Person,
    Place,
    World,
    actor_of,
    ask,
    complete,
    make_user,
    observe,
    open_step,
    sign,
    steps_of,
)
from .interviews import fill_interviews, interview_opened
from .learning import credit_asked, question_reported
from .observed import seen_and_talked
from .passports import passport_opened, passports_opened
from .relayed import relayed

START_ON = dt.date(2026, 11, 2)
WHOLE_PLACE = (Role.HR, Role.EDITOR, Role.CONTRIBUTOR, Role.ADMIN)
REFERENTS = {
    StepRole.IT: Role.CONTRIBUTOR,
    StepRole.HR: Role.HR,
    StepRole.SOFTWARE_REFERENT: Role.CONTRIBUTOR,
}


class _Builder:
    """Builds one place. ``mark`` makes every name of the place recognisable in a page."""

    def __init__(self, session: Session, ght: Ght, mark: str) -> None:
        self.session, self.mark = session, mark
        self.place = establishments.create_establishment(
            session, None, name=f"Hôpital {mark}", city=f"Ville-{mark}", ght=ght
        )
        self.people: dict[str, Person] = {}

    def unit(self, name: str, specialty: str) -> Unit:
        return establishments.create_unit(
            self.session, None, self.place, name=f"{name} {self.mark}", specialty=specialty
        )

    def person(self, key: str, role: Role, unit: Unit | None) -> Person:
        given = " ".join(reversed(key.split("_"))).title()  # no name inside another name
        user = make_user(self.session, given, self.mark)
        accounts.grant_role(
            self.session, None, user, role,
            establishment_id=self.place.id, unit_id=unit.id if unit else None,
        )  # fmt: skip
        person = Person(user.id, user.email, user.name, role)
        self.people[key] = person
        return person

    def journey(self, unit: Unit, recruit: str, prefix: str, cohort: Cohort) -> Journey:
        """Enrol ``recruit`` with the team named ``prefix``."""
        template = self.session.scalars(
            select(JourneyTemplate).where(JourneyTemplate.slug == "parcours-standard")
        ).one()
        people = self.people
        return enrol(
            self.session,
            actor_of(self.session, people[f"{prefix}manager"].id),
            Enrolment(
                recruit=self.session.get_one(User, people[recruit].id),
                unit=unit,
                version=template.versions[-1],
                start_on=START_ON,
                tutor_id=people[f"{prefix}tutor"].id,
                manager_id=people[f"{prefix}manager"].id,
                doctor_id=people[f"{prefix}doctor"].id,
                cohort_id=cohort.id,
            ),
        )

    def team(self, unit: Unit, prefix: str) -> None:
        for role in (Role.RECRUIT, Role.TUTOR, Role.DOCTOR, Role.MANAGER):
            self.person(f"{prefix}{role.value}", role, unit)

    def cohort(self) -> Cohort:
        cohort = Cohort(
            establishment_id=self.place.id, name=f"Promotion {self.mark}", start_on=START_ON
        )
        self.session.add(cohort)
        self.session.flush()
        return cohort

    def first_id(self, model: type[Base], **values: int) -> int:
        query = select(model.id).filter_by(**values).order_by(model.id).limit(1)  # type: ignore[attr-defined]
        return self.session.scalars(query).one()

    def template(self, journey: Journey) -> JourneyTemplate:
        """The establishment's own template, of two versions."""
        manager = actor_of(self.session, self.people["manager"].id)
        own = duplicate(
            self.session, manager, journey.version,
            establishment_id=self.place.id, title=f"Parcours {self.mark}",
        )  # fmt: skip
        definition = {**journey.version.definition, "titre": f"Parcours {self.mark}"}
        publish_version(self.session, manager, own, definition=definition, note_text="Titre d’ici")
        self.session.refresh(own, ["versions"])
        return own

    def notification(self) -> Notification:
        notice = Notification(
            user_id=self.people["recruit"].id, at=clock.now(),
            text=f"Bienvenue à l’hôpital {self.mark}", path="/parcours",
        )  # fmt: skip
        self.session.add(notice)
        self.session.flush()
        return notice

    def gap(self) -> SearchGap:
        """Words somebody looked for here and did not find."""
        gap = SearchGap(
            establishment_id=self.place.id, words=f"Mot {self.mark}", folded=self.mark.lower(),
            count=1, last_at=clock.now(),
        )  # fmt: skip
        self.session.add(gap)
        self.session.flush()
        return gap


def _observations(session: Session, journey: Journey) -> list[Step]:
    """The observations of a journey, those with the fewest things before them first."""
    steps = steps_of(session, journey.id)

    def depth(step: Step) -> int:
        return sum(1 + depth(steps[code]) for code in step.requires)

    found = [step for step in steps.values() if needs_signature(step.kind)]
    return sorted(found, key=lambda step: (depth(step), step.position))


def _prepare(session: Session, journey: Journey, step: Step) -> Step:
    """Do what comes before a step, not the step."""
    steps = steps_of(session, journey.id)
    for code in step.requires:
        if steps[code].state is not StepState.DONE:
            complete(session, journey, steps[code])
    return step


def _waiting_journey(
    build: _Builder, unit: Unit, recruit: str, prefix: str, cohort: Cohort
) -> tuple[Journey, SignOffRequest]:
    """A journey whose first observation waits for a signature."""
    journey = build.journey(unit, recruit, prefix, cohort)
    first = _observations(build.session, journey)[0]
    asked = ask(build.session, journey, _prepare(build.session, journey, first))
    return journey, observe(build.session, asked)


def _build_place(session: Session, ght: Ght, mark: str) -> Place:
    build = _Builder(session, ght, mark)
    unit = build.unit("Cardiologie", "cardiologie")
    neighbour = build.unit("Neurologie", "neurologie")
    build.team(unit, "")
    build.team(neighbour, "neighbour_")
    build.person("peer", Role.RECRUIT, unit)
    for role in WHOLE_PLACE:
        build.person(role.value, role, None)
    for step_role, role in REFERENTS.items():
        establishments.name_referent(
            session, None, build.place, role=step_role, user_id=build.people[role.value].id
        )
    cohort = build.cohort()
    journey = build.journey(unit, "recruit", "", cohort)
    signed, waiting, free = _observations(session, journey)[:3]
    for step in (signed, waiting, free):
        _prepare(session, journey, step)
    entry = sign(session, ask(session, journey, signed))
    request = ask(session, journey, waiting)
    peer, peer_request = _waiting_journey(build, unit, "peer", "", cohort)
    other, other_request = _waiting_journey(
        build, neighbour, "neighbour_recruit", "neighbour_", cohort
    )
    notice = build.notification()
    own = build.template(journey)
    admin = actor_of(session, build.people["admin"].id)
    key = create_token(
        session, admin, establishment_id=build.place.id, name=f"Intranet {mark}", days=90
    )
    return Place(
        establishment_id=build.place.id,
        unit_id=unit.id,
        neighbour_unit_id=neighbour.id,
        cohort_id=cohort.id,
        journey_id=journey.id,
        step_id=open_step(session, journey).id,
        observation_id=free.id,
        **seen_and_talked(session, request),
        request_id=request.id,
        entry_id=entry.id,
        attestation_id=attested(session, journey).id,
        notification_id=notice.id,
        gap_id=build.gap().id,
        interview_id=interview_opened(session, journey).id,
        credit_id=credit_asked(session, build.people["recruit"].id, unit).id,
        report_id=question_reported(session, build.people["recruit"].id, unit, mark).id,
        grant_id=build.first_id(RoleGrant, user_id=build.people["recruit"].id),
        referent_id=build.first_id(Referent, establishment_id=build.place.id),
        template_id=own.id,
        version_id=own.versions[-1].id,
        token_id=key.token.id,
        absence_id=relayed(session, build.place.id, build.people).id,
        code=signed.code,
        peer_journey_id=peer.id,
        peer_interview_id=interview_opened(session, peer).id,
        peer_step_id=open_step(session, peer).id,
        peer_request_id=peer_request.id,
        neighbour_journey_id=other.id,
        neighbour_interview_id=interview_opened(session, other).id,
        neighbour_step_id=open_step(session, other).id,
        neighbour_request_id=other_request.id,
        **passports_opened(session, build.people, unit, neighbour),
        people=build.people,
    )


def build_world(session: Session) -> World:
    """Two hospitals of one group, the same shape, no shared person."""
    ght = Ght(name="GHT des tests")
    session.add(ght)
    session.flush()
    return World(_build_place(session, ght, OUR_MARK), _build_place(session, ght, THEIR_MARK))


def grow(session: Session, place: Place, count: int = 4) -> None:
    """More of everything in one place: what a page must show at the same price."""
    unit = session.get_one(Unit, place.unit_id)
    establishment = session.get_one(Establishment, place.establishment_id)
    model = session.get_one(Journey, place.journey_id)
    manager = actor_of(session, place.manager.id)
    admin = actor_of(session, place.admin.id)
    fill_interviews(session, model, count)
    for number in range(count):
        create_token(session, admin, establishment_id=establishment.id, name="Intranet", days=30)
        recruit = make_user(session, f"Renfort {number}", OUR_MARK)
        accounts.grant_role(
            session, None, recruit, Role.RECRUIT,
            establishment_id=establishment.id, unit_id=unit.id,
        )  # fmt: skip
        journey = enrol(session, None, _like(model, recruit, unit))
        passport_opened(session, place.manager, recruit.email, unit)
        observation = _observations(session, journey)[0]
        observe(session, ask(session, journey, _prepare(session, journey, observation)))
        establishments.create_unit(
            session, None, establishment, name=f"Unité {number}", specialty="cardiologie"
        )
        establishments.name_referent(
            session, None, establishment, role=StepRole.RIGHTS_REFERENT, user_id=recruit.id
        )
        session.add(Cohort(establishment_id=establishment.id, name=f"Promotion {number}",
                           start_on=START_ON))  # fmt: skip
        duplicate(
            session, manager, model.version,
            establishment_id=establishment.id, title=f"Modèle {number}",
        )  # fmt: skip
        for person in place.people.values():
            session.add(Notification(user_id=person.id, at=clock.now(), text="Bonjour",
                                     path="/parcours"))  # fmt: skip
            accounts.open_session(session, session.get_one(User, person.id), device="x", hours=1)
    session.flush()


def _like(model: Journey, recruit: User, unit: Unit) -> Enrolment:
    return Enrolment(
        recruit=recruit, unit=unit, version=model.version, start_on=model.start_on,
        tutor_id=model.tutor_id, manager_id=model.manager_id, doctor_id=model.doctor_id,
        cohort_id=model.cohort_id,
    )  # fmt: skip
