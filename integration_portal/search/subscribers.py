"""A text that moved in this process is searched anew at once; the others see it seconds later."""

from flask import has_app_context
from sqlalchemy.orm import Session

from ..content.events import ContentChanged
from ..fiches.events import FicheTextChanged
from .current import live


def _expire(_session: Session, _event: object) -> None:
    if has_app_context():  # a command has no search to refresh
        live().expire()


SUBSCRIBERS = ((ContentChanged, _expire), (FicheTextChanged, _expire))
