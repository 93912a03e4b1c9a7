"""French error pages. What was typed in a refused form is shown again, ready to resend."""

from flask import Flask, Response, g, make_response, render_template, request
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    TimeoutError,
)
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from ..core.errors import PortalError
from . import problems
from .incoming import cleaned
from .portal import SAFE
from .security import log_security

_SENTENCES = {
    400: ("Demande incomprise", "Le portail n’a pas compris cette demande."),
    403: ("Page réservée", "Votre rôle n’ouvre pas cette page."),
    404: ("Page introuvable", "Cette page n’existe pas, ou ne vous est pas ouverte."),
    405: ("Geste impossible ici", "Cette adresse ne s’ouvre pas de cette façon."),
    409: ("Geste sans effet", "Quelqu’un vient de faire la même chose. Rien n’a été ajouté."),
    413: ("Envoi trop lourd", "Le fichier ou le texte envoyé dépasse 5 Mo."),
    422: ("À corriger", "Un élément ne convient pas."),
    429: ("Trop d’essais", "Trop d’essais en peu de temps. Réessayez dans quelques minutes."),
    500: ("Panne du portail", "Le portail n’a pas pu répondre. Rien n’a été enregistré."),
    503: ("Portail indisponible", "La base de données ne répond pas. Rien n’a été enregistré."),
}
# A full disk, a read-only file or standby: SQLite says it in words, PostgreSQL by code.
_CANNOT_WRITE = (
    "Le portail peut lire mais ne peut plus rien écrire. Rien n’a été enregistré.",
    ("readonly", "read-only", "disk is full", "disk I/O"),
    {"25006", "53100"},
)
# Never shown again nor carried over.
SECRET_FIELDS = frozenset({
    "password", "new_password", "confirm", "csrf_token", "current_password",
    "signer_email",  # whoever signs on somebody else's screen leaves nothing there
})  # fmt: skip


def kept_fields(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What the person typed, without any secret."""
    typed = [(name, value) for name, value in form.items(multi=True) if name not in SECRET_FIELDS]
    return [(cleaned(name), cleaned(value)) for name, value in typed]


def error_page(status: int, message: str | None = None) -> Response:
    if status >= 500:
        _ask_nobody()
    title, sentence = _SENTENCES.get(status, _SENTENCES[400])
    if problems.wanted():
        return problems.answer(status, message or sentence)
    kept: list[tuple[str, str]] = []
    if request.method not in SAFE and status != 413:
        kept = kept_fields(request.form)
    page = render_template(
        "errors/error.html",
        title=title,
        status=status,
        message=message or sentence,
        kept=kept,
        resend=_may_resend(status, kept),
        shown=[value for _, value in kept if len(value) > 12],
        request_id=g.get("request_id", ""),
    )
    response = make_response(page, status)
    if status >= 500:
        response.headers["Cache-Control"] = "no-store"
    return response


def _may_resend(status: int, kept: list[tuple[str, str]]) -> bool:
    """Something was typed; or nothing was, but the same request may well pass now."""
    again = request.method not in SAFE and status in {400, 500, 503}
    return again or any(value for _, value in kept)


def _ask_nobody() -> None:
    """Who is there and where she works is in the database, which may be what fails."""
    g._login_user = AnonymousUserMixin()


def _outage(error: BaseException | None) -> str | None:
    """The sentence for a database that fails, or None when the fault is elsewhere."""
    sentence, words, codes = _CANNOT_WRITE
    if isinstance(error, DBAPIError):
        fact = str(error.orig)
        code = getattr(error.orig, "sqlstate", None)
        if code in codes or any(word in fact for word in words):
            return sentence
    if isinstance(error, OperationalError | InterfaceError | TimeoutError):
        return _SENTENCES[503][1]
    return None


def _broken(app: Flask, error: BaseException) -> Response:
    sentence = _outage(error)
    name = "database_unavailable" if sentence else "unhandled"
    app.logger.error(name, exc_info=error, extra={"request_id": g.get("request_id")})
    return error_page(503, sentence) if sentence else error_page(500)


def install(app: Flask) -> None:
    @app.errorhandler(PortalError)
    def refused(error: PortalError) -> Response:
        return error_page(error.status, error.message)

    @app.errorhandler(IntegrityError)
    def done_by_another(error: IntegrityError) -> Response:
        """Two people, or one who clicks twice: the database let only the first through."""
        app.logger.warning("integrity_error", extra={"fact": str(error.orig)[:200]})
        return error_page(409)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        log_security("csrf_refused", rule=str(request.url_rule))
        return error_page(400, "Le formulaire a été ouvert il y a trop longtemps. Renvoyez-le.")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        cause = getattr(error, "original_exception", None)
        if cause is not None:  # raised after the view: while committing, or in another handler
            return _broken(app, cause)
        if error.code == 403:
            log_security("denied", path=request.path)
        return error_page(error.code or 500)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        if app.config["PROPAGATE_EXCEPTIONS"] and _outage(error) is None:
            raise error
        return _broken(app, error)
