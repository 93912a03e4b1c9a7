"""The question bank of a module (``questions.yml``): ten kinds, each with an explanation and a source.

A question names its objective (counted from 1), the lesson to read again and sources of its module:
whoever loads the bank passes them as validation context (see ``BankContext``).
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from pydantic import Field, ValidationInfo, field_validator, model_validator

from .base import ShortText, Slug, SourceId, Strict, Text

GAP = re.compile(r"\{([^{}]*)\}")


class BankContext(TypedDict):
    """What a question may name: the number of objectives, lessons and sources of its module."""

    objectives: int
    lessons: set[str]
    sources: set[str]


class BaseQuestion(Strict):
    """``etoile``: safety (★), must be right in full. ``contexte``: the letter or message read."""

    id: Slug
    objectif: int = Field(ge=1)
    lecon: Slug
    etoile: bool = False
    enonce: Text
    contexte: Text | None = None
    explication: Text
    sources: list[SourceId] = Field(min_length=1)

    @field_validator("objectif")
    @classmethod
    def _objective_exists(cls, value: int, info: ValidationInfo) -> int:
        known: BankContext | None = info.context
        if known and value > known["objectives"]:
            raise ValueError(f"le module n'a que {known['objectives']} objectifs")
        return value

    @field_validator("lecon")
    @classmethod
    def _lesson_exists(cls, value: str, info: ValidationInfo) -> str:
        known: BankContext | None = info.context
        if known and value not in known["lessons"]:
            raise ValueError(f"aucune leçon du module ne s'appelle « {value} »")
        return value

    @field_validator("sources")
    @classmethod
    def _sources_exist(cls, value: list[str], info: ValidationInfo) -> list[str]:
        known: BankContext | None = info.context
        unknown = [one for one in value if known and one not in known["sources"]]
        if unknown:
            raise ValueError(f"source inconnue dans module.md : {', '.join(unknown)}")
        return value


class Option(Strict):
    """``pourquoi``: what is told to whoever picked it."""

    texte: ShortText
    juste: bool = False
    pourquoi: Text | None = None


class SingleChoice(BaseQuestion):
    type: Literal["choix"]
    choix: list[Option] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _one_right(self) -> "SingleChoice":
        _distinct(one.texte for one in self.choix)
        if sum(one.juste for one in self.choix) != 1:
            raise ValueError("une question « choix » a exactement une réponse juste")
        return self


class MultipleChoice(BaseQuestion):
    type: Literal["plusieurs"]
    choix: list[Option] = Field(min_length=4, max_length=8)

    @model_validator(mode="after")
    def _some_right(self) -> "MultipleChoice":
        _distinct(one.texte for one in self.choix)
        right = sum(one.juste for one in self.choix)
        if right < 2 or right == len(self.choix):
            raise ValueError(
                "une question « plusieurs » a deux réponses justes ou plus, et une fausse"
            )
        return self


class TrueFalse(BaseQuestion):
    type: Literal["vrai-faux"]
    juste: bool


class Pair(Strict):
    gauche: ShortText
    droite: ShortText


class Matching(BaseQuestion):
    """``leurres``: answers that match nothing."""

    type: Literal["appariement"]
    paires: list[Pair] = Field(min_length=3, max_length=8)
    leurres: list[ShortText] = Field(default=[], max_length=4)

    @model_validator(mode="after")
    def _no_twins(self) -> "Matching":
        _distinct(pair.gauche for pair in self.paires)
        _distinct([*(pair.droite for pair in self.paires), *self.leurres])
        return self


class Ordering(BaseQuestion):
    """``etapes`` are written in the right order."""

    type: Literal["ordre"]
    etapes: list[ShortText] = Field(min_length=3, max_length=8)

    @model_validator(mode="after")
    def _no_twins(self) -> "Ordering":
        _distinct(self.etapes)
        return self


class FillIn(BaseQuestion):
    """``texte`` holds its gaps: ``Le préfixe {tachy|tachy-} veut dire {rapide}.``"""

    type: Literal["trous"]
    texte: Text

    @field_validator("texte")
    @classmethod
    def _has_gaps(cls, value: str) -> str:
        gaps = GAP.findall(value)
        if not 1 <= len(gaps) <= 6:
            raise ValueError("un texte à trous a de 1 à 6 trous, écrits {réponse|autre réponse}")
        if not all(word.strip() for gap in gaps for word in gap.split("|")):
            raise ValueError("un trou est vide")
        return value


class Element(Strict):
    """``categorie``: one of the question's categories."""

    texte: ShortText
    categorie: ShortText


class Sorting(BaseQuestion):
    type: Literal["classement"]
    categories: list[ShortText] = Field(min_length=2, max_length=5)
    elements: list[Element] = Field(min_length=4, max_length=12)

    @model_validator(mode="after")
    def _known_categories(self) -> "Sorting":
        _distinct(self.categories)
        _distinct(element.texte for element in self.elements)
        for element in self.elements:
            if element.categorie not in self.categories:
                raise ValueError(f"catégorie inconnue : « {element.categorie} »")
        return self


class Numeric(BaseQuestion):
    """Right within ``tolerance``, in ``unite``."""

    type: Literal["nombre"]
    reponse: float
    tolerance: float = Field(default=0, ge=0)
    unite: ShortText | None = None


class DateAnswer(BaseQuestion):
    type: Literal["date"]
    reponse: dt.date


class Segment(Strict):
    """A piece of the text; ``erreur`` says what is wrong with it, when something is."""

    texte: ShortText
    erreur: Text | None = None


class SpotError(BaseQuestion):
    """Find the wrong pieces of a text: side swapped, negation lost, wrong person."""

    type: Literal["erreur"]
    passage: list[Segment] = Field(min_length=4, max_length=14)

    @model_validator(mode="after")
    def _some_wrong(self) -> "SpotError":
        wrong = sum(segment.erreur is not None for segment in self.passage)
        if not wrong or wrong == len(self.passage):
            raise ValueError("le passage a au moins un morceau faux et un morceau juste")
        return self


Question = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Matching | Ordering | FillIn | Sorting | Numeric
    | DateAnswer | SpotError,
    Field(discriminator="type"),
]  # fmt: skip


class Bank(Strict):
    """``tirage``: how many questions a quiz draws from the bank; ``temps``: minutes it may take,
    ``essais_par_jour``: how often a day it may be tried, both free unless told."""

    tirage: int = Field(ge=4, le=20)
    temps: int | None = Field(default=None, ge=2, le=120)
    essais_par_jour: int | None = Field(default=None, ge=1, le=10)
    questions: list[Question] = Field(min_length=4)

    @model_validator(mode="after")
    def _enough_and_distinct(self) -> "Bank":
        seen: set[str] = set()
        for question in self.questions:
            if question.id in seen:
                raise ValueError(f"deux questions portent l'identifiant « {question.id} »")
            seen.add(question.id)
        if self.tirage > len(self.questions):
            raise ValueError("« tirage » dépasse le nombre de questions")
        return self


def _distinct(texts: Iterable[str]) -> None:
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            raise ValueError(f"« {text} » est écrit deux fois")
        seen.add(text)
