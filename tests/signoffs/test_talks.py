"""The reflective talk: written by one, confirmed by the other, warned of when it is too close."""

import datetime as dt
import json

import pytest
from sqlalchemy import select

from integration_portal.core import clock
from integration_portal.core.errors import ConflictError, ForbiddenError, NotFoundError
from integration_portal.dossiers.documents.queries import read_dossier
from integration_portal.journeys.models import JourneyEvent
from integration_portal.signoffs import actions
from integration_portal.signoffs.errors import (
    NothingToWithdrawError,
    ObservationFaultError,
    TalkSignedError,
)
from integration_portal.signoffs.models import EntryKind, LedgerEntry, ReflectiveTalk
from integration_portal.signoffs.queries_basis import map_bases
from integration_portal.signoffs.queries_evidence import read_evidence
from integration_portal.signoffs.queries_observations import get_talk

MINUTE = dt.timedelta(minutes=1)


def written(desk, person, at=None):
    notes = actions.TalkNotes(at or clock.now(), "Vérifier", "Vérifié", "Le sens", "Rien")
    return actions.keep_talk(desk.session, desk.actor(person), desk.request, notes)


@pytest.mark.parametrize(("author", "other"), [("tutor", "recruit"), ("recruit", "tutor")])
def test_one_signs_and_the_other_confirms(desk, author, other) -> None:
    author, other = getattr(desk.place, author), getattr(desk.place, other)
    talk = written(desk, author)
    with pytest.raises(NotFoundError):
        get_talk(desk.session, desk.actor(other), talk.id)
    shown = actions.talk_sentence(desk.session, desk.actor(author), talk, desk.request)
    entry = actions.sign_talk(desk.session, desk.actor(author), talk)
    signed = json.loads(entry.payload)
    assert (signed["kind"], signed["sentence"], signed["learnt"]) == ("talked", shown, "Le sens")
    with pytest.raises(TalkSignedError):
        actions.sign_talk(desk.session, desk.actor(author), talk)
    with pytest.raises(ForbiddenError):
        actions.confirm_talk(desk.session, desk.actor(author), talk)
    line = actions.confirm_talk(desk.session, desk.actor(other), talk)
    assert (line.kind, line.about_id) == (EntryKind.CONFIRMED, entry.id)
    with pytest.raises(ConflictError):
        actions.confirm_talk(desk.session, desk.actor(other), talk)


def test_who_was_not_there_writes_and_confirms_nothing(desk, world) -> None:
    for who in (desk.place.peer, desk.place.neighbour_tutor, world.theirs.tutor):
        with pytest.raises(ForbiddenError):
            written(desk, who)
    talk = desk.session.get_one(ReflectiveTalk, desk.place.talk_id)
    for who in (desk.place.doctor, desk.place.peer):
        with pytest.raises(ForbiddenError):
            actions.confirm_talk(desk.session, desk.actor(who), talk)


def test_what_is_not_signed_yet_is_written_over(desk) -> None:
    assert written(desk, desk.place.tutor).id == written(desk, desk.place.tutor).id


def test_it_is_not_to_come(desk) -> None:
    with pytest.raises(ObservationFaultError, match="à venir"):
        written(desk, desk.place.tutor, clock.now() + MINUTE)


def test_a_talk_too_close_to_the_situation_is_said(desk) -> None:
    """The world's talk is after its observations."""
    reader = desk.actor(desk.place.tutor)
    assert read_evidence(desk.session, reader, desk.request).warning == ""
    talk = desk.session.get_one(ReflectiveTalk, desk.place.talk_id)
    last = max(one.at for one in read_evidence(desk.session, reader, desk.request).seen)
    talk.held_at = last + 2 * MINUTE
    desk.session.flush()
    assert "cinq minutes" in read_evidence(desk.session, reader, desk.request).warning
    talk.entry_id = None
    desk.session.flush()
    assert "n’a pas eu lieu" in read_evidence(desk.session, reader, desk.request).warning


def test_its_author_takes_it_back(desk) -> None:
    """The line stays, a new one says why; the talk counts no more, and another may be written."""
    author, recruit = desk.actor(desk.place.tutor), desk.actor(desk.place.recruit)
    talk = desk.session.get_one(ReflectiveTalk, desk.place.talk_id)
    with pytest.raises(ForbiddenError):
        actions.withdraw_talk(desk.session, recruit, talk, reason="Non")
    shown = actions.withdraw_words(
        desk.session, author, desk.session.get_one(LedgerEntry, talk.entry_id)
    )
    line = actions.withdraw_talk(desk.session, author, talk, reason="C’était une autre recrue.")
    assert (line.kind, line.about_id) == (EntryKind.WITHDRAWN, talk.entry_id)
    said = json.loads(line.payload)
    assert (said["sentence"], said["comment"]) == (shown, "C’était une autre recrue.")
    evidence = read_evidence(desk.session, author, desk.request)
    assert [one.withdrawn for one in evidence.talks if one.id == talk.id] == [True]
    assert "n’a pas eu lieu" in (evidence.warning or "")
    subject = desk.request.subject
    assert "n’a pas eu lieu" in map_bases(desk.session, [subject])[subject].warning
    with pytest.raises(NothingToWithdrawError):
        actions.withdraw_talk(desk.session, author, talk, reason="Encore")
    with pytest.raises(ConflictError, match="retiré"):
        actions.confirm_talk(desk.session, recruit, talk)
    assert written(desk, desk.place.tutor).id != talk.id


def test_the_booklet_leaves_it_out_and_the_history_says_so(desk) -> None:
    author, talk = (
        desk.actor(desk.place.tutor),
        desk.session.get_one(ReflectiveTalk, desk.place.talk_id),
    )
    before = read_dossier(desk.session, author, desk.place.journey_id).talked
    line = actions.withdraw_talk(desk.session, author, talk, reason="Une autre recrue.")
    after = read_dossier(desk.session, author, desk.place.journey_id).talked
    assert {one.row.id for one in before} - {one.row.id for one in after} == {talk.id}
    (told,) = [one for one in desk.session.scalars(select(JourneyEvent))
               if one.details.get("entry") == line.id]  # fmt: skip
    assert told.kind == "signature_untalked"
