"""A question bank as Moodle XML."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from .foreign import STAR, Answer, Foreign, digits
from .keeping import about, comment, question_comment, settings_comment
from .leaving import Question, to_moodle

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = ' format="plain_text"'


def write_xml(bank: Mapping[str, Any], title: str, licence: str = "") -> str:
    """``title`` names the category of the questions in Moodle."""
    path = _words("$course$/top/" + title.replace("/", "//"))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<quiz>",
        *(f"<!-- {line.replace('--', '–')} -->" for line in (title, licence) if line),
        f"<!-- {settings_comment(bank)} -->",
        f'<question type="category"><category><text>{path}</text></category></question>',
    ]
    for question in bank["questions"]:
        lines += _with_comments(question)
    return "\n".join([*lines, "</quiz>"]) + "\n"


def _with_comments(question: Question) -> list[str]:
    first, *others = (xml_of(one) for one in to_moodle(question))
    lines = [f"<!-- {about(question)} -->", f"<!-- {question_comment(question)} -->", first]
    for other in others:
        lines += [f"<!-- {comment({'suite': question['id']})} -->", other]
    return lines


def xml_of(question: Foreign) -> str:
    """One question, without comment."""
    name = question.name.removeprefix(STAR)
    lines = [
        _tag("name", question.name, ""),
        _tag("questiontext", question.text),
        _tag("generalfeedback", question.feedback),
        f"<defaultgrade>1</defaultgrade><penalty>0</penalty><idnumber>{_words(name)}</idnumber>",
        *_rest(question),
    ]
    if name != question.name:
        lines.append("<tags><tag><text>securite</text></tag></tags>")
    inside = "\n".join(f"  {line}" for line in lines)
    return f'<question type="{question.kind}">\n{inside}\n</question>'


def _rest(question: Foreign) -> list[str]:
    shuffled = "<shuffleanswers>true</shuffleanswers>"
    if question.kind == "matching":
        return [shuffled, *(_pair(left, right) for left, right in question.pairs)]
    answers = [_answer(one) for one in question.answers]
    if question.kind == "multichoice":
        single = f"<single>{str(question.single).lower()}</single>"
        return [single, shuffled, "<answernumbering>none</answernumbering>", *answers]
    if question.kind == "truefalse":
        wrong = "false" if question.answers[0].text == "true" else "true"
        return [*answers, _answer(Answer(wrong, 0))]
    return ["<usecase>0</usecase>", *answers] if question.kind == "shortanswer" else answers


def _answer(answer: Answer) -> str:
    margin = f"<tolerance>{digits(answer.tolerance)}</tolerance>" if answer.tolerance else ""
    told = _tag("feedback", answer.feedback)
    text = f"<text>{_words(answer.text)}</text>"
    return f'<answer fraction="{digits(answer.fraction)}"{_PLAIN}>{text}{told}{margin}</answer>'


def _pair(left: str, right: str) -> str:
    answer = f"<answer><text>{_words(right)}</text></answer>"
    return f"<subquestion{_PLAIN}><text>{_words(left)}</text>{answer}</subquestion>"


def _tag(name: str, text: str, told: str = _PLAIN) -> str:
    return f"<{name}{told}><text>{_words(text)}</text></{name}>"


def _words(text: str) -> str:
    return escape(_NOT_XML.sub("", text), quote=False)
