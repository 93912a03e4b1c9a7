"""Walk one recruit through her journey, up to today."""

import datetime as dt
from collections.abc import Sequence

from ..accounts.models import User
from ..cohorts.models import Cohort
from ..core.permissions import Role
from ..journeys.actions import planning
from ..journeys.actions import steps as verbs
from ..journeys.actions.enrolment import Enrolment, enrol
from ..journeys.models import Journey, JourneyState, Step, StepKind, TemplateVersion
from ..journeys.proofs import modules_of
from ..journeys.rules import locks
from . import interviews, learning, signing
from .agenda import Agenda, Story
from .hiring import start_of
from .people import End, Recruit
from .stage import Stage, after, at

AWAY_DAYS = 9


class Walk:
    """Live one journey up to today: each step done by its owner on its due day."""

    def __init__(
        self,
        stage: Stage,
        agenda: Agenda,
        recruit: Recruit,
        version: TemplateVersion,
        cohort: Cohort,
    ) -> None:
        self.stage, self.agenda, self.recruit = stage, agenda, recruit
        self.version, self.cohort = version, cohort
        self.me = stage.cast[recruit.person.key]

    def story(self) -> Story:
        """She is enrolled a month before; from then on, each step is a story of its own."""
        start = start_of(self.recruit, self.stage.today)
        yield at(start - dt.timedelta(days=30), 9)
        journey = self._enrol(start)
        steps = planning.steps_of(self.stage.session, journey)
        for step in steps:
            if step.due_on < self.stage.today and self.recruit.ends.get(step.code) is not End.LEFT:
                self.agenda.tell(_unless_paused(journey, self._step(journey, step, steps)))
        if self.recruit.paused:
            self.agenda.tell(self._pause(journey))

    def _enrol(self, start: dt.date) -> Journey:
        stage, unit = self.stage, self.stage.units[self.recruit.person.unit or 0]
        return enrol(
            stage.session,
            None,
            Enrolment(
                recruit=stage.session.get_one(User, self.me.id),
                unit=unit,
                version=self.version,
                start_on=start,
                tutor_id=stage.cast[self.recruit.tutor].id,
                manager_id=stage.holder(Role.MANAGER, unit.id),
                doctor_id=stage.holder(Role.DOCTOR, unit.id),
                cohort_id=self.cohort.id,
                pattern=self.recruit.pattern,
            ),
        )

    def _step(self, journey: Journey, step: Step, steps: Sequence[Step]) -> Story:
        """Once open, and not before its day: the last ones yesterday."""
        due_on, seen = min(step.due_on, self.stage.yesterday), step.kind is StepKind.OBSERVATION
        day = signing.asked_on(journey, step, due_on) if seen else due_on
        yield at(day, 8)
        while step.code in locks(steps):
            day = after(day, 1)
            if day > self.stage.yesterday:
                return
            yield at(day, 8)
        end = self.recruit.ends.get(step.code)
        if seen:
            yield from signing.story(self.stage, journey, step, max(day, due_on), end)
        elif step.code in interviews.HELD:
            yield at(day, 15)
            interviews.hold(self.stage, journey, step, end)
        else:
            yield from self._do(journey, step, day)

    def _do(self, journey: Journey, step: Step, day: dt.date) -> Story:
        """Its modules, then the step itself."""
        for slug in modules_of(step):
            yield at(day, 14)
            learning.complete(self.stage.session, self.me, slug)
        yield at(day, 15)
        owner = self.stage.actor(step.assignee_id or journey.manager_id or self.me.id)
        verbs.mark_done(self.stage.session, owner, journey, step)

    def _pause(self, journey: Journey) -> Story:
        yield self.stage.ago(AWAY_DAYS, 11)
        assert journey.manager_id is not None
        planning.pause(
            self.stage.session, self.stage.actor(journey.manager_id), journey,
            first=self.stage.today - dt.timedelta(days=AWAY_DAYS), reason="Absence prévue",
        )  # fmt: skip


def _unless_paused(journey: Journey, story: Story) -> Story:
    """While a journey waits, its steps wait too."""
    for moment in story:
        yield moment
        if journey.state is JourneyState.PAUSED:
            return
