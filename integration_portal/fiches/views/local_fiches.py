"""Doors of a wholly local fiche: write one, change it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...web.access import requires
from ...web.kept import url_for
from ...web.portal import actor, db, today
from .. import forms_local, queries_layers
from ..actions import layers, local_fiches
from ..errors import StaleLayerError
from ..presentation import sheet
from ..queries_layers import Desk, Layer

Page = str | tuple[str, int] | Response
_NUMBER = len("FR-LOCAL-")


def mount(bp: Blueprint) -> None:
    bp.get("/fiches-locales/nouvelle")(new)
    bp.post("/fiches-locales/nouvelle")(create)
    bp.post("/fiches-locales/apercu", endpoint="preview_new")(preview_new)


@requires(Permission.CONTENT_EDIT)
def new() -> Page:
    place = queries_layers.edited_place(db(), actor(), request.args.get("lieu"))
    return _page(forms_local.local_form(), place)


@requires(Permission.CONTENT_EDIT)
def create() -> Page:
    place = queries_layers.edited_place(db(), actor(), request.form.get("lieu"))
    form = forms_local.local_form(sent=request.form)
    number = local_fiches.next_number(db(), place)
    payload = None
    if form.validate_on_submit():
        payload = _build(form, number)
    if payload is None:
        return _page(form, place), 422
    slug = local_fiches.create(db(), actor(), place=place, payload=payload)
    flash("Fiche créée. Un médecin doit encore la valider.", "success")
    return redirect(url_for("fiches.fiche", slug=slug, lieu=place.code))


@requires(Permission.CONTENT_EDIT)
def preview_new() -> Page:
    place = queries_layers.edited_place(db(), actor(), request.form.get("lieu"))
    return _preview(forms_local.local_form(sent=request.form), place, 0)


def show(desk: Desk) -> Page:
    values = forms_local.to_values(desk.own.patch["fiche"])
    return _page(forms_local.local_form(values), desk.place, desk=desk)


def save(desk: Desk) -> Page:
    form = forms_local.local_form(sent=request.form)
    payload = None
    if form.validate_on_submit():
        payload = _build(form, int(desk.own.patch["fiche"]["id"][_NUMBER:]))
    expected = request.form.get("base_revision", 0, type=int)
    if payload is None:
        return _page(form, desk.place, desk=desk, revision=expected), 422
    try:
        layers.save_layer(
            db(), actor(), place=desk.place, slug=desk.slug, base_version=None, expected=expected,
            patch={**desk.own.patch, "fiche": payload},
        )  # fmt: skip
    except StaleLayerError as error:
        return _page(form, desk.place, desk=desk, conflict=error.message), 409
    flash("Enregistré.", "success")
    return redirect(url_for("fiches.fiche", slug=desk.slug, lieu=desk.place.code))


def preview(desk: Desk) -> Page:
    revision = request.form.get("base_revision", 0, type=int)
    form = forms_local.local_form(sent=request.form)
    return _preview(form, desk.place, revision, desk=desk)


def _build(form: Any, number: int) -> dict[str, Any] | None:
    return forms_local.build(form, number=number, author=actor().name, today=today())


def _preview(form: Any, place: Any, revision: int, *, desk: Desk | None = None) -> Page:
    form.validate()
    payload = _build(form, 1)
    shown: dict[str, Any] = {"sheet": sheet("", "", payload), "origins": {}} if payload else {}
    if request.headers.get("X-Fragment"):
        return render_template("fiches/_preview.html", **shown)
    return _page(form, place, desk=desk, revision=revision, **shown)


def _page(
    form: Any, place: Any, *, desk: Desk | None = None, revision: int | None = None,
    conflict: str = "", **shown: Any,
) -> str:  # fmt: skip
    own = desk.own if desk else Layer()
    return render_template(
        "fiches/local_form.html",
        form=form,
        place=place,
        desk=desk,
        rows=forms_local.ROWS,
        places=queries_layers.list_edited_places(db(), actor()),
        revisions=queries_layers.list_revisions(db(), own) if desk else [],
        revision=own.revision if revision is None else revision,
        conflict=conflict,
        theirs=own.patch.get("fiche") if conflict else None,
        **shown,
    )
