"""What the search stands on, read from the database: versions first, texts only where they moved."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from ..content.models import ContentVersion
from ..fiches.effective import list_local
from . import documents
from .documents import Key, Source

_KINDS = ("fiche", "module", "sayings", "synonyms")
_VERSIONS = select(ContentVersion.kind, ContentVersion.slug, ContentVersion.version).where(
    ContentVersion.kind.in_(_KINDS), ContentVersion.is_current
)


@dataclass(frozen=True)
class Standing:
    """``sources``: the version of each text that is searched; ``synonyms``: that of the ideas."""

    sources: Mapping[Key, str]
    synonyms: str


def read_standing(session: Session) -> Standing:
    """Versions alone, in two statements."""
    held: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, slug, version in session.execute(_VERSIONS):
        held[kind][slug] = version
    sources = {
        ("fiche", slug, ""): version + held["sayings"].get(slug, "")
        for slug, version in held["fiche"].items()
    }
    sources |= {("module", slug, ""): version for slug, version in held["module"].items()}
    sources |= {("fiche", one.slug, code): one.text_hash for code, one in list_local(session)}
    return Standing(sources, "".join(held["synonyms"].values()))


def list_synonyms(session: Session) -> list[dict[str, Any]]:
    """The ideas and their words, as the packs write them."""
    query = select(ContentVersion.payload).where(
        ContentVersion.kind == "synonyms", ContentVersion.is_current
    )
    return list(session.scalars(query))


def list_sources(session: Session, standing: Standing, wanted: Collection[Key]) -> list[Source]:
    """The texts of these keys, whole."""
    shipped = [(kind, slug) for kind, slug, reach in wanted if not reach]
    sayings = _payloads(session, [("sayings", slug) for kind, slug in shipped if kind == "fiche"])
    made = []
    for (kind, slug), payload in _payloads(session, shipped).items():
        digest = standing.sources[kind, slug, ""]
        if kind == "module":
            made.append(documents.module(slug, digest, payload))
        else:
            taught = sayings.get(("sayings", slug))
            made.append(documents.fiche(slug, digest, payload, taught))
    made += [
        documents.fiche(one.slug, one.text_hash, one.payload, reach=code)
        for code, one in list_local(session)
        if ("fiche", one.slug, code) in wanted
    ]
    return made


def _payloads(
    session: Session, wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Any]]:
    if not wanted:
        return {}
    rows = session.execute(
        select(ContentVersion.kind, ContentVersion.slug, ContentVersion.payload).where(
            ContentVersion.is_current, tuple_(ContentVersion.kind, ContentVersion.slug).in_(wanted)
        )
    )
    return {(kind, slug): payload for kind, slug, payload in rows}
