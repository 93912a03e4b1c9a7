"""What a step asks for before it is done: each fiche read, the drill passed, each module learnt."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..core.typography import french
from ..drill.queries import has_passed
from ..fiches.effective import Effective, Place, list_effective
from ..fiches.queries_readings import Reading, map_readings
from ..learning.queries import list_modules
from ..learning.queries_progress import map_progress
from ..learning.rules import Progress
from .models import Journey, Step, StepKind


@dataclass(frozen=True)
class FicheProof:
    """A fiche of the step as the unit reads it, and the recruit's last reading of it."""

    slug: str
    title: str
    text_hash: str
    reading: Reading | None

    @property
    def attested(self) -> bool:
        """She read the alerts that stand there now."""
        return self.reading is not None and self.reading.same_alerts


@dataclass(frozen=True)
class ModuleProof:
    """A module of the step, and where the recruit stands in it."""

    slug: str
    title: str
    rule: str
    progress: Progress


@dataclass(frozen=True)
class Proofs:
    """``drill``: whether it is passed; None: the step asks for none."""

    place: Place
    fiches: tuple[FicheProof, ...]
    modules: tuple[ModuleProof, ...]
    drill: bool | None

    @property
    def closes_itself(self) -> bool:
        """A step with a module also asks for practice: she ticks it once that is done."""
        return not self.modules

    @property
    def missing(self) -> list[str]:
        """What is left, in words."""
        unread = sum(not fiche.attested for fiche in self.fiches)
        fiches = "une fiche à lire" if unread == 1 else f"{unread} fiches à lire"
        left = [fiches] if unread else []
        learning = [one.title for one in self.modules if not one.progress.complete]
        left += [f"le module « {title} » à terminer" for title in learning]
        return left + (
            ["l’épreuve « Trouvez la bonne fiche » à réussir"] if self.asks_drill else []
        )

    @property
    def asks_drill(self) -> bool:
        return self.drill is False

    @property
    def complete(self) -> bool:
        return not self.missing


def place_of(journey: Journey) -> Place:
    return Place(journey.establishment_id, journey.unit_id)


def fiches_of(step: Step) -> list[str]:
    """The slugs a step made of fiches names, once each."""
    if step.kind is not StepKind.FICHE:
        return []
    named = [one["cible"] for one in step.details["ressources"] if one["type"] == "fiche"]
    return list(dict.fromkeys(named))


def modules_of(step: Step) -> list[str]:
    """The slugs of the modules that a module step asks for, once each."""
    if step.kind is not StepKind.MODULE:
        return []
    named = [one["cible"] for one in step.details["ressources"] if one["type"] == "module"]
    return list(dict.fromkeys(named))


def asks_drill(step: Step) -> bool:
    return any(one["type"] == "epreuve" for one in step.details["ressources"])


def find_proofs(session: Session, journey: Journey, step: Step) -> Proofs | None:
    """None: a step that is ticked or signed like any other. A fiche no longer there is not asked."""
    slugs, drill = fiches_of(step), asks_drill(step)
    modules = _modules(session, journey.recruit_id, modules_of(step))
    if not slugs and not drill and not modules:
        return None
    place = place_of(journey)
    texts = _texts(session, place, slugs) if slugs else []
    readings = map_readings(session, journey.recruit_id, texts) if texts else {}
    return Proofs(
        place,
        tuple(
            FicheProof(
                text.slug, french(text.payload["titre"]), text.text_hash, readings.get(text.slug)
            )
            for text in texts
        ),
        modules,
        has_passed(session, journey.recruit_id, step.id) if drill else None,
    )


def _modules(session: Session, recruit_id: int, slugs: Sequence[str]) -> tuple[ModuleProof, ...]:
    """Without those no longer there."""
    if not slugs:
        return ()
    found = [one for one in list_modules(session) if one.card.slug in slugs]
    stands = map_progress(session, recruit_id, found)
    return tuple(
        ModuleProof(one.card.slug, one.card.title, one.rule, stands[one.card.slug]) for one in found
    )


def _texts(session: Session, place: Place, slugs: Sequence[str]) -> list[Effective]:
    by_slug = {text.slug: text for text in list_effective(session, place)}
    return [by_slug[slug] for slug in slugs if slug in by_slug]
