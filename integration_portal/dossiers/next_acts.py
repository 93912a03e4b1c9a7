"""The one thing to do now about a competency, and in whose hands it is. Pure."""

from collections.abc import Container, Sequence
from functools import lru_cache

from ..core.typography import french
from ..journeys.gates import hands
from ..journeys.models import StepKind, StepState
from .facts import Asked, ModuleFacts, StepFacts
from .rules import Act
from .sheet import NextAct


def find(
    journey_id: int,
    code: str,
    steps: Sequence[StepFacts],
    asked: Asked | None,
    *,
    to_learn: Sequence[ModuleFacts],
    decided: Act | None,
    locked: Container[str],
) -> NextAct:
    """``steps``: those that work the competency; ``to_learn``: its modules not passed yet;
    ``locked``: codes of the steps that something else comes before."""
    if asked is not None:
        who = asked.signer or "une personne du service"
        return _act(f"Demande d’observation envoyée à {who}", None, mine=False)
    if decided is Act.PENDING:
        return _act("La contresignature du médecin est attendue", None, mine=False)
    seen = [step for step in steps if step.kind is StepKind.OBSERVATION]
    for step in seen:
        if step.state is StepState.RETURNED:
            return _act(f"Reprendre l’étape « {step.title} »", f"/etapes/{step.id}")
        if step.state is StepState.COUNTERSIGN:
            words = f"L’étape « {step.title} » attend la contresignature du médecin"
            return _act(words, f"/etapes/{step.id}", mine=False)
        if step.state is StepState.SUBMITTED:
            words = (
                f"L’étape « {step.title} » attend une signature, {hands(step.assignee, step.role)}"
            )
            return _act(words, f"/etapes/{step.id}", mine=False)
    if to_learn and decided is None:
        module = to_learn[0]
        return _act(
            f"Travailler le module {module.code}, {module.title}", f"/modules/{module.slug}"
        )
    ready = next(
        (step for step in seen if step.state is StepState.TODO and step.code not in locked), None
    )
    if ready is not None:
        return _act(f"Demander la signature de l’étape « {ready.title} »", f"/etapes/{ready.id}")
    path = f"/parcours/{journey_id}/competences/{code}/demander"
    return NextAct("Demander une observation de cette compétence", path, mine=True, asks=True)


@lru_cache(maxsize=4096)
def _act(words: str, path: str | None, *, mine: bool = True) -> NextAct:
    return NextAct(french(words), path, mine)
