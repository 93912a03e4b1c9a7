"""A fiche as another program reads it. Pure: what a page would hide is left out here too."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ..fiches.effective import Effective
from ..fiches.life import Life, Status

VERSION = 1
DOUBT = "Suivez les consignes du service ; au moindre doute : un médecin, sinon le 15."
# « brouillon » in every shipped file: ``status`` says where the fiche stands here.
_LEFT_OUT = frozenset({"validation"})
_OF_WITHDRAWN = frozenset({"titre", "type_fiche", "specialite", "alertes"})


def summary(text: Effective, life: Life, recorded_at: dt.datetime | None) -> dict[str, Any]:
    """A row of the list. ``version``: SHA-256 of the whole text of the establishment."""
    dates = [layer.saved_at for layer in text.layers]
    latest = max([*dates, recorded_at] if recorded_at else dates)
    return {
        "slug": text.slug,
        "title": text.payload["titre"],
        "kind": text.payload["type_fiche"],
        "specialty": text.payload["specialite"],
        "version": text.text_hash,
        "updated": latest.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "status": life.status.value,
        "warning": warning(life),
    }


def whole(text: Effective, life: Life, recorded_at: dt.datetime | None) -> dict[str, Any]:
    return {**summary(text, life, recorded_at), "content": content(text.payload, life)}


def warning(life: Life) -> str | None:
    """What must be shown with a fiche that no doctor vouches for today; None: validated."""
    if life.validated:
        return None
    reasons = " ".join(life.reasons)
    if life.status is Status.READ:
        return f"{reasons} {DOUBT}"
    return f"{life.status.label}. {reasons} {DOUBT}"


def content(payload: Mapping[str, Any], life: Life) -> dict[str, Any]:
    """The text. Not validated: without the local delays. Withdrawn: only its signs of danger."""
    if life.status is Status.WITHDRAWN:
        return {name: value for name, value in payload.items() if name in _OF_WITHDRAWN}
    kept = {name: value for name, value in payload.items() if name not in _LEFT_OUT}
    if not life.validated and kept.get("local"):
        kept["local"] = {name: one for name, one in kept["local"].items() if name != "delais"}
    return kept
