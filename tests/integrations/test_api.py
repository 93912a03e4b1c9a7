"""What a program reads with a key: the texts of its establishment, and nothing a page hides."""

import datetime as dt

from integration_portal.core import clock
from integration_portal.fiches.effective import Place, find_effective
from integration_portal.fiches.models import Decision
from integration_portal.integrations.openapi import document
from integration_portal.integrations.rules import ASKS_A_MINUTE, Pace
from tests.support.routes import routes

from .conftest import make_key

SLUG = "insuffisance-cardiaque"
DELAY = "rappel dans les deux heures"


def _problem(response, status: int) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    body = response.get_json(force=True)
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["detail"]
    return body


def _approve(db, place) -> None:
    """A doctor of the whole establishment validates what it reads."""
    with db.writing() as session:
        where = Place(place.establishment_id)
        text = find_effective(session, SLUG, where)
        decide(session, place, where, text, Decision.DOCTOR)


def decide(session, place, where, text, decision) -> None:
    from integration_portal.fiches.models import FicheApproval

    session.add(
        FicheApproval(
            establishment_id=where.establishment_id, slug=SLUG, decision=decision,
            text_hash=text.text_hash, payload=text.payload, signer_id=place.doctor.id,
            signer_name="Essai", signer_quality="", signer_unit="", decided_at=clock.now(),
            next_review_on=dt.date(2027, 11, 24), comment="Texte dangereux",
        )
    )  # fmt: skip


def _add_delay(db, place) -> None:
    from integration_portal.fiches.models import LocalLayer

    with db.writing() as session:
        session.add(
            LocalLayer(
                establishment_id=place.establishment_id, slug=SLUG, base_version=None, revision=1,
                patch={"ajouts": {"delais": {"U1": DELAY},
                                  "numeros": [{"libelle": "IDE", "numero": "poste 4012"}]}},
                saved_at=clock.now(), saved_by_id=place.editor.id,
            )
        )  # fmt: skip


def test_without_a_key_nothing_is_read(client) -> None:
    for path in ("/api/v1/fiches", f"/api/v1/fiches/{SLUG}"):
        response = client.get(path)
        _problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer realm=")


def test_a_wrong_an_expired_and_a_revoked_key_are_alike(ask, key, db, client, world) -> None:
    assert ask("fiches").status_code == 200
    wrong = _problem(ask("fiches", secret="ppi_" + "x" * 43), 401)["detail"]
    with clock.frozen(clock.now() + dt.timedelta(days=90)):
        response = ask("fiches")
        assert _problem(response, 401)["detail"] == wrong
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]
    doors = client.application.test_client()
    assert doors.get("/api/v1/fiches", headers={"Authorization": "Basic x"}).status_code == 401


def test_a_revoked_key_opens_nothing_more(ask, key, enter, world) -> None:
    assert ask("fiches").status_code == 200
    enter(world.ours.admin).send(f"/cles-d-acces/{key.token.id}/revoquer")
    _problem(ask("fiches"), 401)


def test_a_session_is_no_key_and_a_key_is_no_session(ask, key, enter, client, world) -> None:
    person = enter(world.ours.admin, check_pages=False)
    _problem(person.get("/api/v1/fiches"), 401)
    held = {"Authorization": f"Bearer {key.secret}"}
    assert client.get("/fiches", headers=held).status_code == 401
    assert "Set-Cookie" not in ask("fiches").headers


def test_the_list_goes_by_pages_and_misses_nothing(ask) -> None:
    whole = [row["slug"] for row in ask("fiches?limit=100").get_json()["items"]]
    assert len(whole) == 100
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        response = ask(f"fiches?limit=40&cursor={cursor}")
        page = response.get_json()
        assert len(page["items"]) <= 40
        seen += [row["slug"] for row in page["items"]]
        cursor = page["next_cursor"]
        assert ("Link" in response.headers) == (cursor is not None)
    assert seen[:100] == whole
    assert seen == sorted(set(seen))
    assert len(seen) > 100


def test_impossible_parameters_are_said(ask) -> None:
    for query in ("limit=0", "limit=101", "limit=dix", "limit=-1", "cursor=../x"):
        _problem(ask(f"fiches?{query}"), 400)


def test_a_draft_says_so_and_hides_the_local_delays(ask, db, world) -> None:
    _add_delay(db, world.ours)
    body = ask(f"fiches/{SLUG}").get_json()
    assert body["status"] == "brouillon"
    assert "Brouillon" in body["warning"]
    assert "15" in body["warning"]
    assert body["content"]["local"]["numeros"][0]["numero"] == "poste 4012"
    assert "delais" not in body["content"]["local"]
    assert DELAY not in str(body)
    assert "validation" not in body["content"]


