"""One's own news, by page, marked as read by a button and by nothing else."""

from sqlalchemy import select

from integration_portal.notifications import actions, queries
from integration_portal.notifications.models import Notification
from tests.support.html import words


def fill(db, user_id: int, count: int) -> None:
    with db.writing() as session:
        for number in range(count):
            actions.notify(session, user_id, text=f"Nouvelle n° {number}.", path="/parcours")


def unread(db, user_id: int) -> int:
    with db.reading() as session:
        return queries.count_unread(session, user_id)


def test_the_inbox_shows_mine_and_not_others(enter, world) -> None:
    page = words(enter(world.ours.recruit).page("/notifications"))
    assert "Bienvenue à l’hôpital Alpha" in page
    assert "Omega" not in page


def test_an_empty_inbox_says_what_will_come(enter, world, db) -> None:
    with db.writing() as session:
        actions.forget_person(session, world.ours.editor.id, "")
    assert "Rien pour l’instant" in words(enter(world.ours.editor).page("/notifications"))


def test_reading_the_page_marks_nothing(enter, world, db) -> None:
    before = unread(db, world.ours.recruit.id)
    assert before > 0
    client = enter(world.ours.recruit)
    client.get("/notifications")
    client.get("/notifications/lues")
    assert unread(db, world.ours.recruit.id) == before


def test_the_button_marks_mine_only(enter, world, db) -> None:
    fill(db, world.ours.tutor.id, 2)
    before = unread(db, world.ours.tutor.id)
    answer = enter(world.ours.recruit).submit("/notifications", button="Tout marquer comme lu")
    assert answer.status_code == 302
    assert unread(db, world.ours.recruit.id) == 0
    assert unread(db, world.ours.tutor.id) == before


def test_fifty_a_page_and_the_same_number_of_queries(enter, world, db, queries) -> None:
    client = enter(world.ours.contributor)
    fill(db, world.ours.contributor.id, 3)
    with queries() as few:
        client.get("/notifications")
    fill(db, world.ours.contributor.id, 60)
    with queries() as many:
        first = client.page("/notifications")
    assert len(many) == len(few)
    assert len(first.findall(".//tbody/tr")) == 50
    assert "Page 1 sur 2" in words(first)
    assert "Nouvelle n° 59" in words(first)
    last = client.page("/notifications?page=2")
    assert "Page 2 sur 2" in words(last)
    assert client.page("/notifications?page=999").findall(".//tbody/tr")
    assert client.page("/notifications?page=-1").findall(".//tbody/tr")


def test_a_notice_is_text_never_markup(enter, world, db) -> None:
    with db.writing() as session:
        actions.notify(
            session, world.ours.recruit.id, text="<script>alert(1)</script>", path="/parcours"
        )
    answer = enter(world.ours.recruit).get("/notifications")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_a_long_text_is_cut_to_what_the_table_holds(db, world) -> None:
    with db.writing() as session:
        actions.notify(session, world.ours.recruit.id, text="a" * 1000, path="/parcours")
    with db.reading() as session:
        texts = session.scalars(select(Notification.text)).all()
        assert max(map(len, texts)) == 400
