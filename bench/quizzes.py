"""The forms of the learning engine against the reference: ``python -m bench.quizzes DIR``.

The reference only reads its page, these forms write and wait for the disk: their rates are asked to
be near all the same. Then the statements of one form, counted. What two hundred quizzes taken at
once become is ``bench.faults.many_quizzes``.
"""

import sqlite3
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flask import Flask

from integration_portal.app import create_app
from integration_portal.core.unit_of_work import Database
from integration_portal.learning import queries
from integration_portal.learning.presentation import Module

from .compare import Target, run
from .dataset import settings_for
from .forms import Answers, Turns, log_in
from .servers import Running
from .statements import counted

PEOPLE, MODULES = 200, 16
LIMIT, STATEMENTS = 0.8, 10
COUNTED = 96


def modules_of(database: Database, count: int) -> list[Module]:
    """Those with a quiz and a simulation."""
    with database.reading() as session:
        found = [m for m in queries.list_modules(session) if m.questions and m.simulation]
    return found[:count]


def targets(folder: Path, server: Running) -> list[Target]:
    """The forms of many people; the statements they take are printed on the way."""
    app = create_app(settings_for(folder))
    database = app.extensions["integration_portal"].database
    people = [log_in(app, database, email) for email in _emails(folder)]
    modules = modules_of(database, MODULES)
    found = []
    for label, forms in (
        ("réponse de quiz", Answers(database, people, modules)),
        ("tour de simulation", Turns(database, people, modules)),
    ):
        tell_statements(label, app, database, forms)
        found.append(Target(label, server, "/", forms.lines, LIMIT, forms))
    return found


def tell_statements(label: str, app: Flask, database: Database, forms: Answers | Turns) -> None:
    """How many a form takes, from the most ordinary to the last of a quiz or a simulation."""
    for _ in range(2):  # the first time reads the modules
        forms.renew()
        found = Counter(statements(app, database, line) for line in forms.lines[:COUNTED])
    most = max(found)
    verdict = "ok" if most <= STATEMENTS else "TOO MANY"
    spread = ", ".join(f"{number} ({times / COUNTED:.0%})" for number, times in found.most_common())
    print(f"{label}: statements {spread}; most {most}, limit {STATEMENTS}: {verdict}")


def statements(app: Flask, database: Database, line: str) -> int:
    """Those of one form sent, the session of the person included."""
    cookie, path, body = line.split("\t")
    client = app.test_client(use_cookies=False)
    with counted(database.factory.kw["bind"]) as found:
        response = client.post(
            path, data=body, headers={"Cookie": cookie},
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
    assert response.status_code == 302, response.status
    return len(found)


def _emails(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "portail.db") as connection:
        rows = connection.execute(
            "SELECT email FROM users WHERE email LIKE 'recrue%@ch1.example' ORDER BY id LIMIT ?",
            (PEOPLE,),
        )
        return [row[0] for row in rows]


def main(arguments: Sequence[str] | None = None) -> int:
    return 0 if run(__doc__, targets, arguments) else 1


if __name__ == "__main__":
    sys.exit(main())