def test_a_validated_fiche_tells_the_delays_and_has_no_warning(ask, db, world) -> None:
    _add_delay(db, world.ours)
    _approve(db, world.ours)
    body = ask(f"fiches/{SLUG}").get_json()
    assert (body["status"], body["warning"]) == ("validee", None)
    assert body["content"]["local"]["delais"]["U1"] == DELAY
    assert body["updated"] == "2026-11-24T08:05:00Z"


def test_a_withdrawn_fiche_keeps_its_signs_of_danger_alone(ask, db, world) -> None:
    with db.writing() as session:
        where = Place(world.ours.establishment_id)
        text = find_effective(session, SLUG, where)
        decide(session, world.ours, where, text, Decision.WITHDRAWN)
    body = ask(f"fiches/{SLUG}").get_json()
    assert body["status"] == "retiree"
    assert "Retirée" in body["warning"]
    assert set(body["content"]) == {"titre", "type_fiche", "specialite", "alertes"}


def test_a_key_reads_its_own_establishment(ask, db, world) -> None:
    _add_delay(db, world.ours)
    _approve(db, world.ours)
    theirs = make_key(db, world.theirs).secret
    ours, other = ask(f"fiches/{SLUG}").get_json(), ask(f"fiches/{SLUG}", theirs).get_json()
    assert ours["version"] != other["version"]
    assert "local" not in other["content"]
    assert other["status"] == "brouillon"


def test_what_has_not_changed_is_not_sent_again(ask, db, world) -> None:
    for path in ("fiches?limit=5", f"fiches/{SLUG}"):
        first = ask(path)
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = ask(path, If_None_Match=first.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")
    _add_delay(db, world.ours)
    assert ask(path, If_None_Match=first.headers["ETag"]).status_code == 200


def test_refusals_are_problems(ask, client) -> None:
    _problem(ask("fiches/inconnue"), 404)
    _problem(ask("nulle-part"), 404)
    _problem(ask("fiches", Accept="text/html"), 406)
    assert ask("fiches", Accept="*/*").status_code == 200
    _problem(client.post("/api/v1/fiches"), 405)


def test_an_impatient_program_is_told_to_wait(ask) -> None:
    pace = Pace(most=2)
    now = clock.now()
    assert [pace.allows("a", now) for _ in range(3)] == [True, True, False]
    assert pace.allows("b", now)
    assert pace.allows("a", now + dt.timedelta(minutes=1))
    for _ in range(ASKS_A_MINUTE):
        last = ask("fiches/inconnue")
    last = ask("fiches/inconnue")
    assert _problem(last, 429)
    assert last.headers["Retry-After"] == "60"


def test_few_statements_whatever_the_number_of_fiches(ask, queries) -> None:
    for path, most in (("fiches?limit=3", 5), ("fiches?limit=100", 5), (f"fiches/{SLUG}", 5)):
        ask(path)
        with queries() as seen:
            ask(path)
        told = [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]
        assert len(told) <= most, told


def _operations() -> dict[tuple[str, str], dict[str, object]]:
    paths = document("http://x")["paths"]
    return {
        (method.upper(), path): one for path, ways in paths.items() for method, one in ways.items()
    }


def test_the_description_names_every_address_and_no_other() -> None:
    served = {
        (route.method, route.rule.replace("<", "{").replace(">", "}"))
        for route in routes()
        if route.rule.startswith("/api/")
    }
    assert set(_operations()) == served


def test_answers_are_as_described(ask, client) -> None:
    told = client.get("/api/v1/openapi.json").get_json()
    assert told["openapi"].startswith("3.1")
    schemas = told["components"]["schemas"]
    rows = ask("fiches?limit=2").get_json()
    for name, body in (
        ("FicheList", rows),
        ("FicheSummary", rows["items"][0]),
        ("Fiche", ask(f"fiches/{SLUG}").get_json()),
        ("Problem", ask("fiches/inconnue").get_json(force=True)),
    ):
        assert set(schemas[name]["required"]) <= set(body), name
        assert set(body) <= set(schemas[name]["properties"]), name


def test_the_description_tells_every_refusal(ask) -> None:
    for (_, path), operation in _operations().items():
        if path != "/api/v1/openapi.json":
            told = set(operation["responses"])  # type: ignore[call-overload]
            assert {"200", "304", "401", "403", "406", "429"} <= told, path


def test_the_page_that_explains_it(client) -> None:
    page = client.get("/api")
    assert page.status_code == 200
    assert "/api/v1/fiches" in page.text
