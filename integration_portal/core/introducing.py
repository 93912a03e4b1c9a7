"""How somebody is named beside what she signs. Pure."""

import re

from .folding import fold


def introduce(name: str, quality: str = "", unit: str = "", *more: str) -> str:
    """``Paul Garnier, Médecin, neurologie``. The unit is said once: not again when the quality
    names it already."""
    told = bool(unit) and re.search(rf"\b{re.escape(fold(unit))}\b", fold(quality)) is not None
    parts = (name, quality, "" if told else unit, *more)
    return ", ".join(part for part in parts if part)
