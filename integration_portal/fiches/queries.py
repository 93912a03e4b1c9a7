"""Reading fiches. Content belongs to no establishment: whoever may read content sees them all."""

from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from .catalogue import Card, card
from .presentation import Sheet, sheet


def _card(entry: ContentVersion) -> Card:
    return card(entry.slug, entry.payload)


def _sheet(entry: ContentVersion) -> Sheet:
    return sheet(entry.slug, entry.version, entry.payload)


_CARDS = Digests(_card, "fiche")
_SHEETS = Digests(_sheet, "fiche")


def list_cards(session: Session) -> list[Card]:
    return _CARDS.current(session)


def get_sheet(session: Session, slug: str) -> Sheet:
    """The current text of a fiche. Raises NotFoundError."""
    return _SHEETS.get(session, slug)
