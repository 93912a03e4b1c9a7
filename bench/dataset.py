"""A portal of any size, made in bulk: ``python -m bench.dataset --recruits 2000 --out DIR``.

Three establishments share 200 tutors, 20 cohorts and the recruits, on the shipped journey, in the
states where an ordinary day finds them. The same seed and day make the same rows.
"""

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from integration_portal import migrate
from integration_portal.accounts.passwords import hash_password
from integration_portal.app import make_database
from integration_portal.content import actions as content
from integration_portal.content.loader import load
from integration_portal.core.permissions import Role
from integration_portal.establishments.models import StepRole
from integration_portal.journeys.models import TemplateVersion
from integration_portal.settings import Settings

from . import people
from .journeys import Recruit, add_journey
from .rows import Rows

PASSWORD = "tasse bleue et thé chaud"
SECRET = "une-cle-de-mesure-qui-ne-sert-nulle-part-ailleurs-42"
TUTORS, COHORTS = 200, 20
SPREAD_DAYS = 330
_STAFF = (
    ("encadrante", Role.MANAGER, (StepRole.MANAGER,)),
    ("rh", Role.HR, (StepRole.HR, StepRole.TRAINER)),
    ("dsi", Role.CONTRIBUTOR, (StepRole.IT, StepRole.SOFTWARE_REFERENT)),
    ("sante", Role.CONTRIBUTOR, (StepRole.OCCUPATIONAL_HEALTH,)),
    ("cadre", Role.CONTRIBUTOR, (StepRole.WARD_HEAD, StepRole.IDENTITY_REFERENT)),
    ("medecin", Role.DOCTOR, (StepRole.DOCTOR,)),
    ("admin", Role.ADMIN, ()),
)


@dataclass(frozen=True)
class Size:
    """One establishment. ``tutors`` are spread over its units, ``cohorts`` over its recruits."""

    recruits: int
    tutors: int
    cohorts: int


def shares(recruits: int) -> tuple[Size, ...]:
    """Three establishments: most of the people in the first."""
    parts = ((0.85, 0.8, 0.7), (0.1, 0.15, 0.2), (0.05, 0.05, 0.1))
    return tuple(
        Size(round(recruits * people), round(TUTORS * tutors), round(COHORTS * cohorts))
        for people, tutors, cohorts in parts
    )


def settings_for(folder: Path, url: str | None = None) -> Settings:
    """The settings that every measurement runs with; the data is in ``folder``."""
    return Settings(
        secret_key=SECRET,
        data_dir=folder,
        database_url=url or f"sqlite:///{folder / 'portail.db'}",
        log_level="WARNING",
    )


def create(settings: Settings, sizes: Sequence[Size], today: dt.date, *, seed: int = 7) -> None:
    """Migrate, bring the content in, fill. The database must be new."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database_url)
    database = make_database(settings)
    with database.writing() as session:
        content.sync(session, load(settings.packs))
    with database.writing() as session:
        version = session.scalars(select(TemplateVersion)).one()
        rows = Rows(session)
        hashed = hash_password(PASSWORD)
        for index, size in enumerate(sizes, 1):
            _Establishment(rows, index, size, version, today, hashed, random.Random(seed)).fill()
        rows.flush()
    database.factory.kw["bind"].dispose()


class _Establishment:
    """One establishment's places, staff, cohorts and recruits."""

    def __init__(
        self,
        rows: Rows,
        index: int,
        size: Size,
        version: TemplateVersion,
        today: dt.date,
        hashed: str,
        rng: random.Random,
    ) -> None:
        self.rows, self.size, self.version, self.today, self.rng = rows, size, version, today, rng
        self.hashed, self.domain = hashed, f"ch{index}.example"
        self.name = f"Centre hospitalier {index}"
        self.id = rows.establishment(self.name)
        count = min(40, max(3, size.recruits // 50))
        self.units = [rows.unit(self.id, people.unit_name(number)) for number in range(count)]

    def fill(self) -> None:
        staff = {key: self._person(key, role) for key, role, _ in _STAFF}
        referents: dict[StepRole, int] = {}
        for key, _, roles in _STAFF:
            for role in roles:
                self.rows.referent(self.id, role, staff[key])
                referents[role] = staff[key]
        tutors = self._tutors()
        starts = self._cohorts()
        for number in range(self.size.recruits):
            self._recruit(number, referents, tutors, starts[number % len(starts)])

    def _person(self, key: str, role: Role, unit_id: int | None = None) -> int:
        given, family = people.name(self.rng)
        quality = "Secrétaire médicale" if role in {Role.TUTOR, Role.RECRUIT} else role.label
        email = f"{key}@{self.domain}"
        user_id = self.rows.user(email, given, family, quality, self.hashed)
        self.rows.grant(user_id, role, self.id, unit_id)
        return user_id

    def _tutors(self) -> dict[int, list[int]]:
        """User ids by unit; every unit has one at least."""
        found: dict[int, list[int]] = {unit: [] for unit in self.units}
        for number in range(max(self.size.tutors, len(self.units))):
            unit = self.units[number % len(self.units)]
            found[unit].append(self._person(f"tutrice{number}", Role.TUTOR, unit))
        return found

    def _cohorts(self) -> list[tuple[int, dt.date]]:
        """(id, first day), the latest a week from now, the others before it."""
        gap = SPREAD_DAYS // self.size.cohorts
        found = []
        for number in range(self.size.cohorts):
            start = self.today + dt.timedelta(days=7 - gap * number)
            start -= dt.timedelta(days=start.weekday())
            name = f"Promotion {number + 1}, {start:%m/%Y}"
            found.append((self.rows.cohort(self.id, name, start), start))
        return found

    def _recruit(
        self,
        number: int,
        referents: Mapping[StepRole, int],
        tutors: Mapping[int, list[int]],
        cohort: tuple[int, dt.date],
    ) -> None:
        unit = self.units[number % len(self.units)]
        cohort_id, start = cohort
        if self.size.cohorts == 1:  # everybody in one cohort: all the year's starts
            start -= dt.timedelta(days=7 * self.rng.randrange(SPREAD_DAYS // 7))
        recruit = Recruit(
            user_id=self._person(f"recrue{number}", Role.RECRUIT, unit),
            tutor_id=self.rng.choice(tutors[unit]),
            establishment_id=self.id,
            unit_id=unit,
            cohort_id=cohort_id,
            start_on=start,
            pattern=self.rng.choice(("1111100", "1111100", "1111100", "1101100")),
            paused=self.rng.random() < 0.03,
        )
        add_journey(self.rows, recruit, self.version, referents, self.today, self.rng)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recruits", type=int, default=2000)
    parser.add_argument("--out", type=Path, required=True, help="Dossier des données.")
    parser.add_argument("--seed", type=int, default=7)
    asked: Any = parser.parse_args(arguments)
    settings = settings_for(asked.out.resolve())
    if (settings.data_dir / "portail.db").exists():
        print(f"{settings.data_dir} holds a database already: nothing done.")
        return 1
    began = time.perf_counter()
    create(settings, shares(asked.recruits), dt.date.today(), seed=asked.seed)  # noqa: DTZ011
    size = (settings.data_dir / "portail.db").stat().st_size / 1e6
    print(f"{asked.recruits} recruits, {size:.0f} MB, {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
