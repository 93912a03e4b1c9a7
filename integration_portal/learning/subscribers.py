"""What somebody read, answered and played: exported to her, gone with her."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from .models import (
    LessonReading,
    ModuleCredit,
    QuestionReport,
    QuizAnswer,
    QuizAttempt,
    SimulationRun,
)


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    def rows(table: Any) -> list[Any]:
        query = select(table).where(table.user_id == event.user_id).order_by(table.id)
        return list(session.scalars(query))

    answers: dict[int, list[Mapping[str, Any]]] = {}
    for one in session.scalars(
        select(QuizAnswer)
        .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
        .where(QuizAttempt.user_id == event.user_id)
        .order_by(QuizAnswer.id)
    ):
        answers.setdefault(one.attempt_id, []).append(
            {"question": one.question_id, "reponse": one.given["r"], "points": one.points,
             "le": one.answered_at}
        )  # fmt: skip
    event.sections["lecons"] = [
        {"module": one.module, "lecon": one.lesson, "lue_le": one.read_at}
        for one in rows(LessonReading)
    ]
    event.sections["quiz"] = [
        {"module": one.module, "version": one.version, "commence_le": one.started_at,
         "fini_le": one.finished_at, "reussi": one.passed, "reponses": answers.get(one.id, [])}
        for one in rows(QuizAttempt)
    ]  # fmt: skip
    event.sections["mises_en_situation"] = [
        {"module": one.module, "version": one.version, "commencee_le": one.started_at,
         "choix": one.choices, "fin": one.ending and one.ending.value, "erreurs_etoile": one.star_errors}
        for one in rows(SimulationRun)
    ]  # fmt: skip
    event.sections["reconnaissances"] = [
        {"module": one.module, "demandee_le": one.asked_at, "accordee": one.granted,
         "commentaire": one.comment, "retiree_le": one.withdrawn_at, "motif": one.reason}
        for one in rows(ModuleCredit)
    ]  # fmt: skip
    event.sections["questions_signalees"] = [
        {"question": one.question_id, "mots": one.words, "le": one.reported_at}
        for one in rows(QuestionReport)
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """Her learning goes. What she decided for others stays, under no name; so does what a
    colleague may still mend in a question, without her words."""
    hers = select(QuizAttempt.id).where(QuizAttempt.user_id == event.user_id)
    session.execute(delete(ModuleCredit).where(ModuleCredit.user_id == event.user_id))
    session.execute(delete(QuizAnswer).where(QuizAnswer.attempt_id.in_(hers)))
    session.execute(
        update(SimulationRun)
        .where(SimulationRun.user_id == event.user_id)
        .values(replay_of_id=None)
    )
    for table in (QuizAttempt, SimulationRun, LessonReading):
        session.execute(delete(table).where(table.user_id == event.user_id))
    session.execute(
        update(QuestionReport).where(QuestionReport.user_id == event.user_id).values(words="")
    )


SUBSCRIBERS = (
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)
