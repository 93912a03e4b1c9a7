"""A shipped fiche in few words: its title and its red block. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .presentation import AlertGroup, alert_groups, typographed


@dataclass(frozen=True)
class Card:
    slug: str
    title: str
    alerts: tuple[AlertGroup, ...]


def card(slug: str, payload: Mapping[str, Any]) -> Card:
    text = typographed({"titre": payload["titre"], "alertes": payload["alertes"]})
    return Card(slug, text["titre"], tuple(alert_groups(text["alertes"])))
