"""Two hundred people take the same quiz at once: every answer is kept, every quiz ends."""

import http.client
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from sqlalchemy import func, select

from integration_portal.accounts.models import RoleGrant, User
from integration_portal.core.permissions import Role
from integration_portal.demo.learning import right_answer, wrong_answer
from integration_portal.learning import queries
from integration_portal.learning.models import QuizAnswer, QuizAttempt
from integration_portal.learning.presentation import Module

from ..forms import Learner, log_in, posted
from .world import World, run

TAKERS = 200
MODULE = "identitovigilance"


@dataclass
class Taker:
    """One person and her browser. ``right``: she answers everything right."""

    learner: Learner
    port: int
    right: bool
    attempt_id: int = 0
    forms: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def start(self) -> None:
        location = self._send(f"/modules/{MODULE}/quiz", self.learner.body({"quiz": ["quiz"]}))
        self.attempt_id = int(location.split("/")[2]) if location else 0

    def answer(self) -> None:
        """Each question read, answered, its correction read; then the result."""
        for number, form in enumerate(self.forms, 1):
            self._read(f"/quiz/{self.attempt_id}/{number}", f"Question {number} sur")
            self._send(f"/quiz/{self.attempt_id}/{number}", form)
            self._read(f"/quiz/{self.attempt_id}/{number}", "Signaler une erreur")
        self._read(f"/quiz/{self.attempt_id}/resultat", "Quiz réussi" if self.right else "%")

    def _send(self, path: str, body: str) -> str:
        status, _, location = self._ask("POST", path, body)
        if status != 302:
            self.errors.append(f"POST {path}: {status}")
        return location

    def _read(self, path: str, expected: str) -> None:
        status, text, _ = self._ask("GET", path)
        if status != 200 or expected not in text:
            self.errors.append(f"GET {path}: {status}, « {expected} » {expected in text}")

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        headers = {"Cookie": self.learner.cookie}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read().decode(), response.headers["Location"] or ""
        except (OSError, http.client.HTTPException) as error:
            return 0, repr(error), ""
        finally:
            connection.close()
            self.times.append(time.perf_counter() - began)


def check(world: World) -> list[str]:
    with world.database.reading() as session:
        module = queries.get_module(session, MODULE)
    takers = [
        Taker(log_in(world.app, world.database, email), world.server.port, number % 2 == 0)
        for number, email in enumerate(_emails(world))
    ]
    _all_at_once("starts", takers, Taker.start)
    _fill(world, takers, module)
    _all_at_once("answers and results", takers, Taker.answer)
    return _errors(takers) + _behind(world, takers, module)


def _emails(world: World) -> Sequence[str]:
    with world.database.reading() as session:
        return session.scalars(
            select(User.email)
            .join(RoleGrant, RoleGrant.user_id == User.id)
            .where(RoleGrant.role == Role.RECRUIT)
            .order_by(User.id)
            .limit(TAKERS)
        ).all()


def _fill(world: World, takers: Sequence[Taker], module: Module) -> None:
    """What each is going to answer to the questions drawn for her."""
    with world.database.reading() as session:
        attempts = {one.id: one for one in session.scalars(select(QuizAttempt))}
    for taker in takers:
        attempt = attempts[taker.attempt_id]
        given = right_answer if taker.right else wrong_answer
        for name in attempt.drawn:
            question = module.questions[name]
            taker.forms.append(taker.learner.body(posted(attempt, question, given(question))))


def _all_at_once(label: str, takers: Sequence[Taker], act: Callable[[Taker], None]) -> None:
    gate = threading.Barrier(len(takers))
    before = sum(len(taker.times) for taker in takers)

    def one(taker: Taker) -> float:
        gate.wait()
        began = time.perf_counter()
        act(taker)
        return time.perf_counter() - began

    began = time.perf_counter()
    with ThreadPoolExecutor(len(takers)) as pool:
        own = sorted(pool.map(one, takers))
    whole = time.perf_counter() - began
    times = sorted(t for taker in takers for t in taker.times)
    sent = len(times) - before
    print(
        f"  {label}: {sent} requests in {whole:.1f} s, {sent / whole:.0f}/s; one person"
        f" {own[0]:.1f} to {own[-1]:.1f} s; one request p50 {statistics.median(times):.2f}"
        f" p95 {times[int(len(times) * 0.95)]:.2f} longest {times[-1]:.2f} s"
    )


def _errors(takers: Sequence[Taker]) -> list[str]:
    found = [error for taker in takers for error in taker.errors]
    return [f"{len(found)} answers of the server were not right, as {found[:3]}"] if found else []


def _behind(world: World, takers: Sequence[Taker], module: Module) -> list[str]:
    """What the database holds must be what was sent."""
    with world.database.reading() as session:
        rows = session.execute(
            select(QuizAttempt, func.count(QuizAnswer.id), func.sum(QuizAnswer.points))
            .outerjoin(QuizAnswer, QuizAnswer.attempt_id == QuizAttempt.id)
            .group_by(QuizAttempt.id)
        ).all()
    kept = sum(count for _, count, _ in rows)
    finished = sum(attempt.finished_at is not None for attempt, _, _ in rows)
    passed = sum(bool(attempt.passed) for attempt, _, _ in rows)
    print(f"  {len(rows)} quizzes, {kept} answers kept, {finished} finished, {passed} passed")
    faults = []
    if (len(rows), kept, finished) != (len(takers), len(takers) * module.draws, len(takers)):
        faults.append("quizzes or answers are lost")
    if passed != sum(taker.right for taker in takers):
        faults.append("quizzes are not marked as they were answered")
    if any(abs(attempt.points - points) > 1e-6 for attempt, _, points in rows):
        faults.append("the points of a quiz are not those of its answers")
    return faults


if __name__ == "__main__":
    sys.exit(run("Two hundred people take the same quiz at once", check))
