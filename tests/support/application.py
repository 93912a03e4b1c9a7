"""The whole portal, as a test runs it."""

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from integration_portal.app import create_app
from integration_portal.settings import Settings
from integration_portal.web.portal import Portal

from .client import StrictClient
from .databases import hurried


class _Compiled(BytecodeCache):
    """Templates compiled once a worker, for all the applications it makes."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def portal_of(app: Flask) -> Portal:
    portal = app.extensions["integration_portal"]
    assert isinstance(portal, Portal)
    return portal


def build_app(settings: Settings) -> Flask:
    """The application of these settings, with the strict client."""
    app = create_app(settings)
    hurried(portal_of(app).database)
    app.jinja_env.bytecode_cache = _compiled
    app.testing = True
    app.test_client_class = StrictClient
    return app
