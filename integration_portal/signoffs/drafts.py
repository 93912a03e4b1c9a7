"""A decision about to be signed: all that the page shows, whoever signs and wherever."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Establishment, Unit
from . import policy, sentences
from .levels import Level
from .models import RequestState, SignOffRequest
from .queries_basis import Basis
from .queries_evidence import Evidence, read_subject
from .queries_standing import Standing, standing_of, with_place
from .rules import Criterion
from .subjects import link_of


class Asked(NamedTuple):
    """The request as its page shows it; ``zone``: IANA name of its establishment's."""

    id: int
    subject: str
    state: RequestState
    title: str
    requested_at: dt.datetime
    criteria: Sequence[Criterion]
    rule: Mapping[str, Any]
    self_levels: Mapping[str, int]
    self_comment: str
    given_name: str
    recruit: str
    unit: str
    zone: str

    def said(self) -> tuple[tuple[str, Level], ...]:
        """Each criterion, and the level that the recruit gave herself. Of a request for a decision:
        a file opened for something else has none."""
        return tuple((one["code"], Level(self.self_levels[one["code"]])) for one in self.criteria)


_R, _recruit = SignOffRequest, aliased(User)
# Built once, plain columns sent without the ORM: making such a statement anew costs more than
# running it.
_DRAFT = with_place(
    select(
        _R.id, _R.subject, _R.state, _R.title, _R.requested_at, _R.criteria, _R.rule, _R.self_levels,
        _R.self_comment, _recruit.given_name,
        (_recruit.given_name + " " + _recruit.family_name).label("recruit"),
        Unit.name, Establishment.time_zone,
    )
    .join(_recruit, _recruit.id == _R.recruit_id)
    .join(Unit, Unit.id == _R.unit_id)
    .join(Establishment, Establishment.id == _R.establishment_id)
    .where(_R.id == bindparam("request"), policy.decidable_within())
)  # fmt: skip
_FACTS = len(Asked._fields)


@dataclass(frozen=True)
class Draft:
    """``words``: (key, when, sentence)."""

    request: Asked
    signer: Actor
    evidence: Evidence
    standing: Standing
    words: list[tuple[str, str, str]]

    @property
    def waits(self) -> bool:
        return self.request.state is RequestState.WAITING

    @property
    def basis(self) -> Basis:
        return self.evidence.basis

    @property
    def left(self) -> list[str]:
        """What is still to be seen before a validation."""
        return self.evidence.missing

    @property
    def warning(self) -> str:
        return self.evidence.warning

    @property
    def prefilled(self) -> dict[str, str]:
        """The last level seen of each criterion, as the form takes it."""
        return {f"level_{code}": str(level) for code, level in self.basis.levels.items()}


def open_draft(session: Session, signer: Actor, request_id: int) -> Draft:
    """In three statements. Raises NotFoundError where the signer may not decide."""
    session.flush()  # what an action has just written counts
    values = {**policy.reach(signer), "request": request_id, "now": clock.now()}
    row = session.connection().execute(_DRAFT, values).first()
    if row is None:
        raise NotFoundError
    asked = Asked._make(row[:_FACTS])
    evidence = read_subject(
        session, signer, asked.subject, rule=asked.rule, criteria=asked.criteria, zone=asked.zone
    )
    standing = standing_of(row, evidence.basis)
    return Draft(asked, signer, evidence, standing, _words(signer, asked, standing, evidence.basis))


def _words(
    signer: Actor, asked: Asked, standing: Standing, basis: Basis
) -> list[tuple[str, str, str]]:
    """The exact sentence this person would sign, either way."""
    who = sentences.Signer(signer.name, signer.quality, asked.unit, standing.relay_of)
    return [
        (
            key, when,
            sentences.decision(
                who, asked.recruit, asked.title,
                validates=validates, what=link_of(asked.subject).act, seen=len(basis.seen),
            ),
        )
        for key, when, validates in (
            ("validate", "Si vous validez", True),
            ("return", "Si c’est à reprendre", False),
        )
    ]  # fmt: skip
