"""Every table, imported in one place for the migrations and the tests."""

from .accounts import models as accounts
from .binder import models as binder
from .cohorts import models as cohorts
from .content import models as content
from .core import audit, outbox
from .core.db import Base
from .dossiers import models as dossiers
from .drill import models as drill
from .establishments import models as establishments
from .fiches import models as fiches
from .integrations import models as integrations
from .interviews import models as interviews
from .journeys import models as journeys
from .learning import models as learning
from .notifications import models as notifications
from .passports import models as passports
from .recall import models as recall
from .search import models as search
from .signoffs import models as signoffs

__all__ = [
    "Base",
    "accounts",
    "audit",
    "binder",
    "cohorts",
    "content",
    "dossiers",
    "drill",
    "establishments",
    "fiches",
    "integrations",
    "interviews",
    "journeys",
    "learning",
    "notifications",
    "outbox",
    "passports",
    "recall",
    "search",
    "signoffs",
]
