"""The person acting, as every policy and action sees her: an id, a name, her grants."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from .permissions import PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class Grant:
    """A role on a whole establishment (``unit_id`` None) or on one unit."""

    role: Role
    establishment_id: int
    unit_id: int | None = None


@dataclass(frozen=True)
class Scope:
    """Where a permission holds: whole establishments, and single units."""

    establishments: frozenset[int]
    units: frozenset[int]

    def covers(self, establishment_id: int, unit_id: int | None) -> bool:
        return establishment_id in self.establishments or unit_id in self.units

    def __bool__(self) -> bool:
        return bool(self.establishments or self.units)


@lru_cache(maxsize=1024)
def _permissions(roles: frozenset[Role]) -> frozenset[Permission]:
    return frozenset(permission for role in roles for permission in PERMISSIONS[role])


@dataclass(frozen=True)
class Actor:
    """``id`` is the user's. ``quality`` is the function printed beside a signature;
    ``shortcuts``: whether single-key shortcuts are on."""

    id: int
    name: str
    quality: str = ""
    grants: tuple[Grant, ...] = field(default=())
    shortcuts: bool = True

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return _permissions(self.roles)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def establishment_ids(self) -> frozenset[int]:
        """Every establishment the person belongs to in some role."""
        return frozenset(grant.establishment_id for grant in self.grants)

    def can(self, permission: Permission) -> bool:
        return permission in self.permissions

    def scope(self, permission: Permission) -> Scope:
        held = [grant for grant in self.grants if permission in PERMISSIONS[grant.role]]
        return Scope(
            frozenset(grant.establishment_id for grant in held if grant.unit_id is None),
            frozenset(grant.unit_id for grant in held if grant.unit_id is not None),
        )
