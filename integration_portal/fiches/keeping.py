"""What was made of a text, kept in the process. Two threads may both make it: either serves."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most ``size`` values; a full store starts again empty."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._values: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        value = self._values.get(key)
        if value is None:
            value = make()
            if len(self._values) >= self.size:
                self._values = {}
            self._values[key] = value
        return value
