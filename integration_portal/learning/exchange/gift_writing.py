"""A question bank as GIFT, Moodle's text format."""

from collections.abc import Mapping
from typing import Any

from .foreign import Answer, Foreign, digits
from .gift_signs import escape, looks_weighted
from .keeping import about, comment, question_comment, settings_comment
from .leaving import Question, to_moodle


def write_gift(bank: Mapping[str, Any], title: str, licence: str = "") -> str:
    """``title`` names the category of the questions in Moodle."""
    head = [f"// {line}" for line in (title, licence) if line]
    head.append(f"// {settings_comment(bank)}")
    category = f"$CATEGORY: {title.replace('/', '//')}"
    blocks = [block for question in bank["questions"] for block in _blocks(question)]
    return "\n\n".join(["\n".join(head), category, *blocks]) + "\n"


def _blocks(question: Question) -> list[str]:
    """Our own question is kept above the first; the next ones only name it."""
    bodies = [gift_of(one) for one in to_moodle(question)]
    next_ones = comment({"suite": question["id"]})
    kept = [question_comment(question), *(next_ones for _ in bodies[1:])]
    heads = [f"// {about(question)}\n", *("" for _ in bodies[1:])]
    return [
        f"{head}// {note}\n{body}" for head, note, body in zip(heads, kept, bodies, strict=True)
    ]


def gift_of(question: Foreign) -> str:
    """One question, without comment."""
    lines = [*_answers(question), f"####{escape(question.feedback)}"]
    body = "\n".join(f"\t{line}" for line in lines)
    return f"::{escape(question.name)}::[plain]{escape(question.text)} {{\n{body}\n}}"


def _answers(question: Foreign) -> list[str]:
    if question.kind == "matching":
        return [f"={_side(left)} -> {_side(right)}" for left, right in question.pairs]
    if question.kind == "shortanswer":
        return [f"=%100%{_side(word.text)}" for word in question.answers]
    if question.kind == "truefalse":
        return [question.answers[0].text.upper()]
    if question.kind == "numerical":
        return [f"#{_number(question.answers[0])}"]
    return _options(question)


def _options(question: Foreign) -> list[str]:
    lines = []
    for answer in question.answers:
        text = escape(answer.text)
        weight = "" if answer.fraction == 0 and not looks_weighted(text) else _weight(answer)
        sign = "=" if question.single and answer.fraction == 100 else f"~{weight}"
        lines.append(f"{sign}{text}" + (f"#{escape(answer.feedback)}" if answer.feedback else ""))
    return lines


def _weight(answer: Answer) -> str:
    return f"%{digits(answer.fraction)}%"


def _side(text: str) -> str:
    """An arrow would be taken for the one of a matching."""
    return escape(text.replace("->", "→"))


def _number(answer: Answer) -> str:
    margin = f":{digits(answer.tolerance)}" if answer.tolerance else ""
    return f"{answer.text}{margin}"
