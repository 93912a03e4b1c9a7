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
