"""Reading the people inside the actor's reach, and only what they hold there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from ...accounts.models import RoleGrant, User
from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...core.folding import fold, folded
from ...core.permissions import Role
from .. import policy
from ..models import Establishment, Unit

STATES: dict[str, ColumnElement[bool]] = {
    "ouvert": User.is_active & User.password_hash.is_not(None),
    "invite": User.is_active & User.password_hash.is_(None),
    "ferme": ~User.is_active,
}


@dataclass(frozen=True)
class PeopleFilter:
    """What the list is narrowed to. ``state``: a key of ``STATES``; "" or None: all."""

    words: str = ""
    establishment_id: int | None = None
    role: Role | None = None
    state: str = ""


@dataclass(frozen=True)
class GrantRow:
    """A role held inside the actor's reach. ``unit`` None: the whole establishment."""

    id: int
    role: Role
    establishment_id: int
    establishment: str
    unit: str | None

    @property
    def place(self) -> str:
        return self.unit or "tout l’établissement"


def _filtered(actor: Actor, wanted: PeopleFilter) -> Select[User]:
    query = select(User).where(policy.manageable_people(actor))
    held = [policy.manageable_grants(actor), RoleGrant.user_id == User.id]
    if wanted.establishment_id is not None:
        held.append(RoleGrant.establishment_id == wanted.establishment_id)
    if wanted.role is not None:
        held.append(RoleGrant.role == wanted.role)
    if len(held) > 2:
        query = query.where(exists().where(*held))
    if wanted.state in STATES:
        query = query.where(STATES[wanted.state])
    name = folded(User.given_name + " " + User.family_name + " " + User.email)
    for word in fold(wanted.words).split()[:5]:
        query = query.where(name.contains(word, autoescape=True))
    return query


def count_people(session: Session, actor: Actor, wanted: PeopleFilter) -> int:
    query = _filtered(actor, wanted).with_only_columns(func.count())
    return session.scalar(query) or 0


def list_managed(
    session: Session, actor: Actor, wanted: PeopleFilter, *, limit: int, offset: int = 0
) -> Sequence[User]:
    """By name; see ``grants_of`` for what they hold."""
    return session.scalars(
        _filtered(actor, wanted)
        .order_by(User.family_name, User.given_name, User.id)
        .limit(limit)
        .offset(offset)
    ).all()


def grants_of(session: Session, actor: Actor, people: Sequence[User]) -> dict[int, list[GrantRow]]:
    """Roles inside the actor's reach, by user id, in one statement for everybody."""
    rows = session.execute(
        select(RoleGrant, Establishment.name, Unit.name)
        .join(Establishment, Establishment.id == RoleGrant.establishment_id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            RoleGrant.user_id.in_([person.id for person in people]),
            policy.manageable_grants(actor),
        )
        .order_by(Establishment.name, RoleGrant.id)
    ).all()
    found: dict[int, list[GrantRow]] = defaultdict(list)
    for grant, place, unit in rows:
        row = GrantRow(grant.id, grant.role, grant.establishment_id, place, unit)
        found[grant.user_id].append(row)
    return found


def get_person(session: Session, actor: Actor, user_id: int) -> User:
    """Raises NotFoundError when absent or out of reach."""
    person = session.scalar(select(User).where(User.id == user_id, policy.manageable_people(actor)))
    if person is None:
        raise NotFoundError
    return person


def get_grant(session: Session, actor: Actor, user_id: int, grant_id: int) -> RoleGrant:
    """Raises NotFoundError when absent, out of reach or somebody else's."""
    grant = session.scalar(
        select(RoleGrant).where(
            RoleGrant.id == grant_id,
            RoleGrant.user_id == user_id,
            policy.manageable_grants(actor),
        )
    )
    if grant is None:
        raise NotFoundError
    return grant


def works_elsewhere(session: Session, actor: Actor, person: User) -> bool:
    """Whether she holds a role that the actor does not manage."""
    query = select(RoleGrant.id).where(
        RoleGrant.user_id == person.id, ~policy.manageable_grants(actor)
    )
    return session.scalar(query.limit(1)) is not None


def find_colleague(session: Session, establishment_id: int, email: str) -> User | None:
    """Somebody active who holds a role in the establishment, by her e-mail."""
    return session.scalar(
        select(User).where(
            User.is_active,
            User.email == email.strip().casefold(),
            exists().where(
                RoleGrant.user_id == User.id, RoleGrant.establishment_id == establishment_id
            ),
        )
    )


def list_colleagues(session: Session, establishment_id: int, *, limit: int) -> Sequence[User]:
    """Active people who are more than recruits there: whom a form suggests first."""
    return session.scalars(
        select(User)
        .where(
            User.is_active,
            exists().where(
                RoleGrant.user_id == User.id,
                RoleGrant.establishment_id == establishment_id,
                RoleGrant.role != Role.RECRUIT,
            ),
        )
        .order_by(User.family_name, User.given_name)
        .limit(limit)
    ).all()
