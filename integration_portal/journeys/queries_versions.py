"""Reading templates and the journeys that follow them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Establishment
from . import policy
from .models import Journey, JourneyState, JourneyTemplate, TemplateVersion

_RUNNING = (JourneyState.ACTIVE, JourneyState.PAUSED)


def list_templates(session: Session, actor: Actor) -> Sequence[Any]:
    """One row a template: id, title, establishment (None: shipped), versions, last date, running."""
    last = func.max(TemplateVersion.number).label("number")
    at = func.max(TemplateVersion.created_at).label("at")
    running = (
        select(func.count())
        .select_from(Journey)
        .join(TemplateVersion, TemplateVersion.id == Journey.template_version_id)
        .where(
            TemplateVersion.template_id == JourneyTemplate.id,
            Journey.state.in_(_RUNNING),
            policy.visible_to(actor),
        )
        .correlate(JourneyTemplate)
        .scalar_subquery()
        .label("running")
    )
    return session.execute(
        select(
            JourneyTemplate.id,
            JourneyTemplate.title,
            Establishment.name.label("establishment"),
            last,
            at,
            running,
        )
        .join(TemplateVersion, TemplateVersion.template_id == JourneyTemplate.id)
        .outerjoin(Establishment, Establishment.id == JourneyTemplate.establishment_id)
        .where(policy.template_readable_by(actor))
        .group_by(JourneyTemplate.id, JourneyTemplate.title, Establishment.name)
        .order_by(Establishment.name.is_not(None), JourneyTemplate.title)
    ).all()


def get_template(session: Session, actor: Actor, template_id: int) -> JourneyTemplate:
    """A template the actor may read. Raises NotFoundError."""
    found = session.scalar(
        select(JourneyTemplate).where(
            JourneyTemplate.id == template_id, policy.template_readable_by(actor)
        )
    )
    if found is None:
        raise NotFoundError
    return found


def get_version(session: Session, actor: Actor, version_id: int) -> TemplateVersion:
    """A version the actor may read, with its template. Raises NotFoundError."""
    found = session.scalar(
        select(TemplateVersion)
        .join(JourneyTemplate, JourneyTemplate.id == TemplateVersion.template_id)
        .where(TemplateVersion.id == version_id, policy.template_readable_by(actor))
        .options(joinedload(TemplateVersion.template))
    )
    if found is None:
        raise NotFoundError
    return found


def get_latest(session: Session, template: JourneyTemplate) -> TemplateVersion:
    return session.scalars(
        select(TemplateVersion)
        .where(TemplateVersion.template_id == template.id)
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    ).one()


def get_numbered(session: Session, template: JourneyTemplate, number: int) -> TemplateVersion:
    """Raises NotFoundError."""
    found = session.scalar(
        select(TemplateVersion).where(
            TemplateVersion.template_id == template.id, TemplateVersion.number == number
        )
    )
    if found is None:
        raise NotFoundError
    return found


def list_numbers(session: Session, template: JourneyTemplate) -> Sequence[Any]:
    """(id, number, note, created_at, author) of every version, latest first; no definition."""
    return session.execute(
        select(
            TemplateVersion.id,
            TemplateVersion.number,
            TemplateVersion.note,
            TemplateVersion.created_at,
            (User.given_name + " " + User.family_name).label("author"),
        )
        .outerjoin(User, User.id == TemplateVersion.created_by_id)
        .where(TemplateVersion.template_id == template.id)
        .order_by(TemplateVersion.number.desc())
    ).all()


def list_definitions(session: Session, template: JourneyTemplate) -> Sequence[dict[str, Any]]:
    """Every definition the template ever had: a code is never used twice."""
    return session.scalars(
        select(TemplateVersion.definition).where(TemplateVersion.template_id == template.id)
    ).all()


def list_comparable(session: Session, actor: Actor) -> Sequence[Any]:
    """(id, number, title, establishment) of every version open to the actor."""
    return session.execute(
        select(
            TemplateVersion.id,
            TemplateVersion.number,
            JourneyTemplate.title,
            Establishment.name.label("establishment"),
        )
        .join(JourneyTemplate, JourneyTemplate.id == TemplateVersion.template_id)
        .outerjoin(Establishment, Establishment.id == JourneyTemplate.establishment_id)
        .where(policy.template_readable_by(actor))
        .order_by(JourneyTemplate.title, TemplateVersion.number.desc())
        .limit(300)
    ).all()


def _upgradable(actor: Actor, version: TemplateVersion) -> Any:
    return (
        Journey.state.in_(_RUNNING),
        policy.manageable_by(actor),
        Journey.template_version_id.in_(
            select(TemplateVersion.id).where(
                TemplateVersion.template_id == version.template_id,
                TemplateVersion.number < version.number,
            )
        ),
    )


def count_upgradable(session: Session, actor: Actor, version: TemplateVersion) -> int:
    query = select(func.count()).select_from(Journey).where(*_upgradable(actor, version))
    return session.scalar(query) or 0


def list_upgradable(
    session: Session, actor: Actor, version: TemplateVersion, *, limit: int, offset: int = 0
) -> list[Journey]:
    """Running journeys on an earlier version that the actor manages."""
    journeys = session.scalars(
        select(Journey)
        .where(*_upgradable(actor, version))
        .options(joinedload(Journey.recruit), joinedload(Journey.unit), joinedload(Journey.version))
        .order_by(Journey.id)
        .limit(limit)
        .offset(offset)
    )
    return list(journeys)


def get_upgradable(
    session: Session, actor: Actor, version: TemplateVersion, ids: set[int]
) -> list[Journey]:
    """Those journeys, all of them. Raises NotFoundError if one is out of reach or not behind."""
    journeys = list(
        session.scalars(
            select(Journey)
            .where(Journey.id.in_(ids), *_upgradable(actor, version))
            .options(joinedload(Journey.version))
            .order_by(Journey.id)
        )
    )
    if len(journeys) != len(ids):
        raise NotFoundError
    return journeys
