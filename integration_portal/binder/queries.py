"""Reading one's own jobs, and what a binder will hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments import specialties
from ..establishments.models import Establishment, Unit
from ..fiches.decisions import list_lives, list_places
from ..fiches.effective import Effective, list_effective
from ..fiches.life import Status
from ..fiches.matching import fold
from ..fiches.queries import sheet_of
from . import policy, rules
from .models import PrintJob
from .rules import Leaf
from .scope import Scope

MAX_SHOWN = 20


def list_own(session: Session, actor: Actor) -> Sequence[PrintJob]:
    """The actor's jobs, latest first."""
    return session.scalars(
        select(PrintJob).where(policy.own(actor)).order_by(PrintJob.id.desc()).limit(MAX_SHOWN)
    ).all()


def get_own(session: Session, actor: Actor, job_id: int) -> PrintJob:
    """Raises NotFoundError: absent, or somebody else's."""
    query = select(PrintJob).where(PrintJob.id == job_id, policy.own(actor))
    job = session.scalars(query).one_or_none()
    if job is None:
        raise NotFoundError
    return job


def place_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the places whose « Chez nous » the actor reads; her units first."""
    places = list_places(session, actor)
    ordered = sorted(places, key=lambda pair: pair[0].unit_id is None)
    return [(place.code, name) for place, name in ordered]


def which_choices(session: Session) -> list[tuple[str, str]]:
    """What may be chosen, the specialties that have a fiche last."""
    found = {text.payload["specialite"] for text in list_effective(session, None)}
    names = [(slug, specialties.name(slug)) for slug in found - {rules.EVERYWHERE}]
    names.sort(key=lambda pair: fold(pair[1]))
    return [(rules.OWN, "Les fiches du service"), (rules.ALL, "Toutes les fiches"), *names]


def list_texts(session: Session, scope: Scope) -> list[Effective]:
    """The texts that the place reads and that were asked for."""
    texts = {text.slug: text for text in list_effective(session, scope.place)}
    payloads: Mapping[str, Mapping[str, Any]] = {s: text.payload for s, text in texts.items()}
    specialty = ""
    if scope.unit_id is not None:
        unit = session.get(Unit, scope.unit_id)
        specialty = unit.specialty if unit is not None else ""
    return [texts[slug] for slug in rules.chosen(payloads, scope.which, specialty)]


def list_leaves(session: Session, scope: Scope) -> list[Leaf]:
    """The binder's fiches in order, with how they stand in the place; the withdrawn stay out."""
    texts = list_texts(session, scope)
    zone = session.get_one(Establishment, scope.establishment_id).time_zone
    lives = list_lives(session, scope.place, texts, clock.today(zone))
    return rules.in_order(
        Leaf(sheet_of(text), life.validated, " ".join(life.reasons))
        for text in texts
        if (life := lives[text.slug]).status is not Status.WITHDRAWN
    )
