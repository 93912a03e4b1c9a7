"""A simulated situation (``simulation.yml``): a graph of turns with memory, conditions and gauges.

Shape only; what a run does and whether the graph holds is in ``content/simulations.py``.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from .base import ShortText, Slug, Strict, Text
from .questions import BankContext

GAUGES = ("urgence", "identite", "secret", "relation")
Gauge = Literal["urgence", "identite", "secret", "relation"]
FLAG = re.compile(r"^(?:sans )?([a-z0-9]+(?:-[a-z0-9]+)*)$")
LEVEL = re.compile(r"^(urgence|identite|secret|relation) (<|>=) (\d{1,3})$")


def _condition(text: str) -> str:
    if not (FLAG.match(text) or LEVEL.match(text)):
        raise ValueError(
            f"condition illisible : « {text} ». Écrivez « nom-demande », « sans nom-demande », "
            "« relation < 40 » ou « identite >= 60 »"
        )
    return text


Condition = Annotated[str, AfterValidator(_condition)]


class Rule(Strict):
    """What a choice leans on: a lesson of the module or a fiche."""

    lecon: Slug | None = None
    fiche: Slug | None = None

    @field_validator("lecon")
    @classmethod
    def _lesson_exists(cls, value: str | None, info: ValidationInfo) -> str | None:
        known: BankContext | None = info.context
        if known and value is not None and value not in known["lessons"]:
            raise ValueError(f"aucune leçon du module ne s'appelle « {value} »")
        return value

    @model_validator(mode="after")
    def _one(self) -> "Rule":
        if (self.lecon is None) == (self.fiche is None):
            raise ValueError("« regle » nomme une leçon ou une fiche, l'une des deux")
        return self


class Way(Strict):
    """Where a choice leads when every condition of ``si`` holds."""

    si: list[Condition] = []
    vers: Slug


class Choice(Strict):
    """What she may say or do. ``attendu``: what a seasoned colleague does here; ``etoile``: a
    safety error; ``retient``: flags remembered; ``jauges``: what it adds, -50 to 50."""

    texte: Text
    si: list[Condition] = []
    retient: list[Slug] = []
    jauges: dict[Gauge, Annotated[int, Field(ge=-50, le=50)]] = {}
    vers: Slug | list[Way]
    attendu: bool = False
    etoile: bool = False
    debrief: Text
    regle: Rule | None = None

    @model_validator(mode="after")
    def _coherent(self) -> "Choice":
        if self.attendu and self.etoile:
            raise ValueError("une erreur ★ ne peut pas être le choix attendu")
        if self.etoile and self.regle is None:
            raise ValueError(
                "une erreur ★ nomme sa règle : « regle: {lecon: …} » ou « {fiche: …} »"
            )
        if isinstance(self.vers, list) and (not self.vers or self.vers[-1].si):
            raise ValueError("la dernière voie de « vers » n'a pas de condition")
        return self


class Turn(Strict):
    """One turn, or an end when ``fin`` is set. ``qui`` speaks ``dit``; ``scene`` is what happens;
    ``evenement`` what comes in the way (a second call, somebody angry behind)."""

    id: Slug
    qui: ShortText | None = None
    dit: Text | None = None
    scene: Text | None = None
    evenement: Text | None = None
    choix: list[Choice] = Field(default=[], max_length=6)
    fin: Literal["reussie", "a-reprendre", "danger"] | None = None
    titre: ShortText | None = None

    @model_validator(mode="after")
    def _end_or_turn(self) -> "Turn":
        if self.fin is None and len(self.choix) < 2:
            raise ValueError(f"le tour « {self.id} » offre au moins deux choix (ou « fin »)")
        if self.fin is not None and (self.choix or self.titre is None or self.scene is None):
            raise ValueError(f"la fin « {self.id} » a un titre et une scène, et aucun choix")
        if self.fin is None and not (self.dit or self.scene):
            raise ValueError(f"le tour « {self.id} » ne dit rien : « dit » ou « scene »")
        if (self.qui is None) != (self.dit is None):
            raise ValueError(f"tour « {self.id} » : « qui » et « dit » vont ensemble")
        return self


class Simulation(Strict):
    """``duree`` in minutes; gauges start at ``depart_jauges`` (50 unless told), 0 to 100."""

    titre: ShortText
    genre: Literal["appel", "courriers", "accueil", "bureau"]
    duree: int = Field(ge=3, le=45)
    situation: Text
    consigne: Text
    objectifs: list[ShortText] = Field(min_length=1)
    depart: Slug
    depart_jauges: dict[Gauge, Annotated[int, Field(ge=0, le=100)]] = {}
    tours: list[Turn] = Field(min_length=3)
