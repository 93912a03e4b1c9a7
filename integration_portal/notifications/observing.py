"""Who is told of what is observed and talked over."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from ..accounts.models import User
from ..signoffs.events import ObserverNamed, SignOffRecorded
from ..signoffs.models import SignOffRequest
from . import actions, messages


def tell_of_observation(session: Session, event: SignOffRecorded, title: str) -> None:
    """The recruit: what was seen of her is hers to read."""
    author = session.get_one(User, event.author_id)
    text = messages.observed(author.name, title)
    actions.notify(session, event.recruit_id, text=text, path=f"/demandes/{event.request_id}")


def tell_of_talk(session: Session, event: SignOffRecorded, title: str) -> None:
    """The other of the two, who confirms it."""
    _tell_other(session, event, messages.talk_to_confirm, title)


def tell_of_talk_withdrawn(session: Session, event: SignOffRecorded, title: str) -> None:
    """The other of the two."""
    _tell_other(session, event, messages.talk_withdrawn, title)


def _tell_other(
    session: Session, event: SignOffRecorded, words: Callable[[str, str], str], title: str
) -> None:
    author = session.get_one(User, event.author_id)
    signer = session.get_one(SignOffRequest, event.request_id).signer_id
    other = signer if event.author_id == event.recruit_id else event.recruit_id
    if other is not None:
        text = words(author.name, title)
        actions.notify(session, other, text=text, path=f"/demandes/{event.request_id}")


def on_observer_named(session: Session, event: ObserverNamed) -> None:
    request = session.get_one(SignOffRequest, event.request_id)
    by, recruit = (session.get_one(User, one) for one in (event.by_id, request.recruit_id))
    text = messages.named_to_observe(by.name, recruit.name, request.title)
    actions.notify(session, event.user_id, text=text, path=f"/demandes/{request.id}")


OBSERVING_SUBSCRIBERS = ((ObserverNamed, on_observer_named),)
