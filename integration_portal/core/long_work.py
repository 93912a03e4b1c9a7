"""Work that goes on behind the page announces its end to whoever asked for it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LongWorkEnded:
    """``text``: one sentence for the person; ``path``: where its result is (local)."""

    user_id: int
    text: str
    path: str
