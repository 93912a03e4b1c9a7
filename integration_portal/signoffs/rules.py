"""What a decision must respect, and the exact words that are signed. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..core.errors import RuleError
from ..core.typography import french
from .errors import MissingExplanationError, SafetyCriterionError
from .levels import Level

Criterion = Mapping[str, Any]
Levels = Mapping[str, int]


def overall(criteria: Sequence[Criterion], levels: Levels) -> Level:
    """The level of a step is that of its weakest criterion: one gap is a gap."""
    return Level(min(levels[criterion["code"]] for criterion in criteria))


def find_fault(
    criteria: Sequence[Criterion], levels: Levels, *, validates: bool, comment: str
) -> RuleError | None:
    """Why this decision cannot be signed: a validation with a safety criterion below « acquis »,
    or a return that does not say what is missing."""
    if not validates:
        return None if comment.strip() else MissingExplanationError()
    for criterion in criteria:
        if criterion["securite"] and levels[criterion["code"]] < Level.ACQUIRED:
            return SafetyCriterionError(criterion["texte"])
    return None


def sentence(
    *,
    signer: str,
    quality: str,
    unit: str,
    recruit: str,
    title: str,
    validates: bool,
    what: str = "cette étape",
) -> str:
    """The sentence shown above the password and kept, character for character, in the ledger.
    ``what`` is validated: a step, a competency."""
    who = ", ".join(part for part in (signer, quality, unit) if part)
    seen = f"Je soussigné(e) {who}, atteste avoir observé {recruit} pour « {title} »"
    if validates:
        return french(f"{seen} et valide {what}, aux niveaux indiqués critère par critère.")
    return french(f"{seen} et demande de reprendre {what}, pour la raison indiquée.")
