"""Walk one recruit through her journey, up to today."""

import datetime as dt

from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..core.permissions import Role
from ..journeys.actions import planning
from ..journeys.actions import steps as verbs
from ..journeys.models import Journey, Step, StepKind
from ..journeys.proofs import modules_of
from ..journeys.rules import locks
from ..signoffs import actions as signoffs
from ..signoffs.evidence import Rule
from ..signoffs.models import LedgerEntry, RequestState
from . import interviews, learning, observing
from .acting import acting_as, at
from .people import Recruit

# Validated by the tutor, not countersigned yet.
AWAITS_DOCTOR = "55"


class Walk:
    """Live one journey up to today: each step done by its owner on its due day."""

    def __init__(
        self, session: Session, today: dt.date, recruit: Recruit, journey: Journey
    ) -> None:
        self.session, self.today, self.recruit, self.journey = session, today, recruit, journey

    def run(self) -> None:
        steps = planning.steps_of(self.session, self.journey)
        for step in sorted(steps, key=lambda step: (step.due_on, step.position)):
            if step.due_on >= self.today or step.code in self.recruit.missing:
                continue
            if step.code in locks(steps):
                continue
            with clock.frozen(at(min(step.due_on, self.today - dt.timedelta(days=1)), 15)):
                self._live(step)
        if self.recruit.paused:
            since = self.today - dt.timedelta(days=9)
            manager = acting_as(self.session.get_one(User, self.journey.manager_id), Role.MANAGER)
            with clock.frozen(at(since, 11)):
                planning.pause(
                    self.session, manager, self.journey, first=since, reason="Absence prévue"
                )
        self.session.flush()

    def _learn(self, recruit: User, step: Step) -> None:
        """The modules of the step, done by whoever then says so."""
        me = acting_as(recruit, Role.RECRUIT, self.journey)
        for slug in modules_of(step):
            learning.complete(self.session, me, slug, at=clock.now())

    def _live(self, step: Step) -> None:
        recruit = self.journey.recruit or self.session.get_one(User, self.journey.recruit_id)
        if step.code in interviews.HELD and step.assignee_id is not None:
            interviews.hold(self.session, self.journey, step)
            return
        if step.kind is not StepKind.OBSERVATION:
            self._learn(recruit, step)
            owner_id = step.assignee_id or self.journey.manager_id or recruit.id
            owner = acting_as(self.session.get_one(User, owner_id), Role.MANAGER, self.journey)
            verbs.mark_done(self.session, owner, self.journey, step)
            return
        self._sign(recruit, step)

    def _sign(self, recruit: User, step: Step) -> None:
        """Asked a few days before, seen as its rule says, talked over, signed."""
        me, day = acting_as(recruit, Role.RECRUIT, self.journey), clock.now().date()
        levels = {criterion["code"]: 3 for criterion in step.details["criteres"]}
        rule = Rule.of(step.details["preuve"] or {})
        asked_on = max(self.journey.start_on, observing.before(day, rule.days))
        with clock.frozen(at(asked_on, 8)):
            request = verbs.ask_signature(
                self.session, me, self.journey, step, levels=levels, text="Je me sens prête.",
                intention="Garder mon calme quand deux lignes sonnent.",
            )  # fmt: skip
        if step.assignee_id is None:
            return
        signer = self._signer(step.assignee_id)
        beside = [one for one in (self.journey.doctor_id, self.journey.manager_id)
                  if one and one != signer.id]  # fmt: skip
        team = [signer, *map(self._signer, beside)]
        if rule.observers > 1:
            with clock.frozen(at(asked_on, 9)):
                signoffs.name_observer(self.session, signer, request, team[1].id)
        waits = step.code == self.recruit.waits
        observing.observe(self.session, request, team, day, left=int(waits))
        if waits:
            return
        if rule.observations:
            observing.talk(self.session, request, signer, me)
        entry: LedgerEntry = signoffs.decide(
            self.session, signer, request, levels=levels,
            validates=True, comment="Observé en situation, conforme et régulier.",
        )  # fmt: skip
        signoffs.acknowledge(self.session, me, entry, disagreement="")
        if request.state is RequestState.COUNTERSIGN and step.code != AWAITS_DOCTOR:
            doctor = self._signer(self.journey.doctor_id or step.assignee_id)
            signoffs.countersign(self.session, doctor, request, accepts=True)

    def _signer(self, user_id: int) -> Actor:
        role = Role.DOCTOR if user_id == self.journey.doctor_id else Role.TUTOR
        return acting_as(self.session.get_one(User, user_id), role, self.journey)
