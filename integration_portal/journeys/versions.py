"""What differs between two template versions, and what that means for one person. Pure.

Never touched: a step done, or waiting for a signature; a field adapted for this person; a step
taken out of, or added to, her journey.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from .models import ASKED, Step, StepState

Definition = Mapping[str, Any]
StepDefinition = Mapping[str, Any]

FIELD_LABELS = {
    "titre": "titre",
    "phase": "phase",
    "type": "nature",
    "responsable": "responsable",
    "participants": "participants",
    "echeance": "échéance",
    "duree": "durée",
    "pourquoi": "pourquoi",
    "faire": "à faire",
    "criteres": "critères",
    "competences": "compétences",
    "prerequis": "prérequis",
    "ressources": "ressources",
    "verrou": "verrou",
    "ouvre": "droits ouverts",
    "preuve": "preuve",
}


class ChangeKind(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    UPDATE = "update"
    SKIP = "skip"


@dataclass(frozen=True)
class FieldChange:
    name: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        return FIELD_LABELS[self.name]


@dataclass(frozen=True)
class Change:
    """``reason`` says why a SKIP is left alone."""

    kind: ChangeKind
    code: str
    title: str
    fields: tuple[FieldChange, ...] = field(default=())
    reason: str = ""


def by_code(definition: Definition) -> dict[str, StepDefinition]:
    return {step["code"]: step for step in definition["etapes"]}


def field_changes(
    before: StepDefinition, after: StepDefinition, names: Iterable[str] = FIELD_LABELS
) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )


def difference(old: Definition, new: Definition) -> list[Change]:
    """Steps added, removed and changed from ``old`` to ``new``, in the order of ``new``."""
    before, after = by_code(old), by_code(new)
    changes = []
    for code, step in after.items():
        if code not in before:
            changes.append(Change(ChangeKind.ADD, code, step["titre"]))
        elif fields := field_changes(before[code], step):
            changes.append(Change(ChangeKind.UPDATE, code, step["titre"], fields))
    changes += [
        Change(ChangeKind.REMOVE, code, step["titre"])
        for code, step in before.items()
        if code not in after
    ]
    return changes


def plan(
    old: Definition, new: Definition, steps: Sequence[Step], removed: Iterable[str]
) -> list[Change]:
    """What applying ``new`` to a journey pinned on ``old`` would do, skips included."""
    own = {step.code: step for step in steps}
    gone = set(removed)
    return [_for_person(change, own.get(change.code), gone) for change in difference(old, new)]


def _for_person(change: Change, step: Step | None, gone: set[str]) -> Change:
    if change.code in gone:
        return _skip(change, "étape retirée pour cette personne")
    if change.kind is ChangeKind.ADD:
        return _skip(change, "code déjà pris par une étape ajoutée") if step else change
    if step is None:
        return _skip(change, "étape absente de ce parcours")
    if step.state is StepState.DONE:
        return _skip(change, "étape déjà faite ou signée")
    if step.state in ASKED:
        return _skip(change, "une signature est demandée")
    if change.kind is ChangeKind.REMOVE:
        returned = step.state is StepState.RETURNED
        return _skip(change, "une décision signée en parle") if returned else change
    fields = tuple(one for one in change.fields if one.name not in step.changed)
    if not fields:
        return _skip(change, "champs adaptés pour cette personne")
    return Change(change.kind, change.code, change.title, fields)


def _skip(change: Change, reason: str) -> Change:
    return Change(ChangeKind.SKIP, change.code, change.title, change.fields, reason)


def reordered(old: Definition, new: Definition) -> bool:
    """Whether steps present in both are read in another order."""
    before, after = by_code(old), by_code(new)
    return [code for code in before if code in after] != [code for code in after if code in before]
