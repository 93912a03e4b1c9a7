"""The map: every feature, from the lowest floor to the highest, and what it mounts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from .accounts.views import bp as accounts_bp
from .binder.subscribers import SUBSCRIBERS as BINDER_SUBSCRIBERS
from .binder.views import bp as binder_bp
from .cohorts.views import bp as cohorts_bp
from .dossiers.documents.views import bp as documents_bp
from .dossiers.subscribers import SUBSCRIBERS as DOSSIER_SUBSCRIBERS
from .dossiers.views import bp as dossiers_bp
from .drill.subscribers import SUBSCRIBERS as DRILL_SUBSCRIBERS
from .drill.views import bp as drill_bp
from .establishments.subscribers import SUBSCRIBERS as ESTABLISHMENT_SUBSCRIBERS
from .establishments.views.audit import bp as audit_bp
from .establishments.views.people import bp as people_bp
from .establishments.views.places import bp as places_bp
from .fiches.subscribers import SUBSCRIBERS as FICHE_SUBSCRIBERS
from .fiches.views.editor import bp as layers_bp
from .fiches.views.health import bp as approvals_bp
from .fiches.views.reader import bp as fiches_bp
from .fiches.views.readings import bp as readings_bp
from .frame.views import bp as frame_bp
from .integrations.views.api import bp as api_bp
from .integrations.views.keys import bp as keys_bp
from .interviews.subscribers import SUBSCRIBERS as INTERVIEW_SUBSCRIBERS
from .interviews.views import bp as interviews_bp
from .journeys.subscribers import SUBSCRIBERS as JOURNEY_SUBSCRIBERS
from .journeys.views import bp as journeys_bp
from .learning.subscribers import SUBSCRIBERS as LEARNING_SUBSCRIBERS
from .learning.views.credits import bp as credits_bp
from .learning.views.graph import bp as simulation_graph_bp
from .learning.views.lessons import bp as learning_bp
from .learning.views.quiz import bp as quiz_bp
from .learning.views.reports import bp as quiz_reports_bp
from .learning.views.simulation import bp as simulation_bp
from .notifications.subscribers import SUBSCRIBERS as NOTIFICATION_SUBSCRIBERS
from .notifications.views import bp as notifications_bp
from .offline.views import bp as offline_bp
from .passports.subscribers import SUBSCRIBERS as PASSPORT_SUBSCRIBERS
from .passports.views import bp as passports_bp
from .recall.subscribers import SUBSCRIBERS as RECALL_SUBSCRIBERS
from .recall.views import bp as recall_bp
from .search.subscribers import SUBSCRIBERS as SEARCH_SUBSCRIBERS
from .search.views import bp as search_bp
from .signoffs.subscribers import SUBSCRIBERS as SIGNOFF_SUBSCRIBERS
from .signoffs.views import bp as signoffs_bp

Subscription = tuple[type, Callable[[Session, Any], None]]


@dataclass(frozen=True)
class Feature:
    """Blueprints mount at the root: each view carries its own French path."""

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    subscribers: tuple[Subscription, ...] = ()


FEATURES: tuple[Feature, ...] = (
    Feature("accounts", (accounts_bp,)),
    Feature("establishments", (people_bp, places_bp, audit_bp), ESTABLISHMENT_SUBSCRIBERS),
    Feature("fiches", (fiches_bp, layers_bp, approvals_bp, readings_bp), FICHE_SUBSCRIBERS),
    Feature(
        "learning",
        (credits_bp, quiz_reports_bp, learning_bp, quiz_bp, simulation_bp, simulation_graph_bp),
        LEARNING_SUBSCRIBERS,
    ),
    Feature("search", (search_bp,), SEARCH_SUBSCRIBERS),
    Feature("drill", (drill_bp,), DRILL_SUBSCRIBERS),
    Feature("recall", (recall_bp,), RECALL_SUBSCRIBERS),
    Feature("signoffs", (signoffs_bp,), SIGNOFF_SUBSCRIBERS),
    Feature("journeys", (journeys_bp,), JOURNEY_SUBSCRIBERS),
    Feature("passports", (passports_bp,), PASSPORT_SUBSCRIBERS),
    Feature("interviews", (interviews_bp,), INTERVIEW_SUBSCRIBERS),
    Feature("dossiers", (dossiers_bp, documents_bp), DOSSIER_SUBSCRIBERS),
    Feature("notifications", (notifications_bp,), NOTIFICATION_SUBSCRIBERS),
    Feature("cohorts", (cohorts_bp,)),
    Feature("binder", (binder_bp,), BINDER_SUBSCRIBERS),
    Feature("offline", (offline_bp,)),
    Feature("integrations", (api_bp, keys_bp)),
    Feature("frame", (frame_bp,)),
)
