"""A questionnaire (``content/questionnaires/*.yml``); the engine that runs it reads the same shape."""

from typing import Literal

from pydantic import Field

from .base import ShortText, Slug, Strict, Text


class Item(Strict):
    code: Slug
    texte: ShortText
    type: Literal["echelle", "choix", "choix-multiple", "texte"]
    choix: list[ShortText] = []
    obligatoire: bool = True
    aide: Text | None = None


class Section(Strict):
    titre: ShortText
    intro: Text | None = None
    questions: list[Item] = Field(min_length=1)


class Questionnaire(Strict):
    """``evaluatif`` false: answers never count in a level and are shown only as announced."""

    titre: ShortText
    resume: Text
    public: ShortText
    evaluatif: bool = False
    confidentialite: Text
    duree: int = Field(ge=2, le=90)
    sections: list[Section] = Field(min_length=1)
