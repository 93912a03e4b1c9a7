"""Words to learn (``content/vocabulary/*.yml``): elements of medical words, and abbreviations."""

from typing import Literal, Self

from pydantic import Field, model_validator

from .base import ShortText, Slug, Strict


class WordCard(Strict):
    """``sens``: the usual meaning; ``domaine``: the specialty that uses it most, by its slug.

    ``ambigu``: it has ``autres_sens`` as common, and the right answer is to ask. ``note``: what it
    is mistaken for, what not to do with it.
    """

    id: Slug
    type: Literal["prefixe", "racine", "suffixe", "sigle"]
    terme: ShortText
    sens: ShortText
    exemple: ShortText | None = None
    domaine: Slug | None = None
    ambigu: bool = False
    autres_sens: list[ShortText] = []
    note: ShortText | None = None
    sources: list[ShortText] = []

    @model_validator(mode="after")
    def ambiguous_means_other_meanings(self) -> Self:
        if self.ambigu != bool(self.autres_sens):
            raise ValueError(
                "« ambigu » va avec « autres_sens » : l'un ne s'écrit pas sans l'autre"
            )
        return self


class Vocabulary(Strict):
    """Cards in the order they are learnt: the most useful first."""

    titre: ShortText
    resume: ShortText
    cartes: list[WordCard] = Field(min_length=1)

    @model_validator(mode="after")
    def cards_once(self) -> Self:
        seen: set[str] = set()
        for card in self.cartes:
            if card.id in seen:
                raise ValueError(f"la carte « {card.id} » est écrite deux fois")
            seen.add(card.id)
        return self
