"""Refusals."""

from ..core.errors import ConflictError


class AlreadyRevokedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette clé est déjà révoquée : elle n’ouvre plus rien.")
