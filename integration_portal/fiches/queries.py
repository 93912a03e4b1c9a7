"""Reading fiches: the cards of the list, and the sheet of a text."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core.actor import Actor
from ..core.permissions import Permission
from ..establishments.models import Unit
from .catalogue import Card, card
from .effective import Effective
from .keeping import Kept
from .places import Place
from .presentation import Sheet, sheet


def _card(entry: ContentVersion) -> Card:
    return card(entry.slug, entry.payload)


_CARDS = Digests(_card, "fiche")
_SHEETS: Kept[tuple[str, str], Sheet] = Kept(1024)


def list_cards(session: Session) -> list[Card]:
    return _CARDS.current(session)


def sheet_of(text: Effective) -> Sheet:
    """What the page of a text shows, made once for that text."""
    key = (text.slug, text.text_hash)
    return _SHEETS.get(key, lambda: sheet(text.slug, text.text_hash, text.payload))


def list_own_units(session: Session, actor: Actor) -> list[tuple[Place, str]]:
    """The units among which somebody of several chooses; nobody else costs a statement."""
    units = actor.scope(Permission.CONTENT_READ).units
    if len(units) < 2:
        return []
    query = select(Unit.establishment_id, Unit.id, Unit.name).where(Unit.id.in_(units))
    rows = session.execute(query.order_by(Unit.name))
    return [(Place(row.establishment_id, row.id), row.name) for row in rows]
