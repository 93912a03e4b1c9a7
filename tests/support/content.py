"""The shipped content, read once in a process: it takes seconds."""

from functools import cache

from integration_portal.content import loader
from integration_portal.content.loader import Library
from integration_portal.settings import bundled


@cache
def shipped_library() -> Library:
    return loader.load([bundled("content")])
