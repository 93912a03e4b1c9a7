"""What a validation rests on: how many observations, on how many days, by how many people. Pure.

« Seuil d'autonomie : 3 partout, et ★ ≥ 3 observé deux fois » (``domaine.md`` F.4); a talk apart from
the situation (C. trav. art. D. 6313-3-2, 3°; five minutes: ``domaine.md`` G.3).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from ..core.typography import plural
from .levels import Level
from .rules import Criterion

TALK_AFTER = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Rule:
    """0 observation: the signature itself attests what was seen. ``countersigned``: a doctor signs
    after the tutor."""

    observations: int = 0
    days: int = 0
    observers: int = 0
    countersigned: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """From the words of a content file: {observations, jours, observateurs, contresignature}."""
        return cls(
            kept.get("observations", 0), kept.get("jours", 0), kept.get("observateurs", 0),
            kept.get("contresignature", False),
        )  # fmt: skip

    @property
    def sentence(self) -> str:
        """As everybody reads it; "" when the signature alone is asked."""
        parts = []
        if self.observations:
            parts.append(plural(self.observations, "observation réussie", "observations réussies"))
        if self.days > 1:
            parts.append(f"{self.days}\u00a0jours différents")
        if self.observers > 1:
            parts.append(f"{self.observers}\u00a0personnes différentes")
        if self.countersigned:
            parts += [] if parts else ["la signature"]
            parts.append("puis la contresignature du médecin")
        return ", ".join(parts)


class Seen(NamedTuple):
    """A signed observation, not withdrawn. ``on``: the day there of the situation."""

    on: dt.date
    observer_id: int
    levels: Mapping[str, int]


def succeeded(criteria: Sequence[Criterion], levels: Mapping[str, int]) -> bool:
    """Every safety criterion « acquis » or better."""
    return all(
        levels.get(criterion["code"], 0) >= Level.ACQUIRED
        for criterion in criteria
        if criterion["securite"]
    )


def missing(rule: Rule, criteria: Sequence[Criterion], seen: Sequence[Seen]) -> list[str]:
    """What is still to be seen before a validation, in words; empty when nothing is."""
    good = [one for one in seen if succeeded(criteria, one.levels)]
    left = []
    if len(good) < rule.observations:
        more = rule.observations - len(good)
        left.append(plural(more, "observation réussie", "observations réussies"))
    if len({one.on for one in good}) < rule.days and good:
        left.append("une observation un autre jour")
    if len({one.observer_id for one in good}) < rule.observers and good:
        left.append("une observation par une autre personne")
    return left


def talk_warning(seen_at: Sequence[dt.datetime], talked_at: Sequence[dt.datetime]) -> str | None:
    """Why the talk does not count as one apart, or None. A warning, never a refusal."""
    if not talked_at:
        return "L’entretien réflexif n’a pas eu lieu : il aide à comprendre les écarts."
    if seen_at and max(talked_at) < max(seen_at) + TALK_AFTER:
        return (
            "L’entretien réflexif suit la situation de moins de cinq minutes : "
            "ce doit être un temps à part."
        )
    return None
