"""The whole portal, as a test runs it."""

from flask import Flask

from integration_portal.app import create_app
from integration_portal.settings import Settings
from integration_portal.web.portal import Portal

from .client import StrictClient
from .databases import hurried


def portal_of(app: Flask) -> Portal:
    portal = app.extensions["integration_portal"]
    assert isinstance(portal, Portal)
    return portal


def build_app(settings: Settings) -> Flask:
    """The application of these settings, with the strict client."""
    app = create_app(settings)
    hurried(portal_of(app).database)
    app.testing = True
    app.test_client_class = StrictClient
    return app
