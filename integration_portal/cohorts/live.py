"""The cells of the heat map, read from the steps of the rows shown: never a stored counter."""

from sqlalchemy import String, bindparam, case, func, literal_column, select, type_coerce

from ..journeys.models import ASKED, StepState
from .statements import TODAY, S

_OF_SHOWN = S.journey_id.in_(bindparam("ids", expanding=True))
_LETTER = case(
    (S.state == StepState.DONE, literal_column("'F'")),
    *((S.state == one, literal_column("'S'")) for one in sorted(ASKED)),
    (S.state == StepState.RETURNED, literal_column("'P'")),
    (S.due_on < TODAY, literal_column("'R'")),
    else_=literal_column("'V'"),
)

# Every step of the rows shown, as its letter and code: « F01,R02 ».
CELLS = (
    select(
        S.journey_id,
        func.aggregate_strings(_LETTER.concat(type_coerce(S.code, String)), ",").label("letters"),
    )
    .where(_OF_SHOWN)
    .group_by(S.journey_id)
)
