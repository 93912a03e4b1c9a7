"""From a module's payload to what its pages show."""

import pytest

from integration_portal.learning import presentation
from tests.support.content import shipped_library


@pytest.fixture(scope="module")
def modules() -> list[presentation.Module]:
    entries = shipped_library().of_kind("module")
    return [presentation.module(entry.slug, entry.version, entry.payload) for entry in entries]


def test_blocks_come_in_the_order_of_the_study(modules) -> None:
    blocks = presentation.by_block(module.card for module in modules)
    assert [slug for slug, _, _ in blocks] == list(presentation.BLOCKS)
    numbers = [int(card.code.partition("-")[2]) for card in blocks[0][2]]
    assert numbers == sorted(numbers)
    assert sum(len(cards) for _, _, cards in blocks) == len(modules)


def test_neighbours(modules) -> None:
    lessons = modules[0].lessons
    assert presentation.neighbours(lessons, lessons[0].slug) == (None, lessons[1])
    assert presentation.neighbours(lessons, lessons[-1].slug) == (lessons[-2], None)


def test_a_text_is_rendered_once() -> None:
    presentation.body_html.cache_clear()
    assert presentation.body_html("## Un titre") == "<h2>Un titre</h2>"
    presentation.body_html("## Un titre")
    assert presentation.body_html.cache_info().hits == 1


def test_texts_are_typographed(modules) -> None:
    for module in modules:
        for text in (module.card.title, module.card.summary, *module.objectives):
            assert " ?" not in text
            assert " :" not in text
