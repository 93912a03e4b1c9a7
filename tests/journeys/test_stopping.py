"""A journey ended before its time: nothing more moves, nothing is erased."""


def test_a_stopped_journey_takes_nothing_more_and_keeps_everything(world, enter) -> None:
    place = world.ours
    manager = enter(place.manager)
    path = f"/parcours/{place.journey_id}"
    assert manager.submit(f"{path}/arret", {"reason": ""}).status_code == 422
    manager.submit(f"{path}/arret", {"reason": "Elle part dans un autre service"})
    page = manager.get(path).text
    assert "Parcours arrêté" in page
    assert "Elle part dans un autre service" in page
    assert manager.send(f"{path}/arret", {"reason": "Encore"}).status_code == 409

    recruit = enter(place.recruit)
    answer = recruit.send(f"/etapes/{place.step_id}/fait")
    assert answer.status_code == 409
    assert "Ce parcours est arrêté" in answer.text
    assert recruit.get(f"/signatures/{place.entry_id}").status_code == 200
