"""A tutor away this week: the portal chooses who acts for him."""

import datetime as dt

from ..signoffs import actions as signoffs
from .agenda import Story
from .stage import Stage


def story(stage: Stage, key: str) -> Story:
    yield stage.ago(1, 9)
    tutor, until = stage.cast[key], stage.today + dt.timedelta(days=5)
    away = signoffs.Absence(tutor.id, stage.establishment.id, stage.yesterday, until, None)
    signoffs.declare_absence(stage.session, tutor, away)
