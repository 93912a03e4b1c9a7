"""Modules of the demo: what somebody would have read, answered and played, kept by the real actions.

The pages ask one lesson, one question, one turn at a time; here each comes with those before it.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from ..content import simulations as graph
from ..content.kinds.questions import GAP
from ..core import clock
from ..core.actor import Actor
from ..learning import queries, queries_lessons, runs
from ..learning.actions import answering, quizzes, simulations
from ..learning.actions.progressing import announcing
from ..learning.choosing import Chosen
from ..learning.marking import Marked
from ..learning.models import Ending, LessonReading
from ..learning.presentation import Module
from ..learning.question_types import Given, Question, kind_of
from .agenda import Story
from .stage import Stage

# A quiz of which one safety question is missed first, to be asked again.
MISSED = "identitovigilance"
UNDER_WAY = "outils-dpi-gap"


def complete(session: Session, person: Actor, slug: str) -> None:
    """The whole module."""
    module = queries.get_module(session, slug)
    _read(session, person, module, len(module.lessons))
    if module.questions and slug == MISSED:
        take(session, person, module, miss=True)
    if module.questions:
        take(session, person, module)
    if module.simulation:
        play(session, person, module)


def story(stage: Stage, key: str) -> Story:
    """A module under way: its first lessons only."""
    yield stage.ago(1, 13)
    module = queries.get_module(stage.session, UNDER_WAY)
    _read(stage.session, stage.cast[key], module, 2)


def _read(session: Session, person: Actor, module: Module, count: int) -> None:
    """Its first lessons, those read already apart."""
    slug = module.card.slug
    known = queries_lessons.list_readings(session, person, slug)
    readings = [
        {
            "user_id": person.id, "module": slug, "lesson": lesson.slug, "position": 0,
            "text_hash": lesson.digest, "opened_at": clock.now(), "read_at": clock.now(),
        }
        for lesson in module.lessons[:count]
        if lesson.slug not in known
    ]  # fmt: skip
    if readings:
        with announcing(session, person.id, module):
            session.execute(insert(LessonReading), readings)


def take(session: Session, person: Actor, module: Module, *, miss: bool = False) -> None:
    """A quiz answered right; ``miss``: but for its first safety question."""
    attempt = quizzes.start(session, person, slug=module.card.slug)
    owed = miss
    for name in attempt.drawn:
        question = module.questions[name]
        wrong = owed and question["etoile"]
        owed = owed and not wrong
        given = wrong_answer(question) if wrong else right_answer(question)
        points = kind_of(question).points(question, given)
        answering.keep(session, person, Marked(attempt, module, question, given, points))


def play(session: Session, person: Actor, module: Module) -> None:
    """The simulation along its expected choices."""
    run = simulations.start(session, person, slug=module.card.slug)
    simulation = module.simulation or {}
    path, end = _expected(simulation)
    stars = runs.star_errors(simulation, path)
    simulations.keep(session, Chosen(run, path, Ending(end), stars))


def _expected(simulation: Mapping[str, Any]) -> tuple[list[int], str]:
    """The choices of a seasoned colleague, and how they end."""
    turns, state = graph.turns_of(simulation), graph.start(simulation)
    path: list[int] = []
    while not (turn := turns[state.turn])["fin"]:
        best = next(n for n in graph.offered(turn, state) if turn["choix"][n]["attendu"])
        path.append(best)
        state = graph.choose(turn["choix"][best], state)
    return path, turn["fin"]


def right_answer(question: Question) -> Given:
    """What the bank expects, as an attempt keeps it."""
    match question["type"]:
        case "choix":
            return next(n for n, one in enumerate(question["choix"]) if one["juste"])
        case "plusieurs":
            return [n for n, one in enumerate(question["choix"]) if one["juste"]]
        case "vrai-faux":
            return question["juste"]
        case "appariement":
            return list(range(len(question["paires"])))
        case "ordre":
            return list(range(len(question["etapes"])))
        case "classement":
            names = question["categories"]
            return [names.index(one["categorie"]) for one in question["elements"]]
        case "trous":
            return [gap.split("|")[0].strip() for gap in GAP.findall(question["texte"])]
        case "erreur":
            return [n for n, one in enumerate(question["passage"]) if one["erreur"]]
        case _:
            return question["reponse"]


def wrong_answer(question: Question) -> Given:
    """An answer of the same shape that is not right."""
    right = right_answer(question)
    match question["type"]:
        case "choix":
            return next(n for n in range(len(question["choix"])) if n != right)
        case "plusieurs" | "erreur":
            return right[:1] if len(right) > 1 else [max(right) - 1 if max(right) else 1]
        case "vrai-faux":
            return not right
        case "appariement" | "ordre":
            return [*right[1:], right[0]]
        case "classement":
            return [(n + 1) % len(question["categories"]) for n in right]
        case "trous":
            return ["?"] * len(right)
        case "nombre":
            return right + question["tolerance"] + 1
        case _:
            return (dt.date.fromisoformat(right) + dt.timedelta(days=1)).isoformat()
