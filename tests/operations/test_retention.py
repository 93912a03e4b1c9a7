"""What is out of date goes, what is not stays, and nobody is erased without a name."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import LoginFailure, LoginSession, OneTimeToken, User
from integration_portal.core import clock, outbox
from integration_portal.core.audit import AuditEntry
from integration_portal.core.outbox import OutboxMail
from integration_portal.notifications.models import Notification
from integration_portal.operations import retention
from integration_portal.recall.models import RecallCard, RecallReview
from integration_portal.recall.rules import Source
from tests.support.databases import row_counts
from tests.support.factories import NOW, make_user

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)


@pytest.fixture
def session(session):
    for table in (AuditEntry, Notification, LoginSession, OneTimeToken, LoginFailure, OutboxMail):
        session.query(table).delete()
    return session


def person(session, world):
    return world.ours.recruit.id


def add_session(session, user, at):
    session.add(
        LoginSession(token_hash=str(at), user_id=user, created_at=at, expires_at=at, device="x")
    )


def add_link(session, user, at):
    session.add(OneTimeToken(token_hash=str(at), user_id=user, purpose="reset", expires_at=at))


def add_used_link(session, user, at):
    session.add(
        OneTimeToken(
            token_hash=f"u{at}", user_id=user, purpose="reset", expires_at=NOW + DAY, used_at=at
        )
    )


def add_failure(session, _user, at):
    session.add(LoginFailure(bucket="b", at=at))


def add_sent_mail(session, _user, at):
    session.add(mail(at, sent_at=at))


def add_abandoned_mail(session, _user, at):
    session.add(mail(at, attempts=outbox.MAX_ATTEMPTS))


def mail(at, **values):
    return OutboxMail(
        **{"created_at": at, "not_before": at, "recipient": "a@b.fr", "subject": "s", "body": "",
           "attempts": 1, **values}
    )  # fmt: skip


def add_read_notice(session, user, at):
    session.add(Notification(user_id=user, at=NOW - 900 * DAY, read_at=at, text="t", path="/"))


def add_unread_notice(session, user, at):
    session.add(Notification(user_id=user, at=at, text="t", path="/"))


def add_audit(session, _user, at):
    session.add(AuditEntry(at=at, action="a", subject="s", details={}))


def card(user, ref, due_at):
    return RecallCard(
        user_id=user, source=Source.WORD, ref=str(ref), state=2, reps=1, lapses=0, due_at=due_at,
        added_at=due_at,
    )  # fmt: skip


def add_review(session, user, at):
    one = card(user, f"r{at}", NOW)
    session.add(one)
    session.flush()
    session.add(RecallReview(card_id=one.id, user_id=user, rating=3, reviewed_at=at, seconds=9))


def add_card(session, user, at):
    session.add(card(user, at, at))


CASES = [
    ("sessions", add_session, dt.timedelta(0)),
    ("liens", add_link, dt.timedelta(0)),
    ("liens", add_used_link, dt.timedelta(0)),
    ("echecs", add_failure, dt.timedelta(hours=24)),
    ("courriels", add_sent_mail, 30 * DAY),
    ("courriels", add_abandoned_mail, 30 * DAY),
    ("notifications-lues", add_read_notice, 180 * DAY),
    ("notifications", add_unread_notice, 365 * DAY),
    ("revisions", add_review, 90 * DAY),
    ("cartes", add_card, 365 * DAY),
    ("journal", add_audit, 365 * DAY),
]


@pytest.mark.parametrize(("key", "add", "keep"), CASES)
def test_a_class_goes_when_its_time_is_over_and_not_before(session, world, key, add, keep):
    user = world.ours.recruit.id
    add(session, user, NOW - keep - SECOND)
    add(session, user, NOW - keep + SECOND)
    session.flush()
    expected = {rule.key: int(rule.key == key) for rule in retention.RULES}
    assert retention.count_out_of_date(session) == expected
    assert retention.purge(session) == expected
    assert retention.count_out_of_date(session) == dict.fromkeys(expected, 0)
    table = next(rule.table for rule in retention.RULES if rule.key == key)
    kept = session.scalar(select(func.count()).select_from(table))
    assert kept == 1 + (table is AuditEntry)  # the purge leaves its own trace


def test_a_mail_that_waits_is_never_purged(session):
    session.add(mail(NOW - 300 * DAY))
    session.flush()
    assert retention.purge(session)["courriels"] == 0


def test_counting_changes_nothing(session, world):
    add_audit(session, None, NOW - 400 * DAY)
    session.flush()
    before = row_counts(session)
    retention.count_out_of_date(session)
    retention.list_dormant(session)
    assert row_counts(session) == before


def test_a_purge_says_how_much_it_removed_and_never_whose(session):
    add_audit(session, None, NOW - 400 * DAY)
    session.flush()
    retention.purge(session)
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor_id, entry.details["journal"]) == ("data.purge", None, 1)


def test_a_purge_touches_no_evidence(session):
    before = row_counts(session)
    with clock.frozen(NOW + 4000 * DAY):
        retention.purge(session)
    after = row_counts(session)
    assert before["audit_entries"] == 0
    assert after == {**before, "audit_entries": 0}


def test_an_account_without_trace_for_a_year_is_listed_and_left_alone(session, world):
    with clock.frozen(NOW - 400 * DAY):
        gone = make_user(session, "Odile", "Ancienne")
        back = make_user(session, "Irène", "Revenue")
        session.query(AuditEntry).delete()
    accounts.open_session(session, back, device="x", hours=1)
    listed = retention.list_dormant(session)
    assert [(one.id, one.name, one.is_active) for one in listed] == [
        (gone.id, "Odile Ancienne", True)
    ]
    retention.purge(session)
    assert session.get_one(User, gone.id).anonymised_at is None


def test_who_signed_or_asked_this_year_is_not_dormant(session, world):
    """A year after the world was built everybody sleeps; the day before, those who acted do not."""
    with clock.frozen(NOW + 364 * DAY):
        assert retention.list_dormant(session) == []
    with clock.frozen(NOW + 366 * DAY):
        ids = {one.id for one in retention.list_dormant(session)}
    assert {world.ours.recruit.id, world.ours.tutor.id} <= ids


def test_every_rule_says_why():
    assert all(rule.label and rule.why for rule in retention.RULES)
    assert len({rule.key for rule in retention.RULES}) == len(retention.RULES)
