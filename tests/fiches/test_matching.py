"""Words are found whatever their accents, capitals and plurals."""

import pytest

from integration_portal.fiches.matching import find, fold, line, mark, plain, query_words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Évanoui", "evanoui"), ("CŒUR", "coeur"), ("ex æquo", "ex aequo"), ("œdème", "oedeme")],
)
def test_fold(text, folded) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Il a la bouche de travers", ("bouche", "traver")),
        ("A.V.C.", ("avc",)),
        ("j’ai mal au CŒUR depuis hier", ("mal", "coeur")),
        ("de la", ("de", "la")),
        ("mal mal", ("mal",)),
        ("", ()),
        (" ?! ", ()),
    ],
)
def test_the_words_worth_looking_for(query, words) -> None:
    assert query_words(query) == words


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("palpitation", "Palpitations"),
        ("palpitations", "une palpitation"),
        ("evanoui", "Évanouie à l’effort"),
        ("coeur", "Cœur qui s’emballe"),
        ("IC", "IC : insuffisance cardiaque"),
        ("bras", "le bras"),
        ("dos", "mal au dos"),
    ],
)
def test_found(query, text) -> None:
    assert find(query_words(query), [line(text, 1)]) is not None


@pytest.mark.parametrize(
    ("query", "text"),
    [("mal", "malaise"), ("IC", "ICC"), ("ait", "aita"), ("poitrine", "jambe"), ("", "tout")],
)
def test_not_found(query, text) -> None:
    assert find(query_words(query), [line(text, 1)]) is None


def test_marks_keep_the_text_as_it_was() -> None:
    text = "L’Œdème : jambe gonflée, œdèmes."
    marked = mark(query_words("oedeme gonflee"), text)
    assert plain(marked) == text
    assert [piece for piece, matched in marked if matched] == ["Œdème", "gonflée", "œdèmes"]


def test_a_line_that_holds_both_words_comes_first() -> None:
    lines = [line("la jambe", 3), line("jambe gonflée", 3), line("main gonflée", 3)]
    found = find(query_words("jambe gonflée"), lines)
    assert found is not None
    assert plain(found.lines[0]) == "jambe gonflée"
    assert found.held == {"jambe", "gonflee"}
