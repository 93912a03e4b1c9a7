"""The index of a set of content packs, made in memory: for a command, without database."""

from ..content.loader import Library
from . import documents
from .engine import Engine
from .ideas import compile_ideas
from .index import Index


def engine_of(library: Library) -> Engine:
    """A search over the packs alone: no local layer."""
    lists = [entry.payload for entry in library.of_kind("synonyms")]
    sayings = {entry.slug: entry.payload for entry in library.of_kind("sayings")}
    index = Index(None, compile_ideas(lists))
    index.update(
        [
            *(
                documents.fiche(entry.slug, entry.version, entry.payload, sayings.get(entry.slug))
                for entry in library.of_kind("fiche")
            ),
            *(
                documents.module(entry.slug, entry.version, entry.payload)
                for entry in library.of_kind("module")
            ),
        ]
    )
    return Engine(index)
