"""What the signature page and the recruit's desk share: the form, its refusals, the signature."""

from typing import TypeVar

from sqlalchemy.orm import Session
from wtforms import Field

from ...web.portal import today
from .. import actions, rules
from ..drafts import Draft
from ..errors import EvidenceMissingError, MissingReasonError, SafetyCriterionError
from ..forms import DecisionBase
from ..level_fields import DECISION_CHOICES, levels_form, levels_of
from ..models import Channel, LedgerEntry, SignOffRequest
from ..subjects import link_of

F = TypeVar("F", bound=DecisionBase)
UNREAD = "Cochez pour valider malgré cet avertissement, ou choisissez « à reprendre »."


def decision_form(
    request: SignOffRequest, base: type[F], prefilled: dict[str, str] | None = None
) -> F:
    """As it was sent; or, with ``prefilled`` (levels already seen…), as it opens."""
    made = levels_form(request.criteria, base, DECISION_CHOICES)
    form = made() if prefilled is None else made(formdata=None, data=prefilled)
    what = link_of(request.subject).words
    form.decision.choices = [("validate", f"Valider {what}"), ("return", "À reprendre")]
    return form


def level_rows(form: DecisionBase, request: SignOffRequest) -> list[tuple[object, Field]]:
    return [(criterion, form[f"level_{criterion['code']}"]) for criterion in request.criteria]


def sign_draft(
    session: Session, draft: Draft, form: DecisionBase, *, channel: Channel = Channel.OWN
) -> LedgerEntry | None:
    """Sign what the form says, its fields and the password already checked. None: refused, the
    reason is at its place in the form."""
    request, validates = draft.request, form.decision.data == "validate"
    if not draft.waits:
        actions.refuse_late(session, request)
    levels = levels_of(form, request.criteria)
    redo = None if validates else form.redo(today())
    good = _levels_hold(form, draft, levels) if validates else redo is not None
    if not draft.standing.expected and not form.why.data:
        form.why.errors = [MissingReasonError().message]
        good = False
    if not good:
        return None
    return actions.decide(
        session, draft.signer, request,
        levels=levels, comment=form.comment.data or "", validates=validates, redo=redo,
        why=form.why.data or "", warning=draft.warning, channel=channel,
    )  # fmt: skip


def _levels_hold(form: DecisionBase, draft: Draft, levels: dict[str, int]) -> bool:
    """Nothing forbids to validate, and the warning was read."""
    fault = rules.find_fault(draft.request.criteria, levels, validates=True)
    if isinstance(fault, SafetyCriterionError):
        form.decision.errors = [fault.message]
    elif draft.left:
        form.decision.errors = [EvidenceMissingError(draft.left).message]
    elif draft.warning and not form.read_warning.data:
        form.read_warning.errors = [UNREAD]
    else:
        return True
    return False
