"""Everything about a person comes out; then nothing of hers is left but what proves."""

import json

from sqlalchemy import select

from integration_portal import worker
from integration_portal.accounts import actions, personal_data
from integration_portal.accounts.models import LoginSession, OneTimeToken, RoleGrant, User
from integration_portal.core.outbox import OutboxMail, queue_mail
from integration_portal.establishments.models import Referent
from integration_portal.notifications.actions import notify
from integration_portal.notifications.models import Notification
from integration_portal.signoffs.anchor_files import Outside
from integration_portal.signoffs.ledger import Line, verify
from integration_portal.signoffs.models import LedgerEntry
from integration_portal.signoffs.queries import chain
from integration_portal.signoffs.queries_chain import check
from tests.support.factories import actor_of


def test_the_export_holds_a_section_per_feature(enter, world) -> None:
    client = enter(world.ours.recruit)
    answer = client.get("/vos-donnees/export.json")
    document = json.loads(answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert document["compte"]["adresse"] == world.ours.recruit.email
    assert {"sessions", "parcours", "historique", "nouvelles"} <= set(document)
    assert "hôpital Alpha" in str(document["nouvelles"])


def test_the_export_holds_nobody_else(enter, world) -> None:
    answer = enter(world.ours.recruit).get("/vos-donnees/export.json")
    assert world.theirs.recruit.email not in answer.text
    assert "password" not in answer.text
    assert "argon2" not in answer.text


def test_erasing_leaves_no_trace_outside_the_proofs(database, world) -> None:
    person = world.ours.recruit
    with database.writing() as session:
        user = session.get_one(User, person.id)
        actions.open_session(session, user, device="Firefox", hours=1)
        actions.invite(session, None, user, base_url="http://x")
        queue_mail(session, recipient=user.email, subject="s", body="b")
        tutor = world.ours.tutor.id
        notify(session, tutor, text=f"{person.name} attend votre signature.", path="/a-valider/1")
        session.flush()
        personal_data.anonymise(session, actor_of(session, world.ours.admin.id), user)
    with database.reading() as session:
        for table in (LoginSession, OneTimeToken, RoleGrant, Notification, Referent):
            assert not session.scalars(select(table).where(table.user_id == person.id)).all()
        user = session.get_one(User, person.id)
        assert (user.is_active, user.password_hash, user.quality) == (False, None, "")
        assert person.email not in {user.email, *session.scalars(select(OutboxMail.recipient))}
        texts = " ".join(session.scalars(select(Notification.text)))
        assert person.name not in texts
        assert "une personne effacée attend votre signature" in texts


def test_what_was_signed_still_verifies(database, world) -> None:
    with database.writing() as session:
        user = session.get_one(User, world.ours.recruit.id)
        personal_data.anonymise(session, None, user)
    with database.reading() as session:
        lines = session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.establishment_id == world.ours.establishment_id)
            .order_by(LedgerEntry.seq)
        ).all()
        assert lines
        assert verify(Line(one.seq, one.payload, one.hash) for one in lines) is None
        assert world.ours.recruit.name.split()[-1] in lines[0].payload


def test_erasing_changes_no_line_and_no_anchor(database, world) -> None:
    """Everybody of the chain erased: every line is the same, byte for byte, and still agrees with
    its columns and with the anchor kept before."""
    place = world.ours.establishment_id
    worker.anchor(database, Outside())
    with database.reading() as session:
        before = list(chain(session, place))
        assert before
    with database.writing() as session:
        for person in (world.ours.recruit, world.ours.tutor, world.ours.peer):
            personal_data.anonymise(session, None, session.get_one(User, person.id))
    with database.reading() as session:
        assert list(chain(session, place)) == before
        assert check(session, place).fault == ""


def test_a_namesake_elsewhere_keeps_her_account(database, world) -> None:
    with database.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
        other = session.get_one(User, world.theirs.recruit.id)
        assert other.is_active
        assert other.email == world.theirs.recruit.email
