"""One person's page: identity, roles, invitation, account."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.models import User
from ...web.access import requires
from ...web.portal import actor, db, portal
from ...web.security import log_security
from .. import policy
from ..actions import people as actions
from ..forms import ErasureForm, IdentityForm, PostForm
from ..queries import people as queries
from .people import MANAGE, Page, back_to, bp, identity_of, offer, post_of


def _person_page(user: User, identity: IdentityForm, post: PostForm) -> str:
    return render_template(
        "establishments/person.html",
        person=user,
        grants=queries.grants_of(db(), actor(), [user])[user.id],
        elsewhere=queries.works_elsewhere(db(), actor(), user),
        is_self=user.id == actor().id,
        can_take=lambda row: policy.can_give(actor(), row.role, row.establishment_id),
        identity=identity,
        post=post,
    )


def _forms(user: User) -> tuple[IdentityForm, PostForm]:
    post = PostForm(formdata=None)
    offer(post)
    return IdentityForm(formdata=None, obj=user), post


@bp.get("/personnes/<int:user_id>")
@requires(MANAGE)
def person(user_id: int) -> str:
    user = queries.get_person(db(), actor(), user_id)
    return _person_page(user, *_forms(user))


@bp.post("/personnes/<int:user_id>/identite")
@requires(MANAGE)
def correct(user_id: int) -> Response | Page:
    user = queries.get_person(db(), actor(), user_id)
    form = IdentityForm()
    if not form.validate():
        return _person_page(user, form, _forms(user)[1]), 422
    actions.correct_identity(db(), actor(), user, identity_of(form))
    flash("Nom et fonction enregistrés. Les signatures déjà faites gardent les anciens.", "success")
    return back_to(user)


@bp.post("/personnes/<int:user_id>/roles")
@requires(MANAGE)
def grant(user_id: int) -> Response | Page:
    user = queries.get_person(db(), actor(), user_id)
    form = PostForm()
    offer(form)
    if not form.validate():
        return _person_page(user, _forms(user)[0], form), 422
    actions.give_role(db(), actor(), user, post_of(form))
    log_security("role_granted", by=actor().id, user=user.id, role=form.role.data)
    flash("Rôle donné.", "success")
    return back_to(user)


@bp.post("/personnes/<int:user_id>/roles/<int:grant_id>/retirer")
@requires(MANAGE)
def revoke(user_id: int, grant_id: int) -> Response:
    user = queries.get_person(db(), actor(), user_id)
    held = queries.get_grant(db(), actor(), user_id, grant_id)
    actions.take_role(db(), actor(), user, held)
    log_security("role_revoked", by=actor().id, user=user.id, role=held.role.value)
    flash(f"Rôle « {held.role.label} » retiré à {user.name}.", "success")
    return back_to(user)


@bp.post("/personnes/<int:user_id>/invitation")
@requires(MANAGE)
def invite_again(user_id: int) -> Response:
    user = queries.get_person(db(), actor(), user_id)
    actions.invite_again(db(), actor(), user, base_url=portal().settings.base_url)
    flash(f"Nouvelle invitation envoyée à {user.email}. L’ancien lien ne sert plus.", "success")
    return back_to(user)


@bp.post("/personnes/<int:user_id>/desactiver")
@requires(MANAGE)
def deactivate(user_id: int) -> Response:
    user = queries.get_person(db(), actor(), user_id)
    actions.deactivate(db(), actor(), user)
    log_security("user_deactivated", by=actor().id, user=user.id)
    flash(f"Compte de {user.name} désactivé, sessions fermées.", "success")
    return back_to(user)


@bp.post("/personnes/<int:user_id>/reactiver")
@requires(MANAGE)
def reactivate(user_id: int) -> Response:
    user = queries.get_person(db(), actor(), user_id)
    actions.reactivate(db(), actor(), user)
    log_security("user_reactivated", by=actor().id, user=user.id)
    flash(f"Compte de {user.name} réactivé.", "success")
    return back_to(user)


def _erasure_page(user: User, form: ErasureForm) -> str:
    return render_template(
        "establishments/anonymise.html",
        form=form,
        person=user,
        elsewhere=queries.works_elsewhere(db(), actor(), user),
    )


@bp.get("/personnes/<int:user_id>/effacer")
@requires(MANAGE)
def erasure(user_id: int) -> str:
    return _erasure_page(queries.get_person(db(), actor(), user_id), ErasureForm())


@bp.post("/personnes/<int:user_id>/effacer")
@requires(MANAGE)
def anonymise(user_id: int) -> Response | Page:
    user = queries.get_person(db(), actor(), user_id)
    form = ErasureForm()
    if not form.validate():
        return _erasure_page(user, form), 422
    actions.anonymise(db(), actor(), user)
    log_security("user_anonymised", by=actor().id, user=user_id)
    flash("Les données de cette personne sont effacées.", "success")
    return redirect(url_for("people.index"))
