"""What accounts announce."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PersonalDataRequested:
    """Somebody's export is being made: each feature adds its section to ``sections``."""

    user_id: int
    sections: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class UserAnonymised:
    """The name is gone; features erase their own free texts about this person.

    ``former_name`` is there for them to find it in their own sentences, then forget it.
    """

    user_id: int
    former_name: str = field(default="", repr=False)
