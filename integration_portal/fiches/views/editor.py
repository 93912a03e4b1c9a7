"""Doors of « Chez nous »: edit what a place adds to a fiche, preview it, undo it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...web.access import requires
from ...web.forms import GuardedForm
from ...web.kept import url_for
from ...web.portal import actor, db
from .. import drafting, queries_layers
from ..actions import layers
from ..errors import StaleLayerError
from ..forms_layer import layer_form
from ..local import merge
from ..presentation import sheet
from ..queries_layers import Desk
from ..sections import TITLES as SECTION_TITLES
from . import local_fiches

bp = Blueprint("layers", __name__, template_folder="../templates")
local_fiches.mount(bp)
Page = str | tuple[str, int] | Response
SAVED = "Enregistré. La fiche montre votre texte."


def _desk(slug: str) -> Desk:
    """As it stands; for a form sent back, as it stood when the form was opened."""
    sent = request.form
    return queries_layers.open_desk(
        db(), actor(), slug, request.values.get("lieu"),
        seen_version=sent.get("base_version") or None,
        seen_above=sent.get("base_above", type=int),
    )  # fmt: skip


def _form(desk: Desk) -> GuardedForm:
    kept = drafting.to_fields(desk.own.patch, desk.ground)
    return layer_form(desk.ground, kept, sent=request.form or None)


@bp.get("/fiches/<slug>/chez-nous")
@requires(Permission.CONTENT_EDIT)
def edit(slug: str) -> Page:
    desk = _desk(slug)
    if desk.is_own_fiche:
        return local_fiches.show(desk)
    return _page(desk, _form(desk))


@bp.post("/fiches/<slug>/chez-nous")
@requires(Permission.CONTENT_EDIT)
def save(slug: str) -> Page:
    desk = _desk(slug)
    if desk.is_own_fiche:
        return local_fiches.save(desk)
    form = _form(desk)
    if not form.validate_on_submit():
        return _page(desk, form, revision=_expected()), 422
    try:
        layers.save_layer(
            db(), actor(), place=desk.place, slug=slug, expected=_expected(),
            patch=drafting.to_patch(form.data, desk.ground, desk.own.patch),
            base_version=desk.seen.version if desk.seen else None,
        )  # fmt: skip
    except StaleLayerError as error:
        return _page(desk, form, conflict=error.message), 409
    flash(SAVED, "success")
    return _to_fiche(desk)


@bp.post("/fiches/<slug>/chez-nous/apercu")
@requires(Permission.CONTENT_EDIT)
def preview(slug: str) -> Page:
    """The red block and « Chez nous » as they would be. Nothing is written."""
    desk = _desk(slug)
    if desk.is_own_fiche:
        return local_fiches.preview(desk)
    form = _form(desk)
    patch = drafting.to_patch(form.data, desk.ground, desk.own.patch)
    shown = _preview(desk, patch)
    if request.headers.get("X-Fragment"):
        return render_template("fiches/_preview.html", **shown)
    return _page(desk, form, revision=_expected(), **shown)


@bp.post("/fiches/<slug>/chez-nous/ecart")
@requires(Permission.CONTENT_EDIT)
def settle(slug: str) -> Page:
    desk = queries_layers.open_desk(db(), actor(), slug, request.form.get("lieu"))
    onto_new = request.form.get("decision") == "remettre"
    layers.settle_lost(
        db(), actor(), place=desk.place, slug=slug, base=desk.base_now,
        base_version=desk.current.version if desk.current else None, expected=_expected(),
        number=request.form.get("number", -1, type=int), onto_new=onto_new,
    )  # fmt: skip
    flash("Remise sur le nouveau texte." if onto_new else "Gardée de côté.", "success")
    return _to_editor(desk)


@bp.post("/fiches/<slug>/chez-nous/revenir")
@requires(Permission.CONTENT_EDIT)
def revert(slug: str) -> Page:
    desk = queries_layers.open_desk(db(), actor(), slug, request.form.get("lieu"))
    number = request.form.get("number", 0, type=int)
    layers.revert(db(), actor(), place=desk.place, slug=slug, number=number, expected=_expected())
    flash(f"Le texte n° {number} est de nouveau celui de la fiche.", "success")
    return _to_editor(desk)


@bp.post("/fiches/<slug>/chez-nous/supprimer")
@requires(Permission.CONTENT_EDIT)
def delete(slug: str) -> Page:
    desk = queries_layers.open_desk(db(), actor(), slug, request.form.get("lieu"))
    layers.delete_layer(db(), actor(), place=desk.place, slug=slug, expected=_expected())
    flash("« Chez nous » est vide ici. Les textes précédents restent dans l’historique.", "success")
    if desk.is_own_fiche:
        return redirect(url_for("fiches.index"))
    return _to_editor(desk)


def _expected() -> int:
    return request.form.get("base_revision", 0, type=int)


def _to_fiche(desk: Desk) -> Response:
    return redirect(url_for("fiches.fiche", slug=desk.slug, lieu=desk.place.code))


def _to_editor(desk: Desk) -> Response:
    return redirect(url_for("layers.edit", slug=desk.slug, lieu=desk.place.code))


def _preview(desk: Desk, patch: dict[str, Any]) -> dict[str, Any]:
    merged = merge(desk.ground.base, desk.patches(patch))
    return {
        "sheet": sheet(desk.slug, "", merged.payload),
        "origins": {"etablissement": "établissement", "unite": "unité"},
        "edits_here": False,
    }


def _page(
    desk: Desk, form: GuardedForm, *, conflict: str = "", revision: int | None = None, **shown: Any
) -> str:
    """``revision``: the one the text was written on; by default that of now."""
    theirs = drafting.to_fields(desk.own.patch, desk.ground) if conflict else {}
    return render_template(
        "fiches/chez_nous.html",
        desk=desk,
        form=form,
        rows=drafting.ROWS,
        delays=drafting.DELAYS,
        sections=drafting.sections(desk.ground),
        section_titles=SECTION_TITLES,
        places=queries_layers.list_edited_places(db(), actor()),
        revisions=queries_layers.list_revisions(db(), desk.own),
        revision=desk.own.revision if revision is None else revision,
        conflict=conflict,
        different=drafting.differences(form.data, theirs) if conflict else [],
        **shown,
    )
