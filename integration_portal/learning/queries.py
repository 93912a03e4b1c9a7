"""Reading modules. Content belongs to no establishment: whoever may read content sees it all."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core.errors import NotFoundError
from ..fiches.keeping import Kept
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
    return presentation.module(entry.slug, entry.version, entry.payload)


_LISTED = Digests(_listed, "module", "competency")
_MODULES = Digests(_module, "module")
# Versions that a quiz or a run still stands on.
_VERSIONS: Kept[tuple[str, str], Module] = Kept(64)


def get_catalogue(session: Session) -> Catalogue:
    listed = _LISTED.current(session)
    return Catalogue(
        {one.code: one for one in listed if isinstance(one, ModuleCard)},
        {one.code: one for one in listed if isinstance(one, Competency)},
    )


def list_modules(session: Session) -> list[Module]:
    """The current text of every module, by slug."""
    return _MODULES.current(session)


def get_module(session: Session, slug: str) -> Module:
    """The current text of a module. Raises NotFoundError."""
    module = _MODULES.get(session, slug)
    return _VERSIONS.get((slug, module.version), lambda: module)


def get_version(session: Session, slug: str, version: str) -> Module:
    """One version of a module, current or not, without a statement once it was read. Raises
    NotFoundError."""
    return _VERSIONS.get((slug, version), lambda: _read_version(session, slug, version))


def _read_version(session: Session, slug: str, version: str) -> Module:
    entry = session.scalars(
        select(ContentVersion).where(
            ContentVersion.kind == "module",
            ContentVersion.slug == slug,
            ContentVersion.version == version,
        )
    ).one_or_none()
    if entry is None:
        raise NotFoundError
    return _module(entry)


def get_lesson(session: Session, slug: str, lesson_slug: str) -> tuple[Module, Lesson]:
    """Raises NotFoundError."""
    module = get_module(session, slug)
    return module, lesson_of(module, lesson_slug)


def lesson_of(module: Module, lesson_slug: str) -> Lesson:
    """Raises NotFoundError."""
    for lesson in module.lessons:
        if lesson.slug == lesson_slug:
            return lesson
    raise NotFoundError
