"""Say that a module moved, once, after what moved it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from ...core.bus import publish
from ..events import ModuleProgressed
from ..presentation import Module
from ..queries_progress import Act, get_progress, get_progress_around
from ..rules import Progress


@contextmanager
def announcing(session: Session, user_id: int, module: Module) -> Iterator[None]:
    """Publish ModuleProgressed when what happens inside changes somebody's progress."""
    before = get_progress(session, user_id, module)
    yield
    session.flush()
    _tell(session, user_id, module, before, get_progress(session, user_id, module))


def announce(session: Session, user_id: int, slug: str, act: Act) -> None:
    """Publish ModuleProgressed when one act, just written, changed somebody's progress."""
    _tell(session, user_id, *get_progress_around(session, user_id, slug, act))


def _tell(
    session: Session, user_id: int, module: Module, before: Progress, after: Progress
) -> None:
    if after != before:
        card = module.card
        publish(
            session,
            ModuleProgressed(
                user_id, card.slug, card.title, module.version, before.complete, after.complete
            ),
        )
