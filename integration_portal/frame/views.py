"""Start page by role, help, accessibility declaration, health checks, style guide."""

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from ..core.permissions import Permission
from ..web.access import public, requires
from ..web.portal import actor, portal
from .samples import sample_forms

bp = Blueprint("home", __name__, template_folder="templates")

# The first permission a person holds decides where she lands.
_LANDINGS = (
    (Permission.JOURNEY_OWN, "journeys.home"),
    (Permission.COHORT_READ, "cohorts.index"),
    (Permission.SIGNOFF_DECIDE, "signoffs.queue"),
    (Permission.PEOPLE_MANAGE, "people.index"),
    (Permission.DUTY_DO, "journeys.duties"),
)


@bp.get("/")
@public
def start() -> BaseResponse:
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.login_page"))
    for permission, endpoint in _LANDINGS:
        if actor().can(permission):
            return redirect(url_for(endpoint))
    return redirect(url_for("accounts.account"))


@bp.get("/aide")
@public
def help_page() -> str:
    return render_template("frame/help.html")


@bp.get("/accessibilite")
@public
def accessibility() -> str:
    return render_template("frame/accessibility.html")


@bp.get("/styleguide")
@requires(Permission.ACCOUNT_SELF)
def styleguide() -> str:
    if portal().settings.environment == "production":
        raise NotFound
    fresh, refused = sample_forms()
    return render_template("frame/styleguide.html", fresh=fresh, refused=refused)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """The database answers too."""
    try:
        with portal().database.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503
    return jsonify(status="ok"), 200
