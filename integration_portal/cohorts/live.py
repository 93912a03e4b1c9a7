"""What is counted live, for the rows shown only: the steps themselves, never the stored counters."""

from sqlalchemy import String, bindparam, case, func, literal_column, select, type_coerce

from ..journeys.models import StepState
from .statements import TODAY, S

_OF_SHOWN = S.journey_id.in_(bindparam("ids", expanding=True))
_LETTER = case(
    (S.state == StepState.DONE, literal_column("'F'")),
    (S.state == StepState.SUBMITTED, literal_column("'S'")),
    (S.state == StepState.RETURNED, literal_column("'P'")),
    (S.due_on < TODAY, literal_column("'R'")),
    else_=literal_column("'V'"),
)

# How many steps should be done by today, for the rows shown: read from the index alone.
EXPECTED = (
    select(S.journey_id, func.count().label("expected"))
    .where(_OF_SHOWN, S.due_on <= TODAY)
    .group_by(S.journey_id)
)
# The same, with every step as its letter and code: « F01,R02 ».
CELLS = (
    select(
        S.journey_id,
        func.count(case((S.due_on <= TODAY, 1))).label("expected"),
        func.aggregate_strings(_LETTER.concat(type_coerce(S.code, String)), ",").label("cells"),
    )
    .where(_OF_SHOWN)
    .group_by(S.journey_id)
)
