"""From a payload to what the page shows."""

import datetime as dt

import pytest

from integration_portal.establishments import specialties
from integration_portal.fiches.presentation import (
    alert_groups,
    sayings,
    sheet,
    split_title,
    typographed,
)

from .shipped import entries


def _alert(sign, conduct="15", gesture="Passez le 15.", level="U0") -> dict[str, object]:
    return {"si": sign, "conduite": conduct, "geste": gesture, "niveau": level, "sources": ["S1"]}


def test_neighbours_with_one_gesture_share_it() -> None:
    groups = list(alert_groups([_alert("a"), _alert("b"), _alert("c", gesture="Restez.")]))
    assert len(groups) == 1
    assert [row.plain_signs for row in groups[0].rows] == [("a", "b"), ("c",)]


def test_the_order_of_the_author_stays() -> None:
    alerts = [_alert("a"), _alert("b", "17"), _alert("c"), _alert("d", level="U1")]
    groups = list(alert_groups(alerts))
    assert [sign for g in groups for row in g.rows for sign in row.plain_signs] == list("abcd")
    assert [group.words for group in groups][:2] == ["15 tout de suite", "17 tout de suite"]


def test_no_alert_is_ever_lost() -> None:
    """What is grouped says all that was written, in every shipped fiche."""
    for entry in entries():
        shown = sheet(entry.slug, entry.version, entry.payload)
        said = [
            (group.level, sign, row.gesture)
            for group in shown.alerts
            for row in group.rows
            for sign in row.plain_signs
        ]
        written = [
            (alert["niveau"], alert["si"], alert["geste"])
            for alert in typographed(entry.payload)["alertes"]
        ]
        assert said == written


def test_words_are_grouped_by_level_and_all_kept() -> None:
    words = [
        {"mots": "a", "niveau": "U2"},
        {"mots": "b", "niveau": "U0"},
        {"mots": "c", "niveau": "U2"},
    ]
    groups = sayings(words, None)
    assert [(group.level, group.texts) for group in groups] == [("U0", ("b",)), ("U2", ("a", "c"))]


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("AVC et AIT (accident vasculaire)", ("AVC et AIT", "accident vasculaire")),
        ("Appel d’un tiers", ("Appel d’un tiers", "")),
        ("Suivi (un) puis (deux) fin", ("Suivi (un) puis (deux) fin", "")),
    ],
)
def test_split_title(title, parts) -> None:
    assert split_title(title) == parts


def test_u0_says_15_only_where_the_15_is_its_only_way_out() -> None:
    shown = {e.slug: sheet(e.slug, e.version, e.payload) for e in entries()}
    assert shown["avc-ait"].vital is None
    assert shown["appel-d-un-tiers"].vital == "vital, tout de suite"  # the 17 too


def test_typography_leaves_addresses_and_makes_dates() -> None:
    value = typographed(
        {"url": "https://a.fr/l'e", "date": "2026-11-21", "consultee_le": None, "a": ["l'heure ?"]}
    )
    assert value == {
        "url": "https://a.fr/l'e",
        "date": dt.date(2026, 11, 21),
        "consultee_le": None,
        "a": ["l’heure\u202f?"],
    }


def test_every_shipped_specialty_has_its_name() -> None:
    for entry in entries():
        slug = entry.payload["specialite"]
        assert slug in specialties.NAMES
    assert specialties.name("chirurgie-thoracique") == "Chirurgie thoracique"
