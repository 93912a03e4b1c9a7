"""Forms of the learning engine, ready to be sent once each: the rows behind them and their bodies.

Everybody has a quiz and a simulation open in each module, at different places: of eight answers one
is the last, and the rest of the engine runs as it does on an ordinary day. One answer in three is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import delete, func, insert, select, update

from integration_portal.accounts.models import User
from integration_portal.content.simulations import choose, offered, start, turns_of
from integration_portal.core import clock
from integration_portal.core.unit_of_work import Database
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning.models import Purpose, QuizAnswer, QuizAttempt, SimulationRun
from integration_portal.learning.presentation import Module
from integration_portal.learning.queries_quiz import order_of
from integration_portal.learning.question_types import Given, Question, kind_of
from integration_portal.recall.models import RecallCard

from .load import form_line
from .sessions import open_for

WRONG_EVERY = 3
SEED = 11
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(frozen=True)
class Learner:
    """Somebody logged in: her cookie, and the token of her forms."""

    id: int
    cookie: str
    token: str

    def line(self, path: str, fields: Mapping[str, Sequence[str]]) -> str:
        return form_line(self.cookie, path, self.body(fields))

    def body(self, fields: Mapping[str, Sequence[str]]) -> str:
        return urlencode({"csrf_token": [self.token], **fields}, doseq=True)


def log_in(app: Flask, database: Database, email: str) -> Learner:
    cookie = open_for(app, database, email)
    page = app.test_client(use_cookies=False).get("/compte", headers={"Cookie": cookie})
    token = _TOKEN.search(page.text)
    assert token is not None
    with database.reading() as session:
        user_id = session.scalars(select(User.id).where(User.email == email)).one()
    return Learner(user_id, cookie, token[1])


def posted(attempt: QuizAttempt, question: Question, given: Given) -> Mapping[str, Sequence[str]]:
    """The fields that a browser sends for this answer, in the order this attempt shows."""
    return kind_of(question).posted(question, order_of(attempt, question), given)


class Answers:
    """One answer to give in each quiz."""

    def __init__(
        self, database: Database, people: Sequence[Learner], modules: Sequence[Module]
    ) -> None:
        self.database, self.people = database, [person.id for person in people]
        self.rows: list[dict[str, Any]] = []
        self.lines: list[str] = []
        for module in modules:
            for person in people:
                self._add(person, module)

    def _add(self, person: Learner, module: Module) -> None:
        number = len(self.rows) + 1
        drawn = list(module.questions)[: module.draws]
        place = number % len(drawn)
        row = {
            "id": number, "user_id": person.id, "module": module.card.slug, "version": module.version,
            "purpose": Purpose.QUIZ, "seed": SEED, "drawn": drawn, "answered": place, "points": float(place),
            "stars_missed": 0, "started_at": clock.now(),
        }  # fmt: skip
        question = module.questions[drawn[place]]
        given = (right_answer if number % WRONG_EVERY else wrong_answer)(question)
        fields = posted(QuizAttempt(**row), question, given)
        self.rows.append(row)
        self.lines.append(person.line(f"/quiz/{number}/{place + 1}", fields))

    def renew(self) -> None:
        with self.database.writing() as session:
            session.execute(delete(RecallCard).where(RecallCard.user_id.in_(self.people)))
            for table in (QuizAnswer, QuizAttempt):
                session.execute(delete(table))
            session.execute(insert(QuizAttempt), self.rows)

    def recorded(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(QuizAnswer)) or 0


class Turns:
    """One choice to make in each simulation."""

    def __init__(
        self, database: Database, people: Sequence[Learner], modules: Sequence[Module]
    ) -> None:
        self.database = database
        self.rows: list[dict[str, Any]] = []
        self.lines: list[str] = []
        for module in modules:
            path = expected_path(module.simulation or {})
            for person in people:
                self._add(person, module, path)

    def _add(self, person: Learner, module: Module, path: Sequence[int]) -> None:
        number = len(self.rows) + 1
        place = number % len(path)
        self.rows.append(
            {
                "id": number, "user_id": person.id, "module": module.card.slug, "version": module.version,
                "choices": list(path[:place]), "turns": place, "star_errors": 0, "started_at": clock.now(),
            }
        )  # fmt: skip
        fields = {"tour": [str(place)], "choix": [str(path[place])]}
        self.lines.append(person.line(f"/mises-en-situation/{number}", fields))

    def renew(self) -> None:
        with self.database.writing() as session:
            session.execute(update(SimulationRun).values(replay_of_id=None))
            session.execute(delete(SimulationRun))
            session.execute(insert(SimulationRun), self.rows)

    def recorded(self) -> int:
        """Choices made since ``renew``."""
        with self.database.reading() as session:
            made = session.scalar(select(func.sum(SimulationRun.turns))) or 0
        return int(made) - sum(row["turns"] for row in self.rows)


def expected_path(simulation: Mapping[str, Any]) -> list[int]:
    """The choices of a seasoned colleague, from the first turn to an end."""
    turns, state, path = turns_of(simulation), start(simulation), list[int]()
    while not turns[state.turn]["fin"]:
        turn = turns[state.turn]
        path.append(next(n for n in offered(turn, state) if turn["choix"][n]["attendu"]))
        state = choose(turn["choix"][path[-1]], state)
    return path
