"""Where somebody stands in the modules: what she read, passed, played, was credited for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ..content.models import ContentVersion
from ..core.errors import NotFoundError
from .models import Ending, LessonReading, ModuleCredit, Purpose, QuizAttempt, SimulationRun
from .presentation import Module
from .queries import get_version
from .rules import Done, Progress, progress

_L, _A, _R, _C, _V = (
    cast("Table", model.__table__).c
    for model in (LessonReading, QuizAttempt, SimulationRun, ModuleCredit, ContentVersion)
)
_USER = bindparam("user", type_=Integer)
_NONE: ColumnElement[str] = literal("")
_DONE = (
    select(literal("read").label("what"), _L.id, _L.module, _L.lesson.label("one"), _L.text_hash)
    .where(_L.user_id == _USER),
    select(literal("passed"), _A.id, _A.module, _A.version, _NONE)
    .where(_A.user_id == _USER, _A.passed, _A.purpose != Purpose.POSITIONING),
    select(literal("played"), _R.id, _R.module, _R.version, _NONE)
    .where(_R.user_id == _USER, _R.ending == Ending.WELL, _R.star_errors == 0),
    select(literal("credited"), _C.id, _C.module, _NONE, _NONE)
    .where(_C.user_id == _USER, _C.granted, _C.withdrawn_at.is_(None)),
)  # fmt: skip
_ACTS = union_all(*_DONE)
# One statement: a gesture that moves a module reads its text of now, and its progress before and
# after.
_AROUND = union_all(
    *_DONE,
    select(literal("current"), _V.id, _V.slug, _V.version, _NONE)
    .where(_V.kind == "module", _V.slug == bindparam("slug", type_=String), _V.is_current),
)  # fmt: skip
# A row of it: what was done, and its number.
Act = tuple[str, int]


@dataclass
class _Marks:
    """What somebody did in one module. Versions of what she passed and played."""

    read: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    played: set[str] = field(default_factory=set)
    credited: bool = False


def map_progress(session: Session, user_id: int, modules: Iterable[Module]) -> dict[str, Progress]:
    """Slug → progress, in one statement however many the modules are."""
    marks = _marks(_acts(session, user_id))
    return {
        module.card.slug: progress(module.parts, _done(session, module, marks[module.card.slug]))
        for module in modules
    }


def get_progress(session: Session, user_id: int, module: Module) -> Progress:
    return map_progress(session, user_id, [module])[module.card.slug]


def get_progress_around(
    session: Session, user_id: int, slug: str, act: Act
) -> tuple[Module, Progress, Progress]:
    """The module as it is now; her progress without one act, and with it: read at once, nobody
    else's act comes between the two. Raises NotFoundError when the module is no more."""
    rows = session.connection().execute(_AROUND, {"user": user_id, "slug": slug}).all()
    version = next((row.one for row in rows if row.what == "current"), None)
    if version is None:
        raise NotFoundError
    module, acts = get_version(session, slug, version), [r for r in rows if r.what != "current"]
    before, after = (
        progress(module.parts, _done(session, module, _marks(some)[module.card.slug]))
        for some in ([one for one in acts if (one.what, one.id) != act], acts)
    )
    return module, before, after


def _acts(session: Session, user_id: int) -> Sequence[Row[str, int, str, str, str]]:
    return session.connection().execute(_ACTS, {"user": user_id}).all()


def _marks(acts: Iterable[Row[str, int, str, str, str]]) -> dict[str, _Marks]:
    found: dict[str, _Marks] = defaultdict(_Marks)
    for what, _, module, one, text_hash in acts:
        mark = found[module]
        if what == "read":
            mark.read[one] = text_hash
        elif what == "passed":
            mark.passed.add(one)
        elif what == "played":
            mark.played.add(one)
        else:
            mark.credited = True
    return found


def _done(session: Session, module: Module, marks: _Marks) -> Done:
    """A quiz passed on any version proves the questions that stood in it."""
    slug, now = module.card.slug, module.parts.simulation
    banks = [get_version(session, slug, version).parts.questions for version in marks.passed]
    runs = {get_version(session, slug, version).parts.simulation for version in marks.played}
    return Done(
        lessons=marks.read,
        passed_bank=frozenset(text for bank in banks for text in bank.values()) if banks else None,
        simulation=now if now in runs else None,
        credited=marks.credited,
    )
