"""Ask for a binder, watch it being made, take it."""

from pathlib import Path

from flask import Blueprint, render_template, send_file
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from ..core.permissions import Permission
from ..fiches.effective import place_of
from ..web.access import requires
from ..web.kept import url_for
from ..web.portal import actor, db, portal
from . import actions, queries, scope
from .errors import FileGoneError
from .forms import BinderForm
from .models import JobState, PrintJob
from .scope import Scope

bp = Blueprint("binder", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response


def _form() -> BinderForm:
    form = BinderForm()
    form.place.choices = queries.place_choices(db(), actor())
    form.which.choices = queries.which_choices(db())
    return form


def _index_page(form: BinderForm) -> str:
    jobs = [(job, scope.read(job.scope)) for job in queries.list_own(db(), actor())]
    return render_template("binder/index.html", form=form, jobs=jobs, JobState=JobState)


@bp.get("/classeur")
@requires(Permission.CONTENT_READ)
def index() -> str:
    return _index_page(_form())


@bp.post("/classeur")
@requires(Permission.CONTENT_READ)
def ask() -> Page:
    form = _form()
    if not form.validate_on_submit():
        return _index_page(form), 422
    job = actions.ask(db(), actor(), _wanted(form))
    return redirect(url_for("binder.job", job_id=job.id))


def _wanted(form: BinderForm) -> Scope:
    """Raises NotFoundError when the place is out of reach."""
    place = place_of(db(), actor(), form.place.data)
    assert place is not None  # the field is required
    which = str(form.which.data)
    return Scope(
        place.establishment_id,
        place.unit_id,
        which,
        dict(queries.which_choices(db()))[which],
        dict(queries.place_choices(db(), actor()))[place.code],
    )


@bp.get("/classeur/<int:job_id>")
@requires(Permission.CONTENT_READ)
def job(job_id: int) -> str:
    found = queries.get_own(db(), actor(), job_id)
    return render_template(
        "binder/job.html",
        job=found,
        scope=scope.read(found.scope),
        is_open=found.state in actions.OPEN,
        is_ready=_file_of(found) is not None,
        keep_days=actions.KEEP.days,
    )


@bp.post("/classeur/<int:job_id>/refaire")
@requires(Permission.CONTENT_READ)
def again(job_id: int) -> Response:
    found = queries.get_own(db(), actor(), job_id)
    actions.ask_again(db(), actor(), found, file_gone=_file_of(found) is None)
    return redirect(url_for("binder.job", job_id=job_id))


@bp.get("/classeur/<int:job_id>/classeur.pdf")
@requires(Permission.CONTENT_READ)
def pdf(job_id: int) -> Response:
    found = queries.get_own(db(), actor(), job_id)
    path = _file_of(found)
    if path is None:
        raise FileGoneError
    return send_file(
        path, mimetype="application/pdf", as_attachment=True, max_age=0,
        download_name=f"classeur-fiches-reflexes-{found.asked_at:%Y-%m-%d}.pdf",
    )  # fmt: skip


def _file_of(job: PrintJob) -> Path | None:
    """The job's file, if it is ready and still kept."""
    if job.state is not JobState.DONE or not job.file:
        return None
    path = portal().settings.documents_dir / job.file
    return path if path.is_file() else None
