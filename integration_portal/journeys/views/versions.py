"""Templates and their numbered versions: read, duplicate, compare."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...core.typography import french
from ...establishments.models import Establishment, StepRole
from ...establishments.queries import list_establishments
from ...web.access import requires
from ...web.incoming import row_id
from ...web.portal import actor, db
from .. import policy, queries_versions
from ..actions.versioning import duplicate as duplicate_version
from ..definitions import phase_titles, steps_by_phase
from ..forms_versions import DuplicateForm
from ..models import TemplateVersion
from ..sentences import field_words
from ..versions import Change, difference, reordered
from . import bp

ReadableChange = tuple[Change, list[tuple[str, str, str]]]
Answer = str | tuple[str, int] | Response


@bp.get("/modeles")
@requires(Permission.TEMPLATE_MANAGE)
def templates() -> str:
    rows = queries_versions.list_templates(db(), actor())
    return render_template("journeys/versions/index.html", rows=rows)


def _places() -> list[Establishment]:
    """Where the actor may keep templates of her own: whole establishments only."""
    scope = actor().scope(Permission.TEMPLATE_MANAGE)
    found = list_establishments(db(), actor(), Permission.TEMPLATE_MANAGE)
    return [place for place in found if place.id in scope.establishments]


def _duplicate_form(version: TemplateVersion) -> DuplicateForm:
    form = DuplicateForm(title=f"{version.template.title} (copie)")
    form.offer(_places())
    return form


def version_page(version: TemplateVersion, form: DuplicateForm | None = None) -> str:
    template = version.template
    numbers = queries_versions.list_numbers(db(), template)
    latest = numbers[0].number
    form = form or _duplicate_form(version)
    behind = queries_versions.count_upgradable(db(), actor(), version)
    return render_template(
        "journeys/versions/version.html",
        version=version,
        template=template,
        numbers=numbers,
        phases=steps_by_phase(version.definition),
        roles={role.value: role.label for role in StepRole},
        editable=version.number == latest and policy.can_edit_template(actor(), template),
        owned=policy.can_edit_template(actor(), template),
        latest=latest,
        behind=behind if actor().can(Permission.JOURNEY_MANAGE) else 0,
        form=form,
    )


@bp.get("/modeles/<int:template_id>")
@requires(Permission.TEMPLATE_MANAGE)
def template(template_id: int) -> str:
    found = queries_versions.get_template(db(), actor(), template_id)
    return version_page(queries_versions.get_latest(db(), found))


@bp.get("/modeles/<int:template_id>/versions/<int:number>")
@requires(Permission.TEMPLATE_MANAGE)
def version(template_id: int, number: int) -> str:
    found = queries_versions.get_template(db(), actor(), template_id)
    return version_page(queries_versions.get_numbered(db(), found, number))


@bp.post("/modeles/versions/<int:version_id>/dupliquer")
@requires(Permission.TEMPLATE_MANAGE)
def duplicate(version_id: int) -> Answer:
    source = queries_versions.get_version(db(), actor(), version_id)
    form = _duplicate_form(source)
    if not form.validate_on_submit():
        return version_page(source, form), 422
    made = duplicate_version(
        db(), actor(), source,
        establishment_id=form.establishment.data, title=form.title.data or "",
    )  # fmt: skip
    flash(french(f"« {made.title} » est créé, version 1 : il se modifie librement."), "success")
    return redirect(url_for("journeys.template", template_id=made.id))


@bp.get("/modeles/comparer")
@requires(Permission.TEMPLATE_MANAGE)
def compare() -> str:
    ids = [request.args.get(name, type=row_id) for name in ("avant", "apres")]
    pair = [queries_versions.get_version(db(), actor(), one) for one in ids if one]
    return render_template(
        "journeys/versions/compare.html",
        asked=ids,
        pair=pair if len(pair) == 2 else None,
        changes=_between(*pair) if len(pair) == 2 else [],
        reordered=len(pair) == 2 and reordered(pair[0].definition, pair[1].definition),
        choices=queries_versions.list_comparable(db(), actor()),
    )


def _between(old: TemplateVersion, new: TemplateVersion) -> list[ReadableChange]:
    phases = {**phase_titles(old.definition), **phase_titles(new.definition)}
    return readable(difference(old.definition, new.definition), phases)


def readable(changes: list[Change], phases: dict[str, str]) -> list[ReadableChange]:
    """Each change with its fields in words: (field, before, after)."""
    return [
        (
            change,
            [
                (one.label, field_words(one.name, one.before, phases),
                 field_words(one.name, one.after, phases))
                for one in change.fields
            ],
        )
        for change in changes
    ]  # fmt: skip
