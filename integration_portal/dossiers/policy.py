"""Who visas a block, who issues and who holds an attestation."""

from ..core.actor import Actor
from ..core.permissions import Permission, Role
from .sheet import Sheet


def can_visa(actor: Actor, sheet: Sheet) -> bool:
    """The manager of that unit, never for herself."""
    scope = actor.scope(Permission.JOURNEY_MANAGE)
    return actor.id != sheet.recruit_id and scope.covers(sheet.establishment_id, sheet.unit_id)


def can_attest(actor: Actor, sheet: Sheet) -> bool:
    """The manager, or the human resources of that place."""
    if actor.id == sheet.recruit_id:
        return False
    return can_visa(actor, sheet) or any(
        grant.role is Role.HR
        and grant.establishment_id == sheet.establishment_id
        and grant.unit_id in {None, sheet.unit_id}
        for grant in actor.grants
    )


def reads_lines(actor: Actor, sheet: Sheet) -> bool:
    """Whether the signed lines, and what people wrote in them, are open to her: the recruit, and
    whoever follows her. Others read levels."""
    follow = actor.scope(Permission.JOURNEY_FOLLOW)
    team = actor.id == sheet.recruit_id or actor.id in sheet.team
    return team or follow.covers(sheet.establishment_id, sheet.unit_id)
