"""The instruments of the tests measure what they say."""

import socket

import pytest
from sqlalchemy import text

from integration_portal.core import clock
from integration_portal.core.mail import ConsoleMail, SmtpMail
from tests.support import factories
from tests.support.html import PageError, check_page
from tests.support.smtp import UnexpectedMailError

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai · P</title></head>
<body><main><h1>Essai</h1>{}</main></body></html>"""


def test_a_sound_page_passes() -> None:
    check_page(PAGE.format("<p>L’été « vu » : oui ; non ?</p>".replace(" »", "\u202f»")
               .replace("« ", "«\u202f").replace(" :", "\u00a0:").replace(" ;", "\u202f;")
               .replace(" ?", "\u202f?")))  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<p>l'été</p>", "straight apostrophe"),
        ("<p>Nom :</p>", "plain space"),
        ("<p>« oui »</p>", "no-break"),
        ("<p>salarié·e</p>", "point médian"),
        ('<input name="a">', "no label"),
        ('<p id="a"></p><p id="a"></p>', "used 2 times"),
        ("<h1>Deux</h1>", "one non-empty <h1>"),
        ("<h3>Trop bas</h3>", "jumps"),
        ('<p style="color:red">x</p>', "inline style"),
        ('<button onclick="x()">x</button>', "inline onclick"),
        ("<script>x()</script>", "inline <script>"),
        ('<a href="javascript:x()">x</a>', "javascript:"),
        ('<img src="/x.png">', "no alt"),
        ("<p><div></p></div>", "invalid HTML"),
        ('<a href="/x"></a>', "no name"),
        ("<table><tbody><tr><td>x</td></tr></tbody></table>", "caption"),
        ('<label for="nowhere">x</label>', "names nothing"),
        ('<p class="None">x</p>', "class='None'"),
    ],
)
def test_a_fault_is_seen(inside: str, fault: str) -> None:
    with pytest.raises(PageError, match=fault):
        check_page(PAGE.format(inside))


def test_both_databases_hold_the_same_world(database, world) -> None:
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM users")) == 2 * len(world.ours.people)
        for place in (world.ours, world.theirs):
            journey = session.get_one(factories.Journey, place.journey_id)
            assert journey.recruit.name == place.recruit.name
            assert session.get_one(factories.Step, place.step_id).journey_id == journey.id


def test_the_clock_stands_still(app) -> None:
    assert clock.now() == factories.NOW


def test_nothing_leaves_the_machine() -> None:
    with socket.socket() as somewhere, pytest.raises(AssertionError, match="tried to reach"):
        somewhere.connect(("192.0.2.1", 80))


def test_queries_are_counted(queries, db) -> None:
    with queries() as seen, db.reading() as session:
        session.execute(text("SELECT 1"))
    assert [statement for statement in seen if statement.startswith("SELECT")] == ["SELECT 1"]


def test_no_mail_leaves_unasked() -> None:
    for port in (ConsoleMail(), SmtpMail("smtp://127.0.0.1:1", "portail@exemple.test")):
        with pytest.raises(UnexpectedMailError, match=r"tutrice@exemple\.test"):
            port.send(recipient="tutrice@exemple.test", subject="Bonjour", body="")


def test_a_mail_that_is_waited_for_arrives(mailbox) -> None:
    port = SmtpMail(mailbox.url, "portail@exemple.test")
    port.send(recipient="tutrice@exemple.test", subject="Été", body="Bonjour.")
    assert [message["Subject"] for message in mailbox.messages] == ["Été"]
