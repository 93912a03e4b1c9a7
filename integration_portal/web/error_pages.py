"""French error pages. What was typed in a refused form is shown again, ready to resend."""

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from ..core.errors import PortalError
from .portal import SAFE
from .security import log_security

_SENTENCES = {
    400: ("Demande incomprise", "Le portail n’a pas compris cette demande."),
    403: ("Page réservée", "Votre rôle n’ouvre pas cette page."),
    404: ("Page introuvable", "Cette page n’existe pas, ou ne vous est pas ouverte."),
    405: ("Geste impossible ici", "Cette adresse ne s’ouvre pas de cette façon."),
    409: ("Déjà fait", "Quelqu’un vient de faire la même chose."),
    413: ("Envoi trop lourd", "Le fichier ou le texte envoyé dépasse 5 Mo."),
    422: ("À corriger", "Un élément ne convient pas."),
    429: ("Trop d’essais", "Trop d’essais en peu de temps. Réessayez dans quelques minutes."),
    500: ("Panne du portail", "Le portail n’a pas pu répondre. Rien n’a été enregistré."),
    503: ("Portail indisponible", "La base de données ne répond pas. Rien n’a été enregistré."),
}
# Never shown again nor carried over.
SECRET_FIELDS = frozenset({"password", "new_password", "confirm", "csrf_token", "current_password"})


def kept_fields(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What the person typed, without any secret."""
    return [(name, value) for name, value in form.items(multi=True) if name not in SECRET_FIELDS]


def error_page(status: int, message: str | None = None) -> Response:
    title, sentence = _SENTENCES.get(status, _SENTENCES[400])
    kept: list[tuple[str, str]] = []
    if request.method not in SAFE and status != 413:
        kept = kept_fields(request.form)
    page = render_template(
        "errors/error.html",
        title=title,
        status=status,
        message=message or sentence,
        kept=kept,
        shown=[value for _, value in kept if len(value) > 12],
        request_id=g.get("request_id", ""),
    )
    return make_response(page, status)


def install(app: Flask) -> None:
    @app.errorhandler(PortalError)
    def refused(error: PortalError) -> Response:
        return error_page(error.status, error.message)

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> Response:
        log_security("csrf_refused", path=request.path)
        return error_page(400, "Le formulaire a été ouvert il y a trop longtemps. Renvoyez-le.")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        if error.code == 403:
            log_security("denied", path=request.path)
        return error_page(error.code or 500)

    @app.errorhandler(OperationalError)
    def database_gone(error: OperationalError) -> Response:
        app.logger.error("database_unavailable", exc_info=error)
        return error_page(503)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        if app.config["PROPAGATE_EXCEPTIONS"]:
            raise error
        app.logger.error("unhandled", exc_info=error, extra={"request_id": g.get("request_id")})
        return error_page(500)
