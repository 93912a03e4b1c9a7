"""The chain on its own: whatever is changed, removed, added or moved is found and named."""

import json
import runpy

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from integration_portal.signoffs.ledger import GENESIS, Line, canonical, digest, link, verify
from tests.support.repository import ROOT

quick = settings(deadline=None, max_examples=60)  # a loaded machine is slow, not wrong

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(words, inside, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(words, values, max_size=4)


def chained(texts: list[dict]) -> list[Line]:
    previous, lines = GENESIS, []
    for seq, document in enumerate(texts, start=1):
        payload, previous = link(document, seq=seq, previous=previous)
        lines.append(Line(seq, payload, previous))
    return lines


chains = st.lists(documents, min_size=1, max_size=5).map(chained)


def head(lines: list[Line]) -> tuple[int, str]:
    return len(lines), lines[-1].hash if lines else ""


@quick
@given(chains)
def test_an_intact_chain_is_intact(lines) -> None:
    assert verify(lines) is None
    assert verify(lines, expected_head=head(lines)) is None


def test_an_empty_chain_is_intact_unless_lines_were_expected() -> None:
    assert verify([], expected_head=(0, "")) is None
    fault = verify([], expected_head=(3, "a" * 64))
    assert fault is not None
    assert "ligne 3" in fault.reason


@quick
@given(st.data(), chains)
def test_a_changed_character_is_named(data, lines) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    text = lines[at].payload
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != text[place]))
    lines[at] = lines[at]._replace(payload=text[:place] + other + text[place + 1 :])
    assert verify(lines).seq == at + 1


@quick
@given(st.data(), chains)
def test_a_changed_hash_is_named(data, lines) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, 63))
    old = lines[at].hash
    other = data.draw(st.sampled_from("0123456789abcdef").filter(lambda c: c != old[place]))
    lines[at] = lines[at]._replace(hash=old[:place] + other + old[place + 1 :])
    assert verify(lines).seq == at + 1


@quick
@given(st.data(), chains)
def test_a_removed_line_is_named(data, lines) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    kept = lines[:at] + lines[at + 1 :]
    fault = verify(kept, expected_head=head(lines))
    assert fault.seq == min(at + 1, len(kept))


@quick
@given(st.data(), chains, documents)
def test_an_inserted_line_is_named(data, lines, document) -> None:
    """Even one that follows the line before and has its own right hash."""
    at = data.draw(st.integers(0, len(lines) - 1))
    previous = lines[at - 1].hash if at else GENESIS
    payload, forged = link(document, seq=at + 1, previous=previous)
    spoilt = [*lines[:at], Line(at + 1, payload, forged), *lines[at:]]
    assert verify(spoilt).seq == at + 2
    renumbered = [line._replace(seq=number) for number, line in enumerate(spoilt, start=1)]
    assert verify(renumbered).seq == at + 2


@quick
@given(st.data(), chains)
def test_swapped_lines_are_named(data, lines) -> None:
    assume(len(lines) > 1)
    first = data.draw(st.integers(0, len(lines) - 2))
    last = data.draw(st.integers(first + 1, len(lines) - 1))
    lines[first], lines[last] = lines[last], lines[first]
    assert verify(lines).seq == first + 1


@quick
@given(st.data(), chains, documents)
def test_a_line_written_again_with_its_hash_breaks_the_next(data, lines, document) -> None:
    at = data.draw(st.integers(0, len(lines) - 1))
    previous = lines[at - 1].hash if at else GENESIS
    payload, forged = link({**document, "faux": "oui"}, seq=at + 1, previous=previous)
    assume(forged != lines[at].hash)
    spoilt = [*lines[:at], Line(at + 1, payload, forged), *lines[at + 1 :]]
    fault = verify(spoilt, expected_head=head(lines))
    assert fault.seq == min(at + 2, len(lines))


@pytest.mark.parametrize("text", ["", "pas du JSON", "[]", "1", '"x"', "null", "{}"])
def test_a_text_that_is_not_a_line_is_a_fault_not_a_crash(text) -> None:
    assert verify([Line(1, text, digest(text))]).seq == 1


@quick
@given(documents)
def test_the_canonical_text_is_one(document) -> None:
    text = canonical(document)
    assert canonical(json.loads(text)) == text
    assert canonical(dict(reversed(document.items()))) == text
    assert digest(text) == digest(canonical(json.loads(text)))


def test_the_canonical_text_keeps_accents_and_no_space() -> None:
    assert canonical({"b": "é « ’ », 🙂", "a": [1, True]}) == '{"a":[1,true],"b":"é « ’ », 🙂"}'


first_fault = runpy.run_path(str(ROOT / "tools" / "verify_chain.py"))["first_fault"]


@quick
@given(st.data(), chains)
def test_the_independent_tool_agrees(data, lines) -> None:
    order = data.draw(st.permutations(range(len(lines))))
    count = data.draw(st.integers(1, len(lines)))
    seen = [lines[number] for number in order[:count]]
    written = [json.dumps({"seq": x.seq, "hash": x.hash, "payload": x.payload}) for x in seen]
    ours = verify(seen, expected_head=head(lines))
    theirs = first_fault(written, lines[-1].hash)
    assert (ours is None) == (theirs is None)
    if ours is not None:
        assert theirs.startswith(f"line {ours.seq}:")
