"""The yardstick: the page that an ordinary, minimal Flask application would make of the same data.

A signed cookie says who it is and the person is looked up; three ORM queries read her journey, its
steps and her tutor; one Jinja page shows about sixty rows in 30 kB. No roles, no CSRF token, no
navigation, no counts, no due-date rule.
``python -m bench.reference DIR`` copies a portal's recruits into ``DIR/reference.db``.
"""

import os
import sqlite3
import sys
from pathlib import Path

from flask import Flask, abort, g, render_template, session
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

SECRET = "une-cle-de-mesure-qui-ne-sert-nulle-part-ailleurs-42"


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "people"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Journey(Base):
    __tablename__ = "journeys"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    tutor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit: Mapped[str]
    start_on: Mapped[str]
    tutor: Mapped[Person] = relationship(foreign_keys=[tutor_id])


class Step(Base):
    __tablename__ = "steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    position: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    due_on: Mapped[str]
    minutes: Mapped[int]
    why: Mapped[str]


def create_reference(folder: Path) -> Flask:
    """The application on ``folder/reference.db``."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY=SECRET, SESSION_COOKIE_NAME="reference")
    engine = create_engine(f"sqlite:///{folder / 'reference.db'}")

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        if "db" in g:
            g.db.close()

    @app.get("/")
    def home() -> str:
        g.db = Session(engine)
        person = g.db.get(Person, session.get("user_id", 0))
        if person is None:
            abort(401)
        journey = g.db.scalars(select(Journey).where(Journey.person_id == person.id)).one()
        steps = g.db.scalars(
            select(Step).where(Step.journey_id == journey.id).order_by(Step.position)
        ).all()
        return render_template("reference.html", person=person, journey=journey, steps=steps)

    @app.get("/steps/<int:step_id>")
    def step(step_id: int) -> str:
        return str(step_id)

    return app


_COPY = """
INSERT INTO people SELECT id, email, given_name || ' ' || family_name FROM portal.users;
INSERT INTO journeys SELECT j.id, recruit_id, tutor_id, u.name, start_on
  FROM portal.journeys j JOIN portal.units u ON u.id = j.unit_id;
INSERT INTO steps SELECT id, journey_id, position, title, kind, state, due_on, minutes,
  substr(json_extract(details, '$.pourquoi'), 1, 240) FROM portal.steps;
"""


def copy(folder: Path) -> None:
    """Make ``folder/reference.db`` from ``folder/portail.db``; an older copy is replaced."""
    target = folder / "reference.db"
    target.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{target}")
    Base.metadata.create_all(engine)
    engine.dispose()
    with sqlite3.connect(target) as connection:
        connection.execute("ATTACH ? AS portal", (str(folder / "portail.db"),))
        connection.executescript(_COPY)
    connection.close()


if folder := os.environ.get("BENCH_REFERENCE_DIR"):  # what the server's workers load
    app = create_reference(Path(folder))

if __name__ == "__main__":
    copy(Path(sys.argv[1]).resolve())
