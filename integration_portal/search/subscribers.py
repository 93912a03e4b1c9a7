"""A text that moved in this process is searched anew at once; the others see it seconds later."""

from sqlalchemy.orm import Session

from ..content.events import ContentChanged
from ..fiches.events import FicheDecided, FicheTextChanged
from .current import expire


def _expire(_session: Session, _event: object) -> None:
    expire()


SUBSCRIBERS = ((ContentChanged, _expire), (FicheTextChanged, _expire), (FicheDecided, _expire))
