"""Mail leaves once, whatever breaks; ended sessions are forgotten."""

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy import select

from integration_portal import worker
from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import LoginSession, OneTimeToken, User
from integration_portal.core import clock, outbox
from integration_portal.core.mail import NoMail, mail_port
from integration_portal.core.outbox import MAX_ATTEMPTS, OutboxMail, queue_mail
from tests.support.smtp import FreePortController, Mailbox

pytestmark = pytest.mark.usefixtures("quiet", "mailbox")
SENDER = "Portail <portail@exemple.test>"


def put(database, count: int = 1) -> None:
    with database.writing() as session:
        for number in range(count):
            queue_mail(
                session, recipient=f"p{number}@exemple.test",
                subject=f"Été n° {number}", body=f"Bonjour,\n\nÀ bientôt {number}.\n",
            )  # fmt: skip


def waiting(database) -> list[OutboxMail]:
    with database.reading() as session:
        query = select(OutboxMail).where(OutboxMail.sent_at.is_(None)).order_by(OutboxMail.id)
        return list(session.scalars(query))


@contextmanager
def in_minutes(minutes: int) -> Iterator[None]:
    with clock.frozen(clock.now() + dt.timedelta(minutes=minutes)):
        yield


def test_due_mails_leave_once(database, mailbox) -> None:
    put(database, 3)
    port = mail_port(mailbox.url, SENDER)
    assert worker.run_once(database, port) == 3
    assert worker.run_once(database, port) == 0
    assert [str(m["To"]) for m in mailbox.messages] == [f"p{n}@exemple.test" for n in range(3)]
    first = mailbox.messages[0]
    assert first["Subject"] == "Été n° 0"
    assert first["From"] == SENDER
    assert first["Date"]
    assert first["Message-ID"].endswith("@exemple.test>")
    assert first.get_content().replace("\r\n", "\n") == "Bonjour,\n\nÀ bientôt 0.\n"
    assert not waiting(database)


def test_what_was_sent_keeps_no_body(database, mailbox) -> None:
    put(database)
    worker.run_once(database, mail_port(mailbox.url, SENDER))
    with database.reading() as session:
        assert session.scalars(select(OutboxMail.body)).all() == [""]


def test_a_refusing_server_loses_nothing(database, mailbox) -> None:
    put(database, 2)
    port = mail_port(mailbox.url, SENDER)
    mailbox.refuse = "451 plus tard"
    assert worker.run_once(database, port) == 0
    assert [mail.attempts for mail in waiting(database)] == [1, 1]
    assert all("451" in (mail.last_error or "") for mail in waiting(database))
    assert worker.run_once(database, port) == 0, "not before its next turn"
    mailbox.refuse = ""
    with in_minutes(2):
        assert worker.run_once(database, port) == 2
    assert len(mailbox.messages) == 2


def test_one_bad_recipient_does_not_stop_the_others(database, mailbox) -> None:
    with database.writing() as session:
        queue_mail(session, recipient="pas une adresse é@", subject="s", body="b")
    put(database, 2)
    assert worker.run_once(database, mail_port(mailbox.url, SENDER)) == 2
    assert len(waiting(database)) == 1


def test_a_dead_server_is_tried_again_then_given_up(database) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = mail_port(f"smtp://127.0.0.1:{free.getsockname()[1]}", SENDER)
    put(database)
    minutes = 0
    for attempt in range(1, MAX_ATTEMPTS + 3):
        with in_minutes(minutes):
            assert worker.run_once(database, port) == 0
        assert waiting(database)[0].attempts == min(attempt, MAX_ATTEMPTS)
        minutes += 2**attempt


class _Rude(SMTP):
    """Accepts the message, then says goodbye with an error."""

    async def smtp_QUIT(self, _arg) -> None:  # type: ignore[no-untyped-def]  # noqa: N802
        await self.push("421 occupé")


class _RudeController(FreePortController):
    def factory(self) -> SMTP:
        return _Rude(self.handler)


