"""Texts in pieces, each with whether it is one of the words looked for; and texts folded. Pure."""

import unicodedata

Segments = tuple[tuple[str, bool], ...]
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def fold(text: str) -> str:
    """Lower case, without accents nor ligatures."""
    parts = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(part for part in parts if not unicodedata.combining(part))


def plain(segments: Segments) -> str:
    return "".join(text for text, _ in segments)
