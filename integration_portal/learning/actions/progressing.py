"""Say that a module moved, once, after what moved it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from ...core.bus import publish
from ..events import ModuleProgressed
from ..presentation import Module
from ..queries_progress import get_progress


@contextmanager
def announcing(session: Session, user_id: int, module: Module) -> Iterator[None]:
    """Publish ModuleProgressed when what happens inside changes somebody's progress."""
    before = get_progress(session, user_id, module)
    yield
    session.flush()
    after = get_progress(session, user_id, module)
    if after != before:
        card = module.card
        publish(
            session,
            ModuleProgressed(
                user_id, card.slug, card.title, module.version, before.complete, after.complete
            ),
        )
