"""A module as a folder of plain pages, to be read or hosted without the portal. Pure."""

from .pages import files_of

__all__ = ["files_of"]
