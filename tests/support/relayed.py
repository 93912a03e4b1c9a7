"""An absence to come in each hospital, and its relay."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.models import SignerAbsence

from .factories import Person, actor_of

DAYS = dt.date(2026, 12, 21), dt.date(2026, 12, 31)


def relayed(session: Session, place_id: int, people: Mapping[str, Person]) -> SignerAbsence:
    """The tutor next door will be away at the end of the year; her doctor relays."""
    tutor, relay = people["neighbour_tutor"].id, people["neighbour_doctor"].id
    asked = signoffs.Absence(tutor, place_id, *DAYS, relay)
    return signoffs.declare_absence(session, actor_of(session, tutor), asked)
