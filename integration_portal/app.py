"""Build the WSGI application: settings, database, features, error pages."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from .accounts import login
from .core.bus import Bus
from .core.db import make_engine, session_factory
from .core.mail import mail_port
from .core.unit_of_work import Database
from .features import FEATURES
from .frame import navigation
from .integrations.views import gate
from .settings import Settings
from .web import access, error_pages, filters, incoming, portal, security, templating

MAX_UPLOAD = 5 * 1024 * 1024


def make_database(settings: Settings) -> Database:
    """The database with every feature's subscribers listening, for the web and the commands."""
    bus = Bus()
    for feature in FEATURES:
        for event, handler in feature.subscribers:
            bus.subscribe(event, handler)
    return Database(session_factory(make_engine(settings.database_url)), bus)


def create_app(settings: Settings) -> Flask:
    """A ready application. Raises SettingsError through ``settings`` only."""
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="portail",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=settings.url_prefix or "/",
        PERMANENT_SESSION_LIFETIME=settings.idle_minutes * 60,
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=MAX_UPLOAD,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        TEMPLATES_AUTO_RELOAD=settings.environment == "development",
        PROPAGATE_EXCEPTIONS=settings.environment == "test",
    )
    templating.install(app)
    mail = mail_port(settings.smtp_url, settings.mail_from)
    portal.install(app, portal.Portal(settings, make_database(settings), mail))
    security.install(app)
    incoming.install(app)
    login.install(app)
    access.install(app)
    gate.install(app)
    csrf = CSRFProtect(app)

    @app.before_request
    def check_token() -> None:
        """After the guard: a login page comes before a stale form. No view, nothing to protect."""
        if request.endpoint is not None:
            csrf.protect()

    error_pages.install(app)
    filters.install(app, settings.time_zone)
    navigation.install(app)
    for feature in FEATURES:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
    app.jinja_env.globals["settings"] = settings
    _mount(app, settings)
    return app


def _mount(app: Flask, settings: Settings) -> None:
    """Behind proxies trust that many of them; under a prefix, serve it as the root path."""
    hops = settings.trusted_proxies
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask wants it wrapped
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    if settings.url_prefix:
        app.wsgi_app = _Prefix(app.wsgi_app, settings.url_prefix)  # type: ignore[method-assign]  # the same


class _Prefix:
    """Serve the application under ``prefix``, whether or not the proxy strips it."""

    def __init__(self, app: WSGIApplication, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == self.prefix or path.startswith(self.prefix + "/"):
            environ["PATH_INFO"] = path[len(self.prefix) :] or "/"
        environ["SCRIPT_NAME"] = self.prefix
        return self.app(environ, start_response)
