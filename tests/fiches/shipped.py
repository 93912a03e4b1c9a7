"""The fiches that come with the portal."""

from functools import cache

from integration_portal.content.loader import Entry
from tests.support.content import shipped_library


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(shipped_library().of_kind("fiche"))


SLUGS = [entry.slug for entry in entries()]
