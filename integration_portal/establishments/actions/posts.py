"""What an act on somebody's account is told."""

from dataclasses import dataclass

from ...core.permissions import Role


@dataclass(frozen=True)
class Post:
    """A role and where it is held. ``unit_id`` None: the whole establishment."""

    role: Role
    establishment_id: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Identity:
    """What is printed beside a signature. ``quality`` is the function."""

    given_name: str
    family_name: str
    quality: str
