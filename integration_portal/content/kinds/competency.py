"""The competency framework (``content/competencies/<code>.yml``), mapped to job sheet 40L20."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .base import Block, Code, ShortText, Strict, Text

Activity = Annotated[str, StringConstraints(pattern=r"^A([1-9]|10)$")]
Skill = Annotated[str, StringConstraints(pattern=r"^SF([1-9]|1[01])$")]


class LevelText(Strict):
    """What each level looks like for this competency (scale: ``domaine.md`` F.4)."""

    non_acquis: Text
    en_cours: Text
    acquis: Text
    maitrise: Text


class CompetencyCriterion(Strict):
    code: str
    texte: ShortText
    securite: bool = False


class Competency(Strict):
    """``niveau_attendu``: 0 to 4 at twelve months; ``critique``: observed at least twice."""

    code: Code
    titre: ShortText
    bloc: Block
    resume: Text
    activites: list[Activity] = []
    savoir_faire: list[Skill] = []
    connaissances: list[ShortText] = []
    critique: bool = False
    niveau_attendu: int = Field(ge=1, le=4)
    niveaux: LevelText
    criteres: list[CompetencyCriterion] = Field(min_length=2)
