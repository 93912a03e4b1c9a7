"""A journey with everything in it: observed by two people, talked over, signed, attested."""

import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from integration_portal.dossiers.documents import facts, queries
from integration_portal.dossiers.models import Attestation
from integration_portal.interviews.models import InterviewKind
from integration_portal.journeys.models import Journey
from integration_portal.signoffs.models import SignOffRequest
from tests.support import dossier
from tests.support.factories import actor_of


@pytest.fixture
def lived(db, world) -> int:
    """The id of our recruit's journey."""
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        request = session.get_one(SignOffRequest, world.ours.request_id)
        dossier.seen_and_signed(session, request, journey)
        dossier.interview(
            session, journey, InterviewKind.MONTH_1, "Un mois calme, des appels tenus."
        )
        dossier.interview(
            session, journey, InterviewKind.SURPRISE, "Un étonnement qui reste à elle."
        )
    return world.ours.journey_id


@pytest.fixture
def attested(db, lived) -> Attestation:
    with db.writing() as session:
        journey = session.get_one(Journey, lived)
        return dossier.attest(session, journey, "gestion-information", "3F7K-MQ9T-HXWA-CE4P")


@pytest.fixture
def read_all(db, world) -> Callable:
    """``read_all(journey_id)``: (dossier, facts), as our manager reads them."""

    def read(journey_id: int) -> tuple[queries.Dossier, dict]:
        with db.reading() as session:
            actor = actor_of(session, world.ours.manager.id)
            found = queries.read_dossier(session, actor, journey_id)
            told = facts.read_facts(session, found)
            session.expunge_all()
            return found, told

    return read


def opened(body: bytes) -> PdfReader:
    """The PDF, tagged, in French and titled, as every paper must be."""
    pdf = PdfReader(io.BytesIO(body))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].lower().startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert pdf.metadata is not None
    assert pdf.metadata.title
    return pdf


def said(pdf: PdfReader) -> str:
    """All its words without spaces: lines are broken where the page likes."""
    return squeezed("".join(page.extract_text() for page in pdf.pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2060-]+", "", text)


def tags(pdf: PdfReader) -> set[str]:
    """Every kind of tag of its structure."""
    found: set[str] = set()
    left = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if not isinstance(node, dict):
            continue
        if "/S" in node:
            found.add(node["/S"])
        inside = node.get("/K", [])
        inside = inside.get_object() if hasattr(inside, "get_object") else inside
        left += [
            one
            for one in (inside if isinstance(inside, list) else [inside])
            if hasattr(one, "get_object")
        ]
    return found
