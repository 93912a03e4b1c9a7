"""The recruit asks to be observed on one competency."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...signoffs.evidence import Rule
from ...signoffs.level_fields import SELF_CHOICES, levels_form, levels_of
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions
from ..actions.asking import criteria_of, rule_of
from ..forms import AskBase
from ..queries import read_sheet
from ..sheet import CompetencyLine, Sheet
from . import bp

Page = str | tuple[str, int] | Response


def _own_line(journey_id: int, code: str) -> tuple[Sheet, CompetencyLine]:
    """Hers, and nobody else's. Raises NotFoundError."""
    sheet = read_sheet(db(), actor(), journey_id)
    line = sheet.line(code)
    if line is None or sheet.recruit_id != actor().id:
        raise NotFoundError
    return sheet, line


def _page(sheet: Sheet, line: CompetencyLine, form: AskBase) -> str:
    return render_template(
        "dossiers/ask.html",
        sheet=sheet,
        line=line,
        form=form,
        fields=[form[f"level_{one.code}"] for one in line.criteria],
        asks=Rule.of(rule_of(line)).sentence,
    )


@bp.get("/parcours/<int:journey_id>/competences/<competency>/demander")
@requires(Permission.JOURNEY_OWN)
def ask_page(journey_id: int, competency: str) -> str:
    sheet, line = _own_line(journey_id, competency)
    return _page(sheet, line, levels_form(criteria_of(line), AskBase, SELF_CHOICES)())


@bp.post("/parcours/<int:journey_id>/competences/<competency>/demander")
@requires(Permission.JOURNEY_OWN)
def ask(journey_id: int, competency: str) -> Page:
    sheet, line = _own_line(journey_id, competency)
    criteria = criteria_of(line)
    form = levels_form(criteria, AskBase, SELF_CHOICES)()
    if not form.validate_on_submit():
        return _page(sheet, line, form), 422
    actions.ask_observation(
        db(), actor(), sheet, competency,
        levels=levels_of(form, criteria), comment=form.comment.data or "",
        intention=form.intention.data or "",
    )  # fmt: skip
    flash("Demande envoyée. Vous verrez ici chaque observation signée.", "success")
    return redirect(url_for("dossiers.competency", journey_id=journey_id, competency=competency))
