"""What somebody passed, played well and was credited for: dated, for her competency sheet."""

from typing import Any, cast

from sqlalchemy import Integer, String, Table, bindparam, func, literal, null, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from .models import Ending, ModuleCredit, Purpose, QuizAttempt, SimulationRun

_A, _R, _C = (
    cast("Table", model.__table__).c for model in (QuizAttempt, SimulationRun, ModuleCredit)
)
_USER = bindparam("user", type_=Integer)
_NOTHING = sql_cast(null(), Integer)
_EVIDENCE = union_all(
    select(
        literal("quiz", String).label("what"), _A.module, _A.version, _A.finished_at.label("at"),
        _A.points, func.json_array_length(_A.drawn).label("out_of"),
    ).where(_A.user_id == _USER, _A.passed, _A.purpose != Purpose.POSITIONING),
    select(literal("simulation"), _R.module, _R.version, _R.finished_at, _NOTHING, _NOTHING)
    .where(_R.user_id == _USER, _R.ending == Ending.WELL, _R.star_errors == 0),
    select(literal("credit"), _C.module, _C.version, _C.decided_at, _NOTHING, _NOTHING)
    .where(_C.user_id == _USER, _C.granted, _C.withdrawn_at.is_(None)),
)  # fmt: skip


def list_evidence(session: Session, user_id: int) -> list[Any]:
    """(what, module, version, at, points, out_of), in one statement; points for a quiz only."""
    return list(session.connection().execute(_EVIDENCE, {"user": user_id}).all())
