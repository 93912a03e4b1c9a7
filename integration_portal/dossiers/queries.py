"""The competency sheet, read in a constant number of statements (see ``STATEMENTS``)."""

from sqlalchemy.orm import Session

from ..core.actor import Actor
from .sheet import Sheet


def read_sheet(session: Session, actor: Actor, journey_id: int) -> Sheet:
    """The sheet of a journey the actor may read. Raises NotFoundError."""
    raise NotImplementedError
