"""Hands of a learner: a quiz and a simulation through their pages, a text changed under her."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from werkzeug.test import TestResponse

from integration_portal.content import actions as content
from integration_portal.content.loader import Entry, Kind, Library
from integration_portal.content.models import ContentVersion
from integration_portal.core.typography import french
from integration_portal.core.unit_of_work import Database
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning.models import QuizAnswer, QuizAttempt
from integration_portal.learning.presentation import Module
from integration_portal.learning.queries import get_module, get_version
from integration_portal.learning.queries_quiz import order_of
from integration_portal.learning.question_types import Fields, Question, kind_of
from tests.support.client import StrictClient

SLUG = "identitovigilance"
MODULE = f"/modules/{SLUG}"
START = {"action": f"{MODULE}/quiz", "button": "Commencer le quiz"}


def squeezed(text: str) -> str:
    """As ``html.words`` gives it."""
    return " ".join(french(text).split())


def module_of(db: Database) -> Module:
    with db.reading() as session:
        return get_module(session, SLUG)


def star(question: Question) -> bool:
    return bool(question["etoile"])


def nothing(question: Question) -> bool:
    return False


@dataclass
class Quiz:
    """One attempt, answered through its pages. Questions count from 1, as on the page."""

    client: StrictClient
    db: Database
    path: str

    @classmethod
    def start(cls, client: StrictClient, db: Database, **form: Any) -> "Quiz":
        sent = client.submit(f"{MODULE}/quiz", **(form or START))
        assert sent.status_code == 302, sent.text
        return cls(client, db, sent.location.rpartition("/")[0])

    @property
    def attempt(self) -> QuizAttempt:
        with self.db.reading() as session:
            found = session.get_one(QuizAttempt, int(self.path.rpartition("/")[2]))
            session.expunge(found)
            return found

    @property
    def answers(self) -> list[QuizAnswer]:
        with self.db.reading() as session:
            mine = QuizAnswer.attempt_id == self.attempt.id
            found = session.scalars(select(QuizAnswer).where(mine).order_by(QuizAnswer.place)).all()
            session.expunge_all()
            return list(found)

    @property
    def questions(self) -> list[Question]:
        attempt = self.attempt
        with self.db.reading() as session:
            module = get_version(session, attempt.module, attempt.version)
        return [module.questions[name] for name in attempt.drawn]

    def fields(self, number: int, *, wrong: bool = False) -> Fields:
        question = self.questions[number - 1]
        given = wrong_answer(question) if wrong else right_answer(question)
        return kind_of(question).posted(question, order_of(self.attempt, question), given)

    def answer(self, number: int, *, wrong: bool = False) -> TestResponse:
        return self.client.submit(f"{self.path}/{number}", self.fields(number, wrong=wrong))

    def take(self, wrong: Callable[[Question], bool] = nothing) -> QuizAttempt:
        """Every question; those that ``wrong`` chooses are answered wrong."""
        for number, question in enumerate(self.questions, 1):
            sent = self.answer(number, wrong=wrong(question))
            assert sent.location == f"{self.path}/{number}"
        return self.attempt


def statements(seen: list[str]) -> list[str]:
    return [one for one in seen if not one.startswith(("BEGIN", "PRAGMA", "COMMIT", "SAVEPOINT"))]


def change(db: Database, edit: Callable[[dict[str, Any]], None]) -> None:
    """A new delivery of the content, in which one module was edited."""
    with db.writing() as session:
        rows = session.scalars(select(ContentVersion).where(ContentVersion.is_current))
        entries = [_entry(row, edit) for row in rows]
        library = Library({(one.kind, one.slug): one for one in entries}, [])
        content.sync(session, library)


def _entry(row: ContentVersion, edit: Callable[[dict[str, Any]], None]) -> Entry:
    payload = copy.deepcopy(row.payload)
    if (row.kind, row.slug) == ("module", SLUG):
        edit(payload)
    return Entry(cast("Kind", row.kind), row.slug, row.title, payload, {}, "")
