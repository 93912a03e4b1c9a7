"""Modules of the demo: what somebody would have read, answered and played, by the real actions."""

import datetime as dt

from sqlalchemy.orm import Session

from ..content.kinds.questions import GAP
from ..core.actor import Actor
from ..learning import queries, runs
from ..learning.actions import answering, lessons, quizzes, simulations
from ..learning.presentation import Module
from ..learning.queries_quiz import order_of
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
    for lesson in module.lessons[:count]:
        lessons.mark_read(
            session, person, slug=module.card.slug, lesson_slug=lesson.slug, shown=lesson.digest
        )


def take(session: Session, person: Actor, module: Module, *, miss: bool = False) -> None:
    """A quiz answered right; ``miss``: but for its first safety question."""
    attempt = quizzes.start(session, person, slug=module.card.slug)
    owed = miss
    for place, name in enumerate(attempt.drawn):
        question = module.questions[name]
        wrong = owed and question["etoile"]
        owed = owed and not wrong
        given = wrong_answer(question) if wrong else right_answer(question)
        fields = kind_of(question).posted(question, order_of(attempt, question), given)
        answering.answer(session, person, attempt.id, place=place, fields=fields)


def play(session: Session, person: Actor, module: Module) -> None:
    """The simulation along its expected choices."""
    run = simulations.start(session, person, slug=module.card.slug)
    simulation = module.simulation or {}
    turns = {turn["id"]: turn for turn in simulation["tours"]}
    while run.finished_at is None:
        state = runs.states(simulation, run.choices)[-1]
        now = runs.now(simulation, run.choices, run.id)
        choices = turns[state.turn]["choix"]
        best = next(offer.number for offer in now.offers if choices[offer.number]["attendu"])
        run = simulations.choose(session, person, run.id, place=run.turns, choice=best)


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
