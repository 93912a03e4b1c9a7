"""What a step made of fiches asks for before it is done: each fiche read, and the drill passed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..core.typography import french
from ..drill.queries import has_passed
from ..fiches.effective import Effective, Place, list_effective
from ..fiches.queries_readings import Reading, map_readings
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
class Proofs:
    """``drill``: whether it is passed; None: the step asks for none."""

    place: Place
    fiches: tuple[FicheProof, ...]
    drill: bool | None

    @property
    def missing(self) -> list[str]:
        """What is left, in words."""
        unread = sum(not fiche.attested for fiche in self.fiches)
        fiches = "une fiche à lire" if unread == 1 else f"{unread} fiches à lire"
        left = [fiches] if unread else []
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


def asks_drill(step: Step) -> bool:
    return any(one["type"] == "epreuve" for one in step.details["ressources"])


def find_proofs(session: Session, journey: Journey, step: Step) -> Proofs | None:
    """None: a step that is ticked or signed like any other. A fiche no longer there is not asked."""
    slugs, drill = fiches_of(step), asks_drill(step)
    if not slugs and not drill:
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
        has_passed(session, journey.recruit_id, step.id) if drill else None,
    )


def _texts(session: Session, place: Place, slugs: Sequence[str]) -> list[Effective]:
    by_slug = {text.slug: text for text in list_effective(session, place)}
    return [by_slug[slug] for slug in slugs if slug in by_slug]
