"""Everything about one person: export (RGPD art. 15 and 20) and erasure (art. 17)."""

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..core import audit, clock
from ..core.actor import Actor
from ..core.bus import publish
from ..core.outbox import OutboxMail
from . import queries
from .events import PersonalDataRequested, UserAnonymised
from .models import FederatedIdentity, LoginSession, OneTimeToken, RoleGrant, User


def export_json(session: Session, actor: Actor) -> bytes:
    """One JSON document with a section per feature, in French, indented."""
    user = queries.get_user(session, actor.id)
    request = PersonalDataRequested(user.id)
    request.sections["compte"] = {
        "prenom": user.given_name,
        "nom": user.family_name,
        "adresse": user.email,
        "qualite": user.quality,
        "cree_le": user.created_at,
        "roles": [
            {"role": grant.role, "etablissement": grant.establishment_id, "unite": grant.unit_id}
            for grant in session.scalars(select(RoleGrant).where(RoleGrant.user_id == user.id))
        ],
    }
    request.sections["sessions"] = [
        {"ouverte_le": one.created_at, "appareil": one.device}
        for one in queries.list_sessions(session, actor)
    ]
    publish(session, request)
    document = {"edite_le": clock.now(), "personne": user.id, **request.sections}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def anonymise(
    session: Session, actor: Actor | None, user: User, *, establishment_id: int | None = None
) -> None:
    """Erase the person and keep the row, so that what she signed still verifies.

    The signed text itself holds a name for as long as the retention of evidence lasts: that
    is what makes it a proof (CRPA L212-2). The portal's own copies go now.
    """
    former_name = user.name
    session.execute(delete(OutboxMail).where(OutboxMail.recipient == user.email))
    user.given_name, user.family_name = "Personne", f"effacée {user.id}"
    user.email = f"efface-{user.id}@invalid"
    user.quality, user.password_hash, user.is_active = "", None, False
    user.anonymised_at = clock.now()
    for table in (LoginSession, OneTimeToken, FederatedIdentity, RoleGrant):
        session.execute(delete(table).where(table.user_id == user.id))
    session.flush()
    publish(session, UserAnonymised(user.id, former_name))
    audit.record(
        session, actor, "user.anonymise", f"users:{user.id}", establishment_id=establishment_id
    )
