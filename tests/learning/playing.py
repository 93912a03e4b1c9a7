"""A simulation in the hands of a learner: one run, through its pages."""

from typing import Any

from werkzeug.test import TestResponse

from integration_portal.core.unit_of_work import Database
from integration_portal.learning import runs
from integration_portal.learning.models import SimulationRun
from tests.learning.taking import MODULE, module_of
from tests.support.client import StrictClient
from tests.support.html import words

FRONT = f"{MODULE}/mise-en-situation"


class Talk:
    """``choice`` and ``play`` know what is expected; what is sent goes through the page."""

    def __init__(self, client: StrictClient, db: Database, path: str) -> None:
        self.client, self.db, self.path = client, db, path
        self.simulation = module_of(db).simulation
        self.turns = {turn["id"]: turn for turn in self.simulation["tours"]}

    @classmethod
    def start(cls, client: StrictClient, db: Database) -> "Talk":
        sent = client.submit(FRONT, action=FRONT)
        assert sent.location.endswith("#maintenant")
        return cls(client, db, sent.location.partition("#")[0])

    @property
    def run(self) -> SimulationRun:
        with self.db.reading() as session:
            found = session.get_one(SimulationRun, int(self.path.rpartition("/")[2]))
            session.expunge(found)
            return found

    @property
    def page(self) -> str:
        return words(next(self.client.page(self.path).iter("main")))

    def choice(self, **wanted: bool) -> tuple[int, dict[str, Any]]:
        """(number, choice) of the first one offered now that is « attendu », « etoile »…"""
        run = self.run
        now = runs.now(self.simulation, run.choices, run.id)
        choices = self.turns[now.turn.turn]["choix"]
        offered = sorted(offer.number for offer in now.offers)
        return next(
            (n, choices[n])
            for n in offered
            if all(choices[n][key] is value for key, value in wanted.items())
        )

    def take(self, number: int) -> TestResponse:
        return self.client.submit(self.path, {"choix": str(number)})

    def play(self) -> "Talk":
        """To an end, by what a seasoned colleague does."""
        while self.run.finished_at is None:
            assert self.take(self.choice(attendu=True)[0]).status_code == 302
        return self
