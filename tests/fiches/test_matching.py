"""Texts are folded as people type them."""

import pytest

from integration_portal.fiches.matching import fold, plain


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Évanoui", "evanoui"), ("CŒUR", "coeur"), ("ex æquo", "ex aequo"), ("œdème", "oedeme")],
)
def test_fold(text, folded) -> None:
    assert fold(text) == folded


def test_pieces_make_the_text_again() -> None:
    assert plain((("mal à la ", False), ("poitrine", True))) == "mal à la poitrine"
