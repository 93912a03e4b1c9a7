"""Front matter of a learning module (``content/modules/<block>/<slug>/module.md``) and its lessons."""

from typing import Literal

from pydantic import Field

from .base import Block, Code, ShortText, Source, Strict, Text


class Lesson(Strict):
    """Front matter of ``lessons/NN-slug.md``. ``duree`` in minutes."""

    titre: ShortText
    duree: int = Field(ge=2, le=60)
    objectifs: list[ShortText] = Field(min_length=1)


class Module(Strict):
    """A learning module. ``duree`` is the whole time in minutes, practice included."""

    code: Code
    titre: ShortText
    bloc: Block
    resume: Text
    objectifs: list[ShortText] = Field(min_length=2)
    prerequis: list[ShortText] = []
    modules_prerequis: list[Code] = []
    duree: int = Field(ge=30)
    competences: list[Code] = Field(min_length=1)
    pratique: Text
    frequence: Literal["une-fois", "annuel"] = "une-fois"
    a_verifier: list[Text] = []
    sources: list[Source] = Field(min_length=1)
