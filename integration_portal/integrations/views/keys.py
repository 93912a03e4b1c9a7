"""« Clés d’accès »: made, shown once, revoked."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from ...core import clock
from ...core.permissions import Permission
from ...establishments.queries import list_establishments
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db
from .. import actions, policy, queries
from ..forms import TokenForm
from ..rules import state_words

bp = Blueprint("keys", __name__, template_folder="../templates")
MANAGE = Permission.ESTABLISHMENT_MANAGE


def _form(*, fresh: bool = False) -> TokenForm:
    form = TokenForm(formdata=None) if fresh else TokenForm()
    places = list_establishments(db(), actor(), MANAGE)
    held = [place for place in places if policy.administers(actor(), place.id)]
    form.establishment.choices = [(str(place.id), place.name) for place in held]
    return form


def _page(form: TokenForm) -> str:
    page = requested_page(queries.count_tokens(db(), actor()))
    rows = queries.list_tokens(db(), actor(), limit=page.size, offset=page.offset)
    now = clock.now()
    return render_template(
        "integrations/keys.html",
        form=form,
        page=page,
        keys=[(row, state_words(row.expires_at, row.revoked_at, now)) for row in rows],
        several=len(actor().scope(MANAGE).establishments) > 1,
    )


@bp.get("/cles-d-acces")
@requires(MANAGE)
def index() -> str:
    return _page(_form(fresh=True))


@bp.post("/cles-d-acces")
@requires(MANAGE)
def create() -> Response | tuple[str, int]:
    """The answer to the form itself shows the secret: no address does, now or later."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    made = actions.create_token(
        db(), actor(), establishment_id=int(form.establishment.data), name=form.name.data or "",
        days=int(form.days.data),
    )  # fmt: skip
    answer = make_response(render_template("integrations/key_made.html", made=made), 201)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/cles-d-acces/<int:token_id>/revoquer")
@requires(MANAGE)
def revoke(token_id: int) -> BaseResponse:
    token = queries.get_token(db(), actor(), token_id)
    actions.revoke_token(db(), actor(), token)
    flash(f"Clé « {token.name} » révoquée : elle n’ouvre plus rien.", "success")
    return redirect(url_for("keys.index"))
