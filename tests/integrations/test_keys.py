"""Keys: made by the administration, shown once, kept as a hash, revoked for good."""

import pytest
from sqlalchemy import select

from integration_portal.core.audit import AuditEntry
from integration_portal.integrations import actions, queries
from integration_portal.integrations.models import ApiToken
from tests.support.databases import fingerprint
from tests.support.factories import actor_of
from tests.support.html import check_page, words


def _secret(response) -> str:
    (code,) = check_page(response.text, typography=False).findall(".//pre/code")
    return words(code)


def _make(client, **values):
    return client.submit("/cles-d-acces", {"name": "Intranet", **values}, action="/cles-d-acces")


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(enter, world, db, client) -> None:
    admin = enter(world.ours.admin)
    response = _make(admin, days="30")
    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    secret = _secret(response)
    assert len(secret) > 40
    held = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/fiches?limit=1", headers=held).status_code == 200
    assert secret not in admin.get("/cles-d-acces").text
    with db.reading() as session:
        token = session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).first()
        assert secret not in repr(vars(token))
        assert (token.expires_at - token.created_at).days == 30
        assert secret.startswith(token.hint)
        kept = session.scalars(select(AuditEntry.details)).all()
        assert secret not in repr(kept)


def test_the_list_says_which_keys_live(enter, world) -> None:
    admin = enter(world.ours.admin)
    _make(admin, name="Standard")
    page = admin.get("/cles-d-acces").text
    assert "Standard" in page
    assert "En service" in page
    assert "Intranet Omega" not in page


def test_a_key_without_a_name_is_refused_at_its_place(enter, world, db) -> None:
    admin = enter(world.ours.admin)
    with db.reading() as session:
        before = fingerprint(session)
    assert _make(admin, name="  ").status_code == 422
    assert _make(admin, name="x" * 121).status_code == 422
    assert admin.send("/cles-d-acces", {"name": "x", "days": "9999", "establishment": "1"})\
        .status_code == 422  # fmt: skip
    with db.reading() as session:
        assert fingerprint(session) == before


def test_making_and_revoking_are_in_the_log(enter, world) -> None:
    admin = enter(world.ours.admin)
    _make(admin)
    token_id = world.ours.token_id
    assert admin.send(f"/cles-d-acces/{token_id}/revoquer").status_code == 302
    log = admin.get("/journal").text
    assert "a fait la clé d’accès" in log
    assert "a révoqué la clé d’accès" in log
    assert "Révoquée le" in admin.get("/cles-d-acces").text
    assert admin.send(f"/cles-d-acces/{token_id}/revoquer").status_code == 409


def test_nobody_makes_a_key_of_another_establishment(enter, world, db) -> None:
    admin = enter(world.ours.admin)
    theirs = str(world.theirs.establishment_id)
    refused = admin.send("/cles-d-acces", {"name": "x", "days": "30", "establishment": theirs})
    assert refused.status_code == 422
    with db.reading() as session:
        actor = actor_of(session, world.ours.admin.id)
        with pytest.raises(queries.NotFoundError):
            queries.get_token(session, actor, world.theirs.token_id)
        with pytest.raises(actions.NotFoundError):
            actions.create_token(session, actor, establishment_id=int(theirs), name="x", days=1)
