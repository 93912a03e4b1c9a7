"""A binder is its owner's alone."""

from sqlalchemy import ColumnElement

from ..core.actor import Actor
from .models import PrintJob


def own(actor: Actor) -> ColumnElement[bool]:
    return PrintJob.owner_id == actor.id
