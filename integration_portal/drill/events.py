"""What the drill announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DrillFinished:
    """Ten sentences were answered. ``step_id`` None: played freely."""

    user_id: int
    step_id: int | None
    right: int
    total: int
    passed: bool
