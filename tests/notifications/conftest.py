"""What these tests read again and again."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from integration_portal.core.outbox import OutboxMail
from integration_portal.notifications.models import Notification

Reader = Callable[[Session, int], list[Notification]]


@pytest.fixture
def quiet(database) -> None:
    """Nothing in any inbox, nothing waiting to be sent."""
    with database.writing() as session:
        session.execute(delete(Notification))
        session.execute(delete(OutboxMail))


@pytest.fixture
def inbox() -> Reader:
    def read(session: Session, user_id: int) -> list[Notification]:
        query = select(Notification).where(Notification.user_id == user_id)
        return list(session.scalars(query.order_by(Notification.id)))

    return read
