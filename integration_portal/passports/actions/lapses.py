"""Say which passports end soon, or have just ended."""

from sqlalchemy.orm import Session

from ...core.bus import publish
from ..events import PassportEnding
from ..queries import list_ending
from ..rules import State


def announce_endings(session: Session) -> None:
    """To be called once a day or more: whoever listens says it once a person and date."""
    for passport, standing in list_ending(session):
        if standing.until is not None and standing.state in {State.STALE, State.LAPSED}:
            publish(
                session,
                PassportEnding(
                    passport.id, passport.holder_id, passport.opened_by_id, passport.unit_id,
                    standing.until, standing.state is State.LAPSED,
                ),
            )  # fmt: skip
