"""What the signature page and the recruit's desk share: the form, its refusals, the signature."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from ...web.portal import today
from .. import actions, rules
from ..drafts import Draft
from ..errors import EvidenceMissingError, MissingReasonError, SafetyCriterionError
from ..forms import DecisionBase
from ..level_fields import DECISION_CHOICES, levels_form, levels_of
from ..models import Channel, LedgerEntry, SignOffRequest

F = TypeVar("F", bound=DecisionBase)
UNREAD = "Cochez pour valider malgré cet avertissement, ou choisissez « à reprendre »."


def decision_class(criteria: Sequence[rules.Criterion], base: type[F]) -> type[F]:
    """The form of a decision on these criteria."""
    return levels_form(criteria, base, DECISION_CHOICES)


def shown(draft: Draft, form: DecisionBase | None) -> dict[str, Any]:
    """What ``_sign_form.html`` shows. ``form`` None: as it opens, and then what was drawn of it for
    the same words serves again."""
    asked = draft.request
    return {
        "draft": draft,
        "request_": asked,
        "evidence": draft.evidence,
        "form": form,
        "levels_class": decision_class(asked.criteria, DecisionBase),
        "blank_class": DecisionBase,
        "prefilled": tuple(draft.prefilled.items()),
    }


def sign_draft(
    session: Session,
    request: SignOffRequest,
    draft: Draft,
    form: DecisionBase,
    *,
    channel: Channel = Channel.OWN,
) -> LedgerEntry | None:
    """Sign what the form says of that request, its fields and the password already checked. None:
    refused, the reason is at its place in the form."""
    validates = form.decision.data == "validate"
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
