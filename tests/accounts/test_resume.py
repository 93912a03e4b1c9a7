"""An expired session in the middle of a text: the text comes back, and goes nowhere else."""

import pytest
from flask import Flask

from integration_portal.notifications.models import Notification
from integration_portal.web import pending
from tests.support.client import form_values
from tests.support.factories import PASSWORD
from tests.support.html import check_page

TEXT = "J’ai repris le critère 3 avec elle.\nDeux appels, sans aide."


def log_in_from(client, page: str, person) -> object:
    """Fill the login form of ``page`` as it was served, its hidden text included."""
    form = next(
        form for form in check_page(page).iter("form") if form.get("action") == "/connexion"
    )
    values = {**form_values(form), "email": person.email, "password": PASSWORD}
    return client.post("/connexion", data=values)


def refused(client, path: str, **fields: str):
    token = client.token()
    return client.post(path, data={"csrf_token": token, **fields})


def test_a_page_asked_for_comes_after_the_login(client, world) -> None:
    page = client.get("/compte?onglet=sessions&x=%2F%2Fexemple.test")
    assert page.status_code == 401
    answer = log_in_from(client, page.text, world.ours.tutor)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/compte?onglet=sessions&x=%2F%2Fexemple.test"


def test_a_refused_text_is_offered_again_and_sent(client, world, db) -> None:
    step = f"/etapes/{world.ours.step_id}/mot"
    page = refused(client, step, text=TEXT, password="secret jamais montré", confirm="non plus")
    assert page.status_code == 401
    assert "Votre texte est gardé" in page.text
    offered = log_in_from(client, page.text, world.ours.recruit)
    assert offered.status_code == 200
    assert "Deux appels, sans aide." in offered.text
    assert "jamais montré" not in offered.text
    assert "non plus" not in offered.text
    form = next(
        form for form in check_page(offered.text).iter("form") if form.get("action") == step
    )
    assert form_values(form)["text"] == [TEXT]
    sent = client.post(step, data=form_values(form))
    assert sent.status_code in {302, 303}, sent.text[:400]


def test_the_resumed_page_knows_who_is_back(client, world) -> None:
    page = refused(client, "/notifications/lues")
    offered = log_in_from(client, page.text, world.ours.recruit)
    assert world.ours.recruit.name in offered.text


def test_a_post_without_any_field_is_offered_not_followed(client, world, db) -> None:
    page = refused(client, "/notifications/lues")
    offered = log_in_from(client, page.text, world.ours.recruit)
    assert offered.status_code == 200  # and not a redirection to an address that only takes POST
    with db.reading() as session:
        assert session.get_one(Notification, world.ours.notification_id).read_at is None
    form = next(
        form for form in check_page(offered.text).iter("form")
        if form.get("action") == "/notifications/lues"
    )  # fmt: skip
    assert client.post("/notifications/lues", data=form_values(form)).status_code == 302
    with db.reading() as session:
        assert session.get_one(Notification, world.ours.notification_id).read_at is not None


def test_a_wrong_password_keeps_the_text(client, world) -> None:
    page = refused(client, f"/etapes/{world.ours.step_id}/mot", text=TEXT)
    form = next(f for f in check_page(page.text).iter("form") if f.get("action") == "/connexion")
    values = {**form_values(form), "email": world.ours.recruit.email, "password": "faux"}
    again = client.post("/connexion", data=values)
    assert again.status_code == 401
    offered = log_in_from(client, again.text, world.ours.recruit)
    assert "Deux appels, sans aide." in offered.text


def test_the_text_is_neither_in_the_cookie_nor_in_the_database(client, world, db) -> None:
    page = refused(client, f"/etapes/{world.ours.step_id}/mot", text=TEXT)
    assert "appels" not in str(page.headers)
    with client.session_transaction() as kept:
        assert "appels" not in str(dict(kept))


def signed(app: Flask, path: str, fields: object = None) -> str:
    with app.test_request_context():
        return str(pending._serializer().dumps([path, fields]))


@pytest.mark.parametrize(
    "path",
    [
        "//exemple.test", "//exemple.test/connexion", "/\\exemple.test", "https://exemple.test",
        "javascript:alert(1)", "exemple.test", "", "\\\\exemple.test", "\t//exemple.test",
    ],
)  # fmt: skip
def test_another_host_is_never_followed_even_signed(app, client, world, path) -> None:
    form = {"email": world.ours.tutor.email, "password": PASSWORD, "pending": signed(app, path)}
    answer = client.submit("/connexion", form)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("value", ["/compte", "WyIvY29tcHRlIixudWxsXQ.aaaa.bbbb", "x" * 5000, "[]"])
def test_an_unsigned_address_is_ignored(client, world, value) -> None:
    form = {"email": world.ours.tutor.email, "password": PASSWORD, "pending": value}
    assert client.submit("/connexion", form).headers["Location"] == "/"


@pytest.mark.parametrize("name", ["next", "suite", "pending", "url", "return_to"])
def test_no_parameter_of_the_address_sends_elsewhere(client, world, name) -> None:
    token = client.token()
    data = {"csrf_token": token, "email": world.ours.tutor.email, "password": PASSWORD}
    answer = client.post(f"/connexion?{name}=https://exemple.test", data=data)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "asked", ["/fiches/%5C%5Cexemple.test", "/fiches/a%0d%0aX-Injecte:1", "/fiches/%3Cscript%3E"]
)
def test_a_strange_address_stays_here(client, world, asked) -> None:
    page = client.get(asked)
    if page.status_code != 401:
        pytest.skip("this address is not matched at all")
    answer = log_in_from(client, page.text, world.ours.tutor)
    assert answer.headers["Location"].startswith("/fiches/")
    assert "X-Injecte" not in answer.headers


def test_an_old_text_is_not_offered_any_more(app, client, world, monkeypatch) -> None:
    page = refused(client, "/notifications/lues")
    monkeypatch.setattr(pending, "MAX_AGE_S", -1)
    assert log_in_from(client, page.text, world.ours.recruit).headers["Location"] == "/"


def test_a_text_from_under_a_prefix_goes_back_under_it(make_app, world) -> None:
    client = make_app(base_url="http://localhost/portail").test_client()
    page = client.get("/portail/compte")
    form = next(
        f for f in check_page(page.text).iter("form") if f.get("action") == "/portail/connexion"
    )
    values = {**form_values(form), "email": world.ours.tutor.email, "password": PASSWORD}
    answer = client.post("/portail/connexion", data=values)
    assert answer.headers["Location"] == "/portail/compte"
