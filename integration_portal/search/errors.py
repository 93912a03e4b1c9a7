"""Refusals of the search."""

from ..core.errors import RuleError


class EmptyGapError(RuleError):
    def __init__(self) -> None:
        super().__init__("Écrivez les mots que vous avez cherchés.")
