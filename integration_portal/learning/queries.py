"""Reading modules. Content belongs to no establishment: whoever may read content sees it all."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core.errors import NotFoundError
from . import presentation
from .presentation import Competency, Lesson, Module, ModuleCard


@dataclass(frozen=True)
class Catalogue:
    """Every module and competency, by code."""

    modules: dict[str, ModuleCard]
    competencies: dict[str, Competency]


def _listed(entry: ContentVersion) -> ModuleCard | Competency:
    if entry.kind == "module":
        return presentation.card(entry.slug, entry.payload)
    return presentation.competency(entry.payload)


def _module(entry: ContentVersion) -> Module:
    return presentation.module(entry.slug, entry.payload)


_LISTED = Digests(_listed, "module", "competency")
_MODULES = Digests(_module, "module")


def get_catalogue(session: Session) -> Catalogue:
    listed = _LISTED.current(session)
    return Catalogue(
        {one.code: one for one in listed if isinstance(one, ModuleCard)},
        {one.code: one for one in listed if isinstance(one, Competency)},
    )


def get_module(session: Session, slug: str) -> Module:
    """The current text of a module. Raises NotFoundError."""
    return _MODULES.get(session, slug)


def get_lesson(session: Session, slug: str, lesson_slug: str) -> tuple[Module, Lesson]:
    """Raises NotFoundError."""
    module = get_module(session, slug)
    for lesson in module.lessons:
        if lesson.slug == lesson_slug:
            return module, lesson
    raise NotFoundError
