"""Events travel upwards: a low feature publishes, a higher one listens, in one transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

E = TypeVar("E")
Handler = Callable[[Session, Any], None]
_KEY = "bus"


class Bus:
    """Handlers by exact event class, called in the order they subscribed."""

    def __init__(self) -> None:
        self._handlers: dict[type, list[Handler]] = defaultdict(list)

    def subscribe(self, event: type[E], handler: Callable[[Session, E], None]) -> None:
        self._handlers[event].append(handler)

    def dispatch(self, session: Session, event: object) -> None:
        for handler in self._handlers[type(event)]:
            handler(session, event)


def attach(session: Session, bus: Bus) -> None:
    session.info[_KEY] = bus


def publish(session: Session, event: object) -> None:
    """Tell the listeners of this session's bus. An error in one rolls the whole work back."""
    bus: Bus = session.info[_KEY]
    bus.dispatch(session, event)
