"""The map: every feature, from the lowest floor to the highest, and what it mounts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from sqlalchemy.orm import Session

from .accounts.views import bp as accounts_bp
from .cohorts.views import bp as cohorts_bp
from .establishments.subscribers import SUBSCRIBERS as ESTABLISHMENT_SUBSCRIBERS
from .establishments.views.audit import bp as audit_bp
from .establishments.views.people import bp as people_bp
from .establishments.views.places import bp as places_bp
from .fiches.views import bp as fiches_bp
from .frame.views import bp as frame_bp
from .journeys.subscribers import SUBSCRIBERS as JOURNEY_SUBSCRIBERS
from .journeys.views import bp as journeys_bp
from .learning.views import bp as learning_bp
from .notifications.subscribers import SUBSCRIBERS as NOTIFICATION_SUBSCRIBERS
from .notifications.views import bp as notifications_bp
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
    Feature("fiches", (fiches_bp,)),
    Feature("learning", (learning_bp,)),
    Feature("signoffs", (signoffs_bp,), SIGNOFF_SUBSCRIBERS),
    Feature("journeys", (journeys_bp,), JOURNEY_SUBSCRIBERS),
    Feature("notifications", (notifications_bp,), NOTIFICATION_SUBSCRIBERS),
    Feature("cohorts", (cohorts_bp,)),
    Feature("frame", (frame_bp,)),
)
