"""YAML read strictly: no surprise type, no duplicate, every value with its line."""

import pytest

from integration_portal.content.strict_yaml import StrictYamlError, read


@pytest.mark.parametrize(
    "written", ["no", "yes", "on", "1:30", "010", "0x1F", "1_000", "2026-11-21", "1.5", "~", "Null"]
)
def test_what_yaml_would_change_stays_text(written) -> None:
    assert read(f"a: {written}").data == {"a": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("false", False), ("null", None), ("", None), ("12", 12), ("-3", -3)],
)
def test_the_only_types(written, value) -> None:
    assert read(f"a: {written}").data == {"a": value}


def test_quoted_scalars_are_text() -> None:
    assert read("a: \"12\"\nb: 'true'").data == {"a": "12", "b": "true"}


def test_every_value_knows_its_line() -> None:
    document = read("a: 1\nb:\n  - x\n  - c: 2\n")
    assert document.line_of(("a",)) == 1
    assert document.line_of(("b", 0)) == 3
    assert document.line_of(("b", 1, "c")) == 4
    assert document.line_of(("b", 1, "unknown")) == 4
    assert document.line_of(("unknown",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3", 3, "« a » est écrite deux fois"),
        ("a:\n  b: 1\n  b: 2", 3, "« b » est écrite deux fois"),
        ("a: un mot : et un autre", 1, "Deux-points inattendu"),
        ("a:\n\tb: 2", 2, "indentez avec des espaces"),
        ("a: 1\n? [x]\n: 2", 2, "Une clé doit être un mot simple"),
        ("a: *nom", 1, "ancres"),
        ("a: [1, 2", 1, "mal formé"),
        ("a: 1\n---\nb: 2", 2, "mal formé"),
    ],
)
def test_faults_have_a_line_and_a_sentence(text, line, words) -> None:
    with pytest.raises(StrictYamlError) as fault:
        read(text)
    assert words in fault.value.message
    assert fault.value.line >= line


def test_a_tag_runs_nothing() -> None:
    """No object, no code: the tag is a fault, or what it marks stays plain data."""
    assert read("a: !!python/object/apply:os.getcwd []").data == {"a": []}
    with pytest.raises(StrictYamlError):
        read("a: !!python/name:os.system")


def test_an_empty_document_is_empty() -> None:
    assert read("").data == {}
