"""The fiches that come with the portal."""

from functools import cache

from integration_portal.content import loader
from integration_portal.content.loader import Entry
from integration_portal.settings import bundled


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(loader.load([bundled("content")]).of_kind("fiche"))


SLUGS = [entry.slug for entry in entries()]
