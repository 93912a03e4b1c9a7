"""The ways a simulation ends (``fin`` of its content), in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """``whole`` opens a debrief, ``brief`` goes on a line, ``sign`` fits in a shape of the graph."""

    whole: str
    brief: str
    sign: str


ENDINGS: Mapping[str, Words] = {
    "reussie": Words("Situation bien menée", "bien menée", "Réussie"),
    "a-reprendre": Words("À reprendre", "à reprendre", "À reprendre"),
    "danger": Words("Une personne a été mise en danger", "une personne en danger", "Danger"),
}
