"""Which alerts stand on a source that somebody read. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .sections import CONDUCTS

READ = "relu"
# A line whose mistake could harm needs a source that was read, or a doctor who checks it herself.
GRAVE = frozenset({"U0", "U1"})


@dataclass(frozen=True)
class SourcedAlert:
    """An alert and the sources it cites, as they stand in the fiche."""

    sign: str
    gesture: str
    level: str
    to_whom: str
    sources: tuple[Mapping[str, Any], ...]

    @property
    def unread(self) -> bool:
        return self.level in GRAVE and all(one["statut"] != READ for one in self.sources)


def sourced_alerts(payload: Mapping[str, Any]) -> tuple[SourcedAlert, ...]:
    """The alerts with what they stand on, in the order of the fiche. One that cites nothing (a
    local one may) stands on nothing read."""
    known = {source["id"]: source for source in payload.get("sources") or ()}
    return tuple(
        SourcedAlert(
            alert["si"],
            alert["geste"],
            alert["niveau"],
            CONDUCTS[alert["conduite"]],
            tuple(known[cited] for cited in alert.get("sources") or () if cited in known),
        )
        for alert in payload["alertes"]
    )


def unread_alerts(payload: Mapping[str, Any]) -> tuple[SourcedAlert, ...]:
    """U0 and U1 alerts of which no source was read."""
    return tuple(alert for alert in sourced_alerts(payload) if alert.unread)
