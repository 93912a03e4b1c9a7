"""From the page to the worker and back."""

import datetime as dt
import shutil

import pytest
from sqlalchemy import select

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.binder import actions, making
from integration_portal.binder.models import JobState, PrintJob
from integration_portal.core import clock
from integration_portal.notifications.models import Notification
from tests.support.html import words


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.recruit)


@pytest.fixture
def folder(settings):
    """Of the application, which outlives a test."""
    shutil.rmtree(settings.documents_dir, ignore_errors=True)
    return settings.documents_dir


def _news(db, user_id):
    query = select(Notification).where(Notification.user_id == user_id).order_by(Notification.id)
    with db.reading() as session:
        return session.scalars(query).all()[-1]


def _main(root):
    return words(next(root.iter("main")))


def test_asked_watched_and_taken(recruit, db, folder, world) -> None:
    page = recruit.page("/classeur")
    assert "Aucun classeur pour l’instant" in _main(page)
    answer = recruit.send("/classeur", {"place": f"u{world.ours.unit_id}", "which": "cardiologie"})
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert "la mise en page va commencer" in _main(recruit.page(address))
    assert recruit.get(f"{address}/classeur.pdf").status_code == 404
    assert making.make_next(db, folder)
    assert "Le classeur est prêt" in _main(recruit.page(address))
    pdf = recruit.get(f"{address}/classeur.pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert "attachment" in pdf.headers["Content-Disposition"]
    news = _news(db, world.ours.recruit.id)
    assert "Votre classeur est prêt" in news.text
    assert news.path == address
    assert "Prêt" in _main(recruit.page("/classeur"))


def test_nobody_else_sees_it(made, enter, world) -> None:
    for person in (world.ours.manager, world.ours.admin, world.theirs.recruit):
        client = enter(person)
        for path in (f"/classeur/{made}", f"/classeur/{made}/classeur.pdf"):
            assert client.get(path).status_code == 404
        assert client.send(f"/classeur/{made}/refaire").status_code == 404


def test_a_place_of_elsewhere_is_refused(recruit, world) -> None:
    data = {"place": f"u{world.theirs.unit_id}", "which": "toutes"}
    assert recruit.send("/classeur", data).status_code == 422


def test_the_same_one_is_not_made_twice(recruit, world, db) -> None:
    data = {"place": f"u{world.ours.unit_id}", "which": "cardiologie"}
    first, second = (recruit.send("/classeur", data).headers["Location"] for _ in range(2))
    assert first == second


def test_progress_is_shown(recruit, asked, db) -> None:
    with db.writing() as session:
        job = actions.claim(session)
        assert actions.advance(session, job.id, job.attempts, done=3, total=8)
    assert "3 fiches mises en page sur 8" in _main(recruit.page(f"/classeur/{asked}"))


def test_a_failure_is_said_and_asked_again(recruit, asked, db, folder, monkeypatch, world) -> None:
    def broken(*_args, **_options):
        raise RuntimeError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(making, "lay_out", broken)
        assert making.make_next(db, folder)
    assert "n’a pas pu être fait" in _main(recruit.page(f"/classeur/{asked}"))
    assert "n’a pas pu être fait" in _news(db, world.ours.recruit.id).text
    assert recruit.send(f"/classeur/{asked}/refaire").status_code == 302
    assert making.make_next(db, folder)
    assert recruit.get(f"/classeur/{asked}/classeur.pdf").status_code == 200
    assert recruit.send(f"/classeur/{asked}/refaire").status_code == 409


def test_a_killed_worker_leaves_its_job_to_another(asked, db, folder, job_of, monkeypatch) -> None:
    class KilledError(BaseException):
        pass

    def killed(*_args, **_options):
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(making, "lay_out", killed)
        with pytest.raises(KilledError):
            making.make_next(db, folder)
    assert job_of(asked).state is JobState.RUNNING
    assert not making.make_next(db, folder), "its lease still runs"
    with clock.frozen(clock.now() + actions.LEASE):
        assert making.make_next(db, folder)
    assert job_of(asked).state is JobState.DONE


def test_a_job_that_kills_every_worker_ends(asked, db, folder, job_of) -> None:
    now = clock.now()
    for turn in range(actions.MAX_ATTEMPTS):
        with clock.frozen(now + turn * actions.LEASE), db.writing() as session:
            assert actions.claim(session) is not None
    with clock.frozen(now + actions.MAX_ATTEMPTS * actions.LEASE):
        making.make_next(db, folder)
    assert job_of(asked).state is JobState.FAILED


def test_a_worker_taken_for_dead_says_nothing(asked, db, job_of) -> None:
    with db.writing() as session:
        late = actions.claim(session).attempts
    with clock.frozen(clock.now() + actions.LEASE), db.writing() as session:
        assert actions.claim(session).attempts == late + 1
        assert not actions.advance(session, asked, late, done=1, total=2)
        assert not actions.finish(session, asked, late, file="x.pdf")
    assert job_of(asked).state is JobState.RUNNING


def test_old_ones_go_with_their_files(made, db, folder, job_of, recruit) -> None:
    (path,) = folder.glob("classeur-*")
    making.forget_old(db, folder)
    assert path.exists()
    with clock.frozen(clock.now() + actions.KEEP + dt.timedelta(days=400)):
        making.forget_old(db, folder)
    assert not path.exists()
    assert recruit.get(f"/classeur/{made}").status_code == 404


def test_a_lost_file_is_said(made, folder, recruit) -> None:
    for path in folder.glob("classeur-*"):
        path.unlink()
    assert "n’est plus gardé ici" in _main(recruit.page(f"/classeur/{made}"))
    assert recruit.get(f"/classeur/{made}/classeur.pdf").status_code == 404
    assert recruit.send(f"/classeur/{made}/refaire").status_code == 302


def test_an_erased_person_leaves_none(made, db, world) -> None:
    with db.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
    with db.reading() as session:
        assert session.scalars(select(PrintJob)).all() == []


def test_constant_statements(recruit, queries, world) -> None:
    recruit.get("/classeur")
    with queries() as seen:
        recruit.get("/classeur")
    assert len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]) <= 9
