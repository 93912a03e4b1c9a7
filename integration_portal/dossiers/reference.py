"""The competency framework and the modules that work it, made once per version of the content."""

from functools import lru_cache

from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core.typography import french
from ..signoffs.levels import Level
from .facts import CompetencyFacts, ModuleFacts
from .sheet import CriterionLine

_MEANINGS = {
    Level.NOT_ACQUIRED: "non_acquis",
    Level.IN_PROGRESS: "en_cours",
    Level.ACQUIRED: "acquis",
    Level.MASTERED: "maitrise",
}


def _digest(entry: ContentVersion) -> ModuleFacts | CompetencyFacts:
    payload = entry.payload
    if entry.kind == "module":
        return ModuleFacts(
            entry.slug, payload["code"], french(payload["titre"]), tuple(payload["competences"])
        )
    criteria = tuple({**one, "texte": french(one["texte"])} for one in payload["criteres"])
    return CompetencyFacts(
        payload["code"],
        french(payload["titre"]),
        payload["bloc"],
        french(payload["resume"]),
        payload["critique"],
        Level(payload["niveau_attendu"]),
        tuple((level, french(payload["niveaux"][key])) for level, key in _MEANINGS.items()),
        criteria,
        tuple(CriterionLine(one["code"], one["texte"], one["securite"], None) for one in criteria),
    )


_DIGESTS = Digests(_digest, "competency", "module")


def read(session: Session) -> tuple[tuple[ModuleFacts, ...], tuple[CompetencyFacts, ...]]:
    """Modules by slug; competencies by block, then number. One statement once they were read."""
    return _arranged(tuple(_DIGESTS.current(session)))


@lru_cache(maxsize=4)
def _arranged(
    current: tuple[ModuleFacts | CompetencyFacts, ...],
) -> tuple[tuple[ModuleFacts, ...], tuple[CompetencyFacts, ...]]:
    competencies = [one for one in current if isinstance(one, CompetencyFacts)]
    return (
        tuple(one for one in current if isinstance(one, ModuleFacts)),
        tuple(sorted(competencies, key=lambda one: int(one.code.partition("-")[2]))),
    )
