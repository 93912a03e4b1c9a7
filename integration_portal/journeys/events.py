"""What journeys announce."""

from dataclasses import dataclass


@dataclass(frozen=True)
class JourneyStarted:
    journey_id: int
    recruit_id: int


@dataclass(frozen=True)
class StepDone:
    step_id: int
    journey_id: int


@dataclass(frozen=True)
class ReminderSent:
    """Somebody asked the person who holds a step to act. ``text`` is the sentence she reads."""

    step_id: int
    to_user_id: int
    from_name: str
    text: str


@dataclass(frozen=True)
class StepRemoved:
    """The step is about to leave its journey: whatever points at it lets go."""

    step_id: int


@dataclass(frozen=True)
class TeamChanged:
    """User ids of the tutor, the manager and the doctor, before and after; None: nobody."""

    journey_id: int
    before: tuple[int | None, ...]
    after: tuple[int | None, ...]
