"""The facts of an evidence file: what programs read, and the same as tables. Pure, but for reading
what was learnt."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...establishments.models import Unit
from ...fiches.models import FicheReading
from ...journeys.models import Journey, Step, StepKind, StepState
from ...learning.models import Ending, LessonReading, ModuleCredit, QuizAttempt, SimulationRun
from ...passports.models import Passport
from ..models import Attestation
from .queries import Dossier, Met
from .words import SignedLine, iso

Fact = dict[str, Any]
# Somebody else was there with her: what an attendance sheet also shows.
_TOGETHER = {StepKind.MEETING, StepKind.IMMERSION, StepKind.SIMULATION, StepKind.INTERVIEW}


def read_facts(session: Session, dossier: Dossier) -> dict[str, Any]:
    """The whole content of ``preuves.json``: the same facts give the same document."""
    journey = dossier.journey
    learnt = _learnt(session, journey)
    return {
        "format": 1,
        "arrete_au": _last(iso(dossier.at) or "", learnt),
        "etablissement": {"id": dossier.place.id, "nom": dossier.place.name},
        "personne": {
            "id": journey.recruit_id,
            "prenom": journey.recruit.given_name,
            "nom": journey.recruit.family_name,
            "qualite": journey.recruit.quality,
        },
        "lignes": [_line(one) for one in dossier.lines],
        "parcours": _journey(dossier),
        "presences": _together(dossier),
        "entretiens": [_interview(one, dossier.names) for one in dossier.met],
        **learnt,
        **_granted(session, journey),
    }


def _last(at: str, learnt: dict[str, list[Fact]]) -> str:
    """The last of all: instants written alike follow the order of their letters."""
    told = (one.get("lue") or one.get("fini") for facts in learnt.values() for one in facts)
    return max([at, *(str(one) for one in told if one)])


def _line(line: SignedLine) -> Fact:
    """The exact text and its print, with what an index needs; all of it is also in the text."""
    return {
        "seq": line.seq,
        "nature": line.kind.value,
        "le": line.inside["at"],
        "auteur": line.author,
        "objet": line.title,
        "texte": line.payload,
        "empreinte": line.hash,
    }


def _journey(dossier: Dossier) -> Fact:
    journey = dossier.journey
    team = {"tutrice": journey.tutor, "encadrement": journey.manager, "medecin": journey.doctor}
    return {
        "id": journey.id,
        "modele": journey.version.template.title,
        "version": journey.version.number,
        "unite": journey.unit.name,
        "debut": journey.start_on.isoformat(),
        "equipe": {role: user.name if user else None for role, user in team.items()},
        "etapes": [_step(step, dossier.names) for step in dossier.steps],
    }


def _step(step: Step, names: dict[int, str]) -> Fact:
    done = step.state is StepState.DONE
    return {
        "code": step.code,
        "titre": step.title,
        "type": step.kind.value,
        "competences": step.competencies,
        "echeance": step.due_on.isoformat(),
        "etat": step.state.value,
        "depuis": iso(step.state_since),
        "par": names.get(step.done_by_id or 0) if done else None,
    }


def _together(dossier: Dossier) -> list[Fact]:
    return [
        {
            "etape": step.code,
            "titre": step.title,
            "minutes": step.minutes,
            "le": iso(step.state_since),
            "attestee_par": dossier.names.get(step.done_by_id or 0),
        }
        for step in dossier.steps
        if step.kind in _TOGETHER and step.state is StepState.DONE
    ]


def _interview(met: Met, names: dict[int, str]) -> Fact:
    row = met.row
    return {
        "nature": row.kind.value,
        "le": (row.held_on or row.planned_on).isoformat(),
        "mene_par": names.get(row.leader_id),
        "lignes": [line.seq for line in met.lines],
    }


def _learnt(session: Session, journey: Journey) -> dict[str, list[Fact]]:
    """Each on the version of the text she had before her."""
    lessons = session.scalars(
        select(LessonReading)
        .where(LessonReading.user_id == journey.recruit_id, LessonReading.read_at.is_not(None))
        .order_by(LessonReading.read_at, LessonReading.id)
    )
    fiches = session.scalars(
        select(FicheReading)
        .where(
            FicheReading.user_id == journey.recruit_id,
            FicheReading.establishment_id == journey.establishment_id,
        )
        .order_by(FicheReading.read_at, FicheReading.id)
    )
    return {
        "lecons": [
            {"module": one.module, "lecon": one.lesson, "texte": one.text_hash,
             "ouverte": iso(one.opened_at), "lue": iso(one.read_at)}
            for one in lessons
        ],
        "fiches": [
            {"fiche": one.slug, "texte": one.text_hash, "lue": iso(one.read_at)} for one in fiches
        ],
        "quiz": _quizzes(session, journey.recruit_id),
        "mises_en_situation": _runs(session, journey.recruit_id),
        "dispenses": _credits(session, journey),
    }  # fmt: skip


def _quizzes(session: Session, user_id: int) -> list[Fact]:
    """Those she passed."""
    rows = session.scalars(
        select(QuizAttempt)
        .where(QuizAttempt.user_id == user_id, QuizAttempt.passed.is_(True))
        .order_by(QuizAttempt.started_at, QuizAttempt.id)
    )
    return [
        {
            "module": one.module, "version": one.version, "but": one.purpose.value,
            "questions": len(one.drawn), "points": one.points, "securite_manquees": one.stars_missed,
            "commence": iso(one.started_at), "fini": iso(one.finished_at),
        }
        for one in rows
    ]  # fmt: skip


def _runs(session: Session, user_id: int) -> list[Fact]:
    """Those that ended well, without a safety error."""
    rows = session.scalars(
        select(SimulationRun)
        .where(
            SimulationRun.user_id == user_id, SimulationRun.ending == Ending.WELL,
            SimulationRun.star_errors == 0,
        )
        .order_by(SimulationRun.started_at, SimulationRun.id)
    )  # fmt: skip
    return [
        {"module": one.module, "version": one.version, "commence": iso(one.started_at),
         "fini": iso(one.finished_at)}
        for one in rows
    ]  # fmt: skip


def _credits(session: Session, journey: Journey) -> list[Fact]:
    rows = session.scalars(
        select(ModuleCredit)
        .where(
            ModuleCredit.user_id == journey.recruit_id,
            ModuleCredit.establishment_id == journey.establishment_id,
            ModuleCredit.granted.is_(True), ModuleCredit.withdrawn_at.is_(None),
        )
        .order_by(ModuleCredit.decided_at, ModuleCredit.id)
    )  # fmt: skip
    return [
        {"module": one.module, "version": one.version, "le": iso(one.decided_at)} for one in rows
    ]


def _granted(session: Session, journey: Journey) -> dict[str, list[Fact]]:
    attestations = session.scalars(
        select(Attestation).where(Attestation.journey_id == journey.id).order_by(Attestation.id)
    )
    passports = session.execute(
        select(Passport, Unit.name)
        .join(Unit, Unit.id == Passport.unit_id)
        .where(
            Passport.holder_id == journey.recruit_id,
            Passport.establishment_id == journey.establishment_id,
        )
        .order_by(Passport.id)
    )
    return {
        "attestations": [
            {"code": one.code, "bloc": one.block, "delivree": iso(one.issued_at),
             "retiree": iso(one.withdrawn_at)}
            for one in attestations
        ],
        "passeports": [
            {"unite": unit, "accorde": _day(one.granted_on), "renouvele": _day(one.renewed_on),
             "dernier_jour_au_poste": _day(one.last_worked_on), "fini": iso(one.ended_at)}
            for one, unit in passports
        ],
    }  # fmt: skip


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None
