"""The same gesture sent twice: the second changes nothing and says so."""

import pytest

from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from tests.support.client import shown
from tests.support.factories import PASSWORD


def twice(client, path: str, values: dict[str, str]) -> str:
    """The words of the second answer."""
    first = client.send(path, values)
    assert first.status_code == 302, shown(first)
    second = client.send(path, values)
    assert second.status_code == 409, shown(second)
    return shown(second)


@pytest.mark.parametrize(
    ("gesture", "values", "kind", "words"),
    [
        ("fait", {"comment": ""}, "done", "C’était déjà fait"),
        ("mot", {"text": "Un mot pour l’équipe."}, "comment", "Ce mot est déjà enregistré"),
    ],
)
def test_a_gesture_on_a_step(enter, world, left, gesture, values, kind, words) -> None:
    before = len(left(kind))
    said = twice(enter(world.ours.recruit), f"/etapes/{world.ours.step_id}/{gesture}", values)
    assert words in said
    assert len(left(kind)) == before + 1


def test_the_same_word_said_again_later_is_another_word(enter, world, left) -> None:
    recruit, tutor = enter(world.ours.recruit), enter(world.ours.tutor)
    path = f"/etapes/{world.ours.step_id}/mot"
    for client in (recruit, tutor, recruit):
        assert client.send(path, {"text": "Merci."}).status_code == 302
    assert left() == ["Merci."] * 3


def levels(client, page: str) -> dict[str, str]:
    names = {one.get("name", "") for one in client.page(page).iter("input")}
    return {name: "3" for name in names if name.startswith("level_")}


def test_a_request(enter, world, rows) -> None:
    client, page = enter(world.ours.recruit), f"/etapes/{world.ours.observation_id}/demander"
    before = rows(SignOffRequest)
    assert "déjà partie" in twice(client, page, {**levels(client, page), "comment": ""})
    assert rows(SignOffRequest) == before + 1


def test_a_signature(enter, world, rows) -> None:
    client, page = enter(world.ours.tutor), f"/a-valider/{world.ours.request_id}"
    values = {
        **levels(client, page), "decision": "validate", "comment": "Vu.", "password": PASSWORD
    }  # fmt: skip
    before = rows(LedgerEntry)
    assert f"Déjà fait : {world.ours.tutor.name} a répondu" in twice(client, page, values)
    assert rows(LedgerEntry) == before + 1


def test_a_request_taken_back(enter, world) -> None:
    path = f"/demandes/{world.ours.request_id}/annuler"
    assert "reprise par la recrue" in twice(enter(world.ours.recruit), path, {})


def test_nothing_to_resend_is_offered_when_nothing_was_typed(enter, world) -> None:
    client, path = enter(world.ours.recruit), f"/etapes/{world.ours.step_id}/fait"
    assert "Renvoyer" not in twice(client, path, {"comment": ""})