def test_a_rude_goodbye_does_not_send_twice(database) -> None:
    box = Mailbox()
    controller = _RudeController(box, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        put(database)
        port = mail_port(f"smtp://127.0.0.1:{controller.port}", SENDER)
        assert worker.run_once(database, port) == 1
        with in_minutes(60):
            assert worker.run_once(database, port) == 0
    finally:
        controller.stop()
    assert len(box.messages) == 1


class KilledError(BaseException):
    """The process dies here."""


class Deadly:
    """Dies between the claim and the answer of the server."""

    can_send = True

    def send(self, **_: str) -> None:
        raise KilledError


def test_a_killed_worker_loses_nothing(database, mailbox) -> None:
    put(database)
    with pytest.raises(KilledError):
        worker.run_once(database, Deadly())
    port = mail_port(mailbox.url, SENDER)
    assert worker.run_once(database, port) == 0, "the lease still runs"
    with clock.frozen(clock.now() + outbox.LEASE):
        assert worker.run_once(database, port) == 1
    assert len(mailbox.messages) == 1


class Watching:
    """Looks at the database while the server is being talked to."""

    can_send = True

    def __init__(self, database) -> None:
        self.database, self.seen = database, []

    def send(self, **_: str) -> None:
        with self.database.writing() as session:
            self.seen.append(outbox.claim(session))
            queue_mail(session, recipient="autre@exemple.test", subject="s", body="b")
            session.rollback()


def test_no_lock_is_held_while_talking_and_nobody_else_takes_it(database) -> None:
    put(database)
    port = Watching(database)
    assert worker.run_once(database, port) == 1
    assert port.seen == [None]


def test_two_workers_at_once_send_each_mail_once(database, mailbox) -> None:
    put(database, 20)
    port = mail_port(mailbox.url, SENDER)
    sent: list[int] = []
    now = clock.now()

    def work() -> None:
        with clock.frozen(now):
            sent.append(worker.run_once(database, port))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sum(sent) == 20
    assert len({str(m["To"]) for m in mailbox.messages}) == len(mailbox.messages) == 20


def test_a_mail_erased_meanwhile_is_no_trouble(database) -> None:
    class Erasing:
        can_send = True

        def send(self, **_: str) -> None:
            with database.writing() as session:
                session.query(OutboxMail).delete()

    put(database)
    assert worker.run_once(database, Erasing()) == 1


@pytest.mark.parametrize("field", ["recipient", "subject"])
def test_a_header_never_holds_a_line_break(database, field) -> None:
    values = {"recipient": "a@exemple.test", "subject": "s", "body": "b"}
    values[field] += "\r\nBcc: tous@exemple.test"
    with database.writing() as session, pytest.raises(ValueError, match="line break"):
        queue_mail(session, **values)


def test_ended_sessions_and_links_go_the_others_stay(database, world, mailbox) -> None:
    port = mail_port(mailbox.url, SENDER)
    with database.writing() as session:
        session.query(LoginSession).delete()
        user = session.get_one(User, world.ours.tutor.id)
        accounts.open_session(session, user, device="Firefox", hours=12)
        accounts.invite(session, None, user, base_url="http://x")
    worker.run_once(database, port)
    with database.reading() as session:
        assert session.query(LoginSession).count() == 1
        assert session.query(OneTimeToken).count() == 1
    with clock.frozen(clock.now() + dt.timedelta(days=8)):
        worker.run_once(database, port)
    with database.reading() as session:
        assert session.query(LoginSession).count() == 0
        assert session.query(OneTimeToken).count() == 0


def test_it_stops_when_told(database, mailbox, monkeypatch) -> None:
    monkeypatch.setattr(worker, "PAUSE_S", 0.02)
    stop = threading.Event()
    port = mail_port(mailbox.url, SENDER)
    thread = threading.Thread(target=worker.run_forever, args=(database, port, stop))
    thread.start()
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_database_out_of_reach_does_not_end_it(database, mailbox, monkeypatch) -> None:
    from sqlalchemy.exc import OperationalError

    monkeypatch.setattr(worker, "PAUSE_S", 0.01)
    stop, tries = threading.Event(), []

    def broken(*_: object) -> int:
        tries.append(1)
        if len(tries) == 3:
            stop.set()
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(worker, "deliver", broken)
    worker.run_forever(database, mail_port(mailbox.url, SENDER), stop)
    assert len(tries) == 3


def test_without_a_server_the_messages_wait_untried(database):
    with database.writing() as session:
        queue_mail(session, recipient="a@exemple.test", subject="Bonjour", body="Un lien")
    assert worker.run_once(database, NoMail()) == 0
    with database.reading() as session:
        waiting = session.scalars(select(OutboxMail).where(OutboxMail.subject == "Bonjour")).one()
    assert (waiting.sent_at, waiting.attempts, waiting.body) == (None, 0, "Un lien")
