"""When a validation holds, when it lapses, and in which words the page says so."""

import datetime as dt

import pytest

from integration_portal.fiches.life import Act, Status, life_of
from integration_portal.fiches.models import Decision

UNIT, NEIGHBOUR = 7, 8
DAY = dt.date(2026, 3, 3)
TODAY = dt.date(2026, 11, 24)
REVIEW = dt.date(2027, 3, 3)


def act(number: int, decision: Decision, **changes) -> Act:
    values = {
        "id": number, "establishment_id": 1, "slug": "avc-ait", "decision": decision, "unit_id": UNIT, "text_hash": "a",
        "signer_id": 1, "signer": "Hélène Roux", "quality": "Cardiologue", "unit": "Cardiologie",
        "on": DAY, "next_review_on": REVIEW if decision is Decision.DOCTOR else None,
    }  # fmt: skip
    return Act(**{**values, **changes})


def validated(number: int = 1, **changes) -> Act:
    return act(number, Decision.DOCTOR, **changes)


def lived(*acts: Act, unit_id: int | None = UNIT, text_hash: str = "a", today: dt.date = TODAY):
    return life_of(acts, unit_id, text_hash, today)


def test_nobody_decided_is_a_draft() -> None:
    life = lived()
    assert life.status is Status.DRAFT
    assert life.reasons == ("Aucun médecin du service ne l’a validée.",)


def test_a_peer_reading_is_not_a_validation() -> None:
    life = lived(act(1, Decision.PEER, signer="Claire Petit"))
    assert life.status is Status.READ
    assert not life.validated
    assert life.reasons == (
        "Relue par Claire Petit le 3\u00a0mars 2026. Un médecin doit encore la valider.",
    )


def test_a_peer_reading_of_another_text_counts_for_nothing() -> None:
    assert lived(act(1, Decision.PEER, text_hash="b")).status is Status.DRAFT


def test_a_validation_says_who_where_and_until_when() -> None:
    life = lived(validated())
    assert life.status is Status.VALIDATED
    assert life.reasons == (
        "Validée par Dr Hélène Roux, Cardiologue, Cardiologie, le 3\u00a0mars 2026 ; "
        "à revoir avant le 3\u00a0mars 2027.",
    )


def test_a_changed_text_lapses_and_names_whose_validation_it_was() -> None:
    life = lived(validated(), text_hash="b")
    assert (life.status, life.changed, life.expired) == (Status.REVIEW, True, False)
    assert life.reasons == (
        "Le texte a changé depuis la validation du 3\u00a0mars 2026 par Dr Hélène Roux.",
    )


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (REVIEW - dt.timedelta(days=1), Status.VALIDATED),
        (REVIEW, Status.REVIEW),
        (REVIEW + dt.timedelta(days=400), Status.REVIEW),
    ],
)
def test_the_review_date_is_the_first_day_it_no_longer_holds(today, status) -> None:
    assert lived(validated(), today=today).status is status


def test_an_expired_validation_says_since_when() -> None:
    life = lived(validated(), today=dt.date(2027, 5, 1))
    assert life.reasons == ("La date de relecture est passée depuis le 3\u00a0mars 2027.",)


def test_both_reasons_are_given() -> None:
    assert len(lived(validated(), text_hash="b", today=REVIEW).reasons) == 2


def test_a_new_validation_of_the_new_text_holds() -> None:
    assert lived(validated(1), validated(2, text_hash="b"), text_hash="b").validated


def test_coming_back_to_an_older_validated_text_does_not_revive_it() -> None:
    assert lived(validated(1), validated(2, text_hash="b")).status is Status.REVIEW


def test_the_establishment_validates_for_a_unit_that_shows_the_same_text() -> None:
    assert lived(validated(unit_id=None, unit="Hôpital")).validated


def test_the_establishment_does_not_validate_another_text_of_a_unit() -> None:
    life = lived(validated(unit_id=None), text_hash="b")
    assert life.status is Status.REVIEW
    assert life.reasons == (
        "Dr Hélène Roux a validé le texte de l’établissement le 3\u00a0mars 2026 : "
        "celui de cette unité est différent.",
    )


def test_a_unit_never_validates_for_its_establishment_nor_for_its_neighbour() -> None:
    assert lived(validated(), unit_id=None).status is Status.DRAFT
    assert lived(validated(), unit_id=NEIGHBOUR).status is Status.DRAFT


def test_the_units_own_validation_comes_first() -> None:
    life = lived(validated(1, signer="Paul Garnier"), validated(2, unit_id=None))
    assert life.approval is not None
    assert life.approval.signer == "Paul Garnier"


def test_withdrawn_hides_every_validation_and_says_why() -> None:
    life = lived(validated(1), act(2, Decision.WITHDRAWN, comment="Numéro faux."))
    assert life.status is Status.WITHDRAWN
    assert life.reasons == ("Retirée le 3\u00a0mars 2026 par Hélène Roux : Numéro faux.",)


def test_a_withdrawal_of_the_establishment_holds_in_every_unit() -> None:
    gone = act(1, Decision.WITHDRAWN, unit_id=None)
    assert lived(gone).status is Status.WITHDRAWN
    assert lived(gone, act(2, Decision.RESTORED)).status is Status.WITHDRAWN
    assert lived(gone, act(2, Decision.RESTORED, unit_id=None)).status is Status.DRAFT


def test_restored_is_to_validate_anew() -> None:
    acts = (validated(1), act(2, Decision.WITHDRAWN), act(3, Decision.RESTORED))
    life = lived(*acts)
    assert life.status is Status.DRAFT
    assert "à valider de nouveau" in life.reasons[0]
    assert lived(*acts, validated(4)).validated


def test_a_review_is_near_sixty_days_before() -> None:
    life = lived(validated())
    assert not life.review_near(REVIEW - dt.timedelta(days=61))
    assert life.review_near(REVIEW - dt.timedelta(days=60))
