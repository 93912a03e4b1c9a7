"""Who was away and who relayed is in the export of both."""

import json


def test_absences_are_exported_to_the_absent_person_and_to_the_relay(enter, world) -> None:
    place = world.ours
    told = {
        who: json.loads(enter(getattr(place, who)).get("/vos-donnees/export.json").text)
        for who in ("neighbour_tutor", "neighbour_doctor")
    }
    kept = {who: one["absences_et_relais"][0] for who, one in told.items()}
    assert kept["neighbour_tutor"]["vous"] == "absence"
    assert kept["neighbour_doctor"]["vous"] == "relais"
    assert kept["neighbour_doctor"]["du"] == "2026-12-21"
