"""Edit one's own template. Each saved change publishes a numbered version, so that every one can
be compared, and none reaches a running journey by itself."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.errors import ForbiddenError, NotFoundError
from ...core.permissions import Permission
from ...core.typography import french
from ...web.access import requires
from ...web.portal import actor, db
from .. import definitions, policy, queries_versions
from ..actions.versioning import revise
from ..forms_steps import TemplateStepForm, shown
from ..models import JourneyTemplate, TemplateVersion
from ..versions import by_code
from . import bp

Answer = str | tuple[str, int] | Response
Edited = tuple[dict[str, Any], str]
_TEMPLATE = "/modeles/<int:template_id>/etapes"


def _editable(template_id: int) -> tuple[JourneyTemplate, TemplateVersion]:
    template = queries_versions.get_template(db(), actor(), template_id)
    if not policy.can_edit_template(actor(), template):
        raise ForbiddenError("Ce modèle ne se modifie pas : dupliquez-le d’abord.")
    return template, queries_versions.get_latest(db(), template)


def _step_of(version: TemplateVersion, code: str) -> Mapping[str, Any]:
    step = by_code(version.definition).get(code)
    if step is None:
        raise NotFoundError
    return step


def _publish(template: JourneyTemplate, edited: Edited, code: str | None = None) -> Response:
    """``base``, the number the person was reading, travels with every form. Back to ``code``."""
    definition, note = edited
    anchor = f"etape-{code}" if code else None
    back = redirect(url_for("journeys.template", template_id=template.id, _anchor=anchor))
    if not note:
        flash("Rien n’a changé : aucune version n’est publiée.", "info")
        return back
    base = request.form.get("base", type=int) or 0
    made = revise(db(), actor(), template, base=base, definition=definition, note_text=note)
    flash(french(f"Version {made.number} publiée. {note}."), "success")
    return back


def _form_page(
    template: JourneyTemplate, form: TemplateStepForm, step: Mapping[str, Any] | None
) -> str:
    return render_template(
        "journeys/versions/step_form.html", template=template, form=form, step=step
    )


@bp.get(_TEMPLATE + "/<code>")
@requires(Permission.TEMPLATE_MANAGE)
def edit_template_step_page(template_id: int, code: str) -> str:
    template, version = _editable(template_id)
    step = _step_of(version, code)
    form = TemplateStepForm(data={**shown(step), "base": version.number})
    form.offer_phases(version.definition["phases"])
    return _form_page(template, form, step)


@bp.post(_TEMPLATE + "/<code>")
@requires(Permission.TEMPLATE_MANAGE)
def edit_template_step(template_id: int, code: str) -> Answer:
    template, version = _editable(template_id)
    step = _step_of(version, code)
    form = TemplateStepForm()
    form.offer_phases(version.definition["phases"])
    if not form.validate_on_submit():
        return _form_page(template, form, step), 422
    edited = definitions.change_step(version.definition, code, form.values(step))
    return _publish(template, edited, code)


@bp.get(_TEMPLATE + "/nouvelle")
@requires(Permission.TEMPLATE_MANAGE)
def add_template_step_page(template_id: int) -> str:
    template, version = _editable(template_id)
    form = TemplateStepForm(data={"base": version.number})
    form.offer_phases(version.definition["phases"])
    return _form_page(template, form, None)


@bp.post(_TEMPLATE + "/nouvelle")
@requires(Permission.TEMPLATE_MANAGE)
def add_template_step(template_id: int) -> Answer:
    template, version = _editable(template_id)
    form = TemplateStepForm()
    form.offer_phases(version.definition["phases"])
    if not form.validate_on_submit():
        return _form_page(template, form, None), 422
    code = definitions.next_code(queries_versions.list_definitions(db(), template))
    step = definitions.new_step(code, form.values())
    return _publish(template, definitions.add_step(version.definition, step), code)


_ORDERS: dict[str, Callable[[Mapping[str, Any], str], Edited]] = {
    "monter": lambda definition, code: definitions.move_step(definition, code, up=True),
    "descendre": lambda definition, code: definitions.move_step(definition, code, up=False),
    "retirer": definitions.remove_step,
}


@bp.post(_TEMPLATE + "/ordre")
@requires(Permission.TEMPLATE_MANAGE)
def arrange_template(template_id: int) -> Response:
    """One form around the list: its button names the gesture, and the step as its value."""
    template, version = _editable(template_id)
    for name, gesture in _ORDERS.items():
        code = request.form.get(name)
        if code:
            _step_of(version, code)
            return _publish(template, gesture(version.definition, code), code)
    raise NotFoundError


@bp.get(_TEMPLATE + "/<code>/retirer")
@requires(Permission.TEMPLATE_MANAGE)
def remove_template_step_page(template_id: int, code: str) -> str:
    template, version = _editable(template_id)
    return render_template(
        "journeys/versions/remove.html",
        template=template,
        version=version,
        step=_step_of(version, code),
        others=definitions.waiting_for(version.definition, code),
    )
