"""What content announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ContentChanged:
    """An entry has a new current version."""

    kind: str
    slug: str
