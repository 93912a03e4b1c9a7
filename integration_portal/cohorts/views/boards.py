"""Boards: the list of cohorts, one cohort, all the recruits of an establishment."""

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...establishments.queries import get_establishment, list_establishments
from ...web.access import requires
from ...web.kept import url_for
from ...web.portal import actor, db, today
from .. import actions, board, filters, queries
from ..errors import DuplicateCohortError
from ..forms import CohortForm
from ..heatmap import cells_html, heat_maps
from ..policy import Place, place
from ..rules import headline
from . import bp
from .asked import Pages, around, asked_establishment, pages


@bp.get("/promotions")
@requires(Permission.COHORT_READ)
def index() -> str:
    asked = filters.from_args({"page": request.args.get("page", "")})
    cards, number = queries.list_cohorts(db(), actor(), asked.page, today())
    last = max(1, -(-number // queries.INDEX_PAGE))
    establishments = list_establishments(db(), actor(), Permission.COHORT_READ)
    return render_template(
        "cohorts/index.html",
        cards=cards,
        headline=headline,
        establishments=establishments,
        cohort_prefix=around("cohorts.cohort", "cohort_id")[0],
        pages=pages(asked.page, last, asked),
        manages=actor().can(Permission.COHORT_MANAGE),
    )


def _cohort_form() -> CohortForm:
    form = CohortForm()
    form.today = today()
    reached = list_establishments(db(), actor(), Permission.COHORT_MANAGE)
    form.establishment.choices = [(one.id, one.name) for one in reached]
    return form


@bp.get("/promotions/nouvelle")
@requires(Permission.COHORT_MANAGE)
def create_page() -> str:
    return render_template("cohorts/create.html", form=_cohort_form())


@bp.post("/promotions/nouvelle")
@requires(Permission.COHORT_MANAGE)
def create() -> Response | tuple[str, int]:
    form = _cohort_form()
    if not form.validate_on_submit():
        return render_template("cohorts/create.html", form=form), 422
    establishment = get_establishment(
        db(), actor(), form.establishment.data, Permission.COHORT_MANAGE
    )
    try:
        made = actions.create_cohort(
            db(), actor(), establishment_id=establishment.id, name=form.name.data or "",
            start_on=form.start_on.data,
        )  # fmt: skip
    except DuplicateCohortError as error:
        form.name.errors = [error.message]
        return render_template("cohorts/create.html", form=form), 422
    flash(f"Promotion « {made.name} » créée.", "success")
    return redirect(url_for("cohorts.cohort", cohort_id=made.id))


@bp.get("/promotions/<int:cohort_id>")
@requires(Permission.COHORT_READ)
def cohort(cohort_id: int) -> str:
    found = queries.get_cohort(db(), actor(), cohort_id)
    where = place(actor(), establishment_id=found.establishment_id, cohort_id=found.id)
    return _board(
        where,
        title=found.name,
        cohort=found,
        establishment=found.establishment,
        manages=_manages(found.establishment_id),
        enrol_url=url_for("cohorts.enrol_page", promotion=found.id),
        import_url=url_for("cohorts.import_page", cohort_id=found.id),
        csv_url=url_for("cohorts.cohort_csv", cohort_id=found.id),
        xlsx_url=url_for("cohorts.cohort_xlsx", cohort_id=found.id),
    )


@bp.get("/recrues")
@requires(Permission.COHORT_READ)
def recruits() -> str:
    establishment, reached = asked_establishment(Permission.COHORT_READ)
    one = str(establishment.id) if len(reached) > 1 else None
    return _board(
        place(actor(), establishment_id=establishment.id),
        title="Toutes les recrues",
        cohort=None,
        establishment=establishment.name,
        others=[other for other in reached if other.id != establishment.id],
        manages=_manages(establishment.id),
        enrol_url=url_for("cohorts.enrol_page", etablissement=one),
        csv_url=url_for("cohorts.recruits_csv"),
        xlsx_url=url_for("cohorts.recruits_xlsx"),
    )


def _manages(establishment_id: int) -> bool:
    """Whether to show what enrols: somebody may read a board without managing anything there."""
    scope = actor().scope(Permission.COHORT_MANAGE)
    return establishment_id in scope.establishments or bool(scope.units)


def _map_url(page: int, asked: filters.BoardFilter) -> str:
    query = asked.query(page=page)
    return f"{request.root_path}{request.path}{query}{'&' if query else '?'}carte=1#carte"


def _board(where: Place, **facts: object) -> str:
    """The page of a board. The heat map is that of a cohort, read for whoever asks for it: fifty
    recruits times sixty steps cost as much as all the rest."""
    asked = filters.from_args(request.args)
    heat = where.cohort_id is not None and "carte" in request.args
    shown = board.read(db(), actor(), where, asked, today(), cells=heat)
    units, tutors = queries.list_choices(db(), where)
    maps = []
    if heat and shown.rows:
        versions = queries.list_heat_versions(db(), [row.version_id for row in shown.rows])
        maps = heat_maps(shown.rows, versions)
    found: Pages = pages(shown.page, shown.pages, asked)
    return render_template(
        "cohorts/board.html",
        board=shown,
        phrases=tuple(headline(shown.figures)),
        asked=asked,
        states=tuple(filters.STATES.items()),
        units=units,
        tutors=tutors,
        maps=maps,
        map_url=_map_url(shown.page, asked) if where.cohort_id and not heat else "",
        cells_html=cells_html,
        pages=found,
        today=today(),
        here=request.root_path + request.path,
        journey_prefix=around("journeys.journey", "journey_id")[0],
        team_url=around("journeys.team_page", "journey_id"),
        places_url=url_for("places.index"),
        situations=tuple(filters.situations(shown.figures.late, asked.situation)),
        **{"others": [], **facts},
    )
