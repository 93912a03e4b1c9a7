"""So many checks from one address, then a pause."""

import pytest

from integration_portal.dossiers import throttle
from integration_portal.dossiers.errors import TooManyChecksError
from integration_portal.dossiers.throttle import LIMIT, SECONDS, Throttle


def test_an_address_waits_once_it_has_checked_too_often() -> None:
    guard = Throttle()
    for _ in range(LIMIT):
        guard.count("192.0.2.1", 0.0)
    with pytest.raises(TooManyChecksError):
        guard.count("192.0.2.1", 1.0)
    guard.count("192.0.2.2", 1.0)
    guard.count("192.0.2.1", SECONDS + 1)


def test_what_is_kept_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "ADDRESSES", 3)
    guard = Throttle()
    for number in range(10):
        guard.count(f"192.0.2.{number}", float(number))
    assert len(guard._seen) <= 3
