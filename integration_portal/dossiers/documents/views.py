"""Papers to take: booklet, attestation, evidence file, observation grids."""

from flask import Blueprint, Response, render_template

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...establishments.models import Establishment
from ...journeys import queries as journeys
from ...paper.typeset import Typesetter
from ...web.access import requires
from ...web.portal import actor, db, portal
from ...web.security import log_security
from .. import reference
from ..facts import CompetencyFacts
from ..policy import reads_lines
from ..queries import read_sheet
from . import actions, attestation, booklet, evidence, facts, grid, queries

bp = Blueprint("documents", __name__, template_folder="templates")


def _competencies() -> dict[str, CompetencyFacts]:
    return {one.code: one for one in reference.read(db())[1]}


def _file(body: bytes, mimetype: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(body, content_type=mimetype, headers={"Content-Disposition": disposition})


def _pdf(body: bytes, name: str) -> Response:
    return _file(body, "application/pdf", f"{name}.pdf")


@bp.get("/parcours/<int:journey_id>/livret.pdf")
@requires(Permission.JOURNEY_READ)
def booklet_pdf(journey_id: int) -> Response:
    dossier = queries.read_dossier(db(), actor(), journey_id)
    sheet = read_sheet(db(), actor(), journey_id)
    document = booklet.document(dossier, sheet, opens=reads_lines(actor(), sheet))
    return _pdf(Typesetter(booklet.TEMPLATE).pdf(document, dossier.at), f"livret-{journey_id}")


@bp.get("/attestations/<int:attestation_id>.pdf")
@requires(Permission.JOURNEY_READ)
def attestation_pdf(attestation_id: int) -> Response:
    row, visa = queries.get_attestation(db(), actor(), attestation_id)
    document = attestation.document(
        row,
        visa,
        competencies={code: one.title for code, one in _competencies().items()},
        address=portal().settings.base_url.rstrip("/") + f"/verifier/{row.code}",
        zone=db().get_one(Establishment, row.establishment_id).time_zone,
    )
    made = Typesetter(attestation.TEMPLATE).pdf(document, row.issued_at)
    return _pdf(made, f"attestation-{row.code}")


@bp.get("/parcours/<int:journey_id>/preuves")
@requires(Permission.JOURNEY_READ)
def evidence_page(journey_id: int) -> str:
    journey = queries.get_evidence_journey(db(), actor(), journey_id)
    return render_template("documents/evidence.html", journey=journey)


@bp.post("/parcours/<int:journey_id>/preuves.zip")
@requires(Permission.JOURNEY_READ)
def evidence_zip(journey_id: int) -> Response:
    """Made before the unit of work opens: nobody waits for a page to be laid out."""
    with portal().database.reading() as session:
        queries.get_evidence_journey(session, actor(), journey_id)
        dossier = queries.read_dossier(session, actor(), journey_id)
        made = evidence.make(dossier, facts.read_facts(session, dossier))
    journey = queries.get_evidence_journey(db(), actor(), journey_id)
    actions.note_evidence_taken(db(), actor(), journey)
    log_security("evidence_taken", user=actor().id, journey=journey_id)
    return _file(made, "application/zip", f"preuves-{journey_id}.zip")


@bp.get("/etapes/<int:step_id>/grille.pdf")
@requires(Permission.JOURNEY_READ)
def step_grid(step_id: int) -> Response:
    step, journey = journeys.get_step(db(), actor(), step_id)
    document = grid.document(
        subject=step.title,
        criteria=step.details["criteres"],
        rule=step.details.get("preuve") or {},
        establishment=journey.unit.establishment.name,
        people=[
            ("Recrue", journey.recruit.name),
            ("Unité", journey.unit.name),
            ("Tutrice ou tuteur", journey.tutor.name if journey.tutor else ""),
        ],
    )
    return _pdf(Typesetter(grid.TEMPLATE).pdf(document, journey.created_at), f"grille-{step_id}")


@bp.get("/grilles/<competency>.pdf")
@requires(Permission.JOURNEY_READ)
def competency_grid(competency: str) -> Response:
    found = _competencies().get(competency)
    if found is None:
        raise NotFoundError
    document = grid.document(
        subject=f"{found.code} · {found.title}",
        criteria=found.criteria,
        rule={},
        establishment="",
        people=[("Recrue", ""), ("Unité", ""), ("Qui observe", "")],
    )
    return _pdf(Typesetter(grid.TEMPLATE).pdf(document, grid.UNDATED), f"grille-{found.code}")
