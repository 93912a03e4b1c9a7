"""The body of a lesson on its page: the text is made once, its questions at each request."""

import re
from collections.abc import Iterator
from functools import lru_cache

from flask import render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from ...content import queries as content
from ...content.blocks import BlockKind
from ...core.typography import french
from ...fiches.keeping import Kept
from ...web.portal import db
from ..blocks import lesson_html
from ..presentation import Lesson, Module
from ..question_types import Question, kind_of
from .asking import asked_once

# A place that only the request can fill, in a text kept between requests.
_SLOT = re.compile("\x00(question|fiche|figure) ([a-z0-9.-]+)\x00")

# Questions as everybody sees them before she answers, by address of the lesson, version and id.
_UNANSWERED: Kept[tuple[str, str, str], Markup] = Kept(1024)


@lru_cache(maxsize=512)
def _parts(text: str) -> tuple[str, ...]:
    """HTML, kind, argument, HTML…"""
    return tuple(_SLOT.split(lesson_html(text, _leave_open)))


def _leave_open(kind: BlockKind, argument: str) -> str:
    return f"\x00{kind} {argument}\x00"


def body_of(module: Module, lesson: Lesson) -> Markup:
    """The lesson's HTML. A question answered on the page is corrected in its place."""
    return Markup("").join(_filled(module, lesson))


def _filled(module: Module, lesson: Lesson) -> Iterator[Markup]:
    parts = _parts(lesson.text)
    yield Markup(parts[0])  # noqa: S704 — cleaned by core.markdown
    fiches = {name for kind, name in zip(parts[1::3], parts[2::3], strict=True) if kind == "fiche"}
    titles = content.titles(db(), [("fiche", slug) for slug in sorted(fiches)])
    for kind, name, html in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if kind == "question":
            yield _question(module, lesson, name)
        elif kind == "fiche":
            row = titles.get(("fiche", name))
            yield _fiche(name, row.title) if row else Markup("")
        else:
            yield Markup.escape(url_for("learning.figure", slug=module.card.slug, name=name))
        yield Markup(html)  # noqa: S704 — cleaned by core.markdown


def _fiche(slug: str, title: str) -> Markup:
    address = url_for("fiches.fiche", slug=slug)
    return Markup('<p><a href="{}">{}</a></p>').format(
        address, french(f"Ouvrir la fiche « {title} »")
    )


def _question(module: Module, lesson: Lesson, name: str) -> Markup:
    """Asked and corrected by a GET: nothing is recorded, it counts for nothing."""
    question = module.questions.get(name)
    if question is None:
        return Markup("")
    if request.args.get("question") == name:
        return _form(module, lesson, question, request.args)
    page = url_for("learning.lesson", slug=module.card.slug, lesson=lesson.slug)
    return _UNANSWERED.get(
        (page, module.version, name), lambda: _form(module, lesson, question, None)
    )


def _form(
    module: Module, lesson: Lesson, question: Question, sent: MultiDict[str, str] | None
) -> Markup:
    asked = asked_once(question, sent)
    shown = render_template(
        "learning/_inline.html", module=module, lesson=lesson, question=question,
        kind=kind_of(question), asked=asked,
    )  # fmt: skip
    return Markup(shown)  # noqa: S704 — the template escaped it
