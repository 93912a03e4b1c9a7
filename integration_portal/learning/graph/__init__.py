"""The graph of a simulation as a picture and as a table. Pure: payloads in, text out."""

from .drawing import draw
from .table import endings, lines

__all__ = ["draw", "endings", "lines"]
