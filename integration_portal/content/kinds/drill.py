"""Caller sentences of « Trouvez la bonne fiche » (``content/drill/*.yml``)."""

from typing import Self

from pydantic import Field, model_validator

from .base import ShortText, Slug, Strict


class Phrase(Strict):
    """What a caller says, and the fiches that answer it, the best first.

    ``signe``: words of the alert of the first fiche that answers it, whatever the capitals and
    accents; ``vital``: that alert is of the gravest level (U0).
    """

    dit: ShortText
    fiches: list[Slug] = Field(min_length=1, max_length=3)
    signe: ShortText
    vital: bool = False

    @model_validator(mode="after")
    def fiches_once(self) -> Self:
        if len(set(self.fiches)) < len(self.fiches):
            raise ValueError(f"« {self.dit} » cite deux fois la même fiche")
        return self


class Drill(Strict):
    titre: ShortText
    resume: ShortText
    phrases: list[Phrase] = Field(min_length=20)

    @model_validator(mode="after")
    def phrases_once(self) -> Self:
        said = [phrase.dit.casefold() for phrase in self.phrases]
        twice = next((one for one in said if said.count(one) > 1), None)
        if twice is not None:
            raise ValueError(f"la phrase « {twice} » est écrite deux fois")
        return self
