"""Every table, imported in one place for the migrations and the tests."""

from .accounts import models as accounts
from .cohorts import models as cohorts
from .content import models as content
from .core import audit, outbox
from .core.db import Base
from .establishments import models as establishments
from .journeys import models as journeys
from .notifications import models as notifications
from .signoffs import models as signoffs

__all__ = [
    "Base",
    "accounts",
    "audit",
    "cohorts",
    "content",
    "establishments",
    "journeys",
    "notifications",
    "outbox",
    "signoffs",
]
