"""A journey template (``content/journeys/*.yml``): phases and steps, pinned by each journey."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from .base import Code, ShortText, Slug, Strict, Text
from .rights import Right

StepKind = Literal[
    "administratif",
    "rencontre",
    "immersion",
    "fiche",
    "module",
    "mise-en-situation",
    "observation",
    "questionnaire",
    "entretien",
]
# Who must act. Every role but the recruit's finds the step in her own list.
StepRole = Literal[
    "recrue",
    "tutrice",
    "encadrante",
    "medecin",
    "dsi",
    "rh",
    "sante-travail",
    "referent-logiciel",
    "referent-identite",
    "referent-droits",
    "referent-archives",
    "formation",
    "cadre-sante",
    "partenaire",
]
DUE = re.compile(r"^(J-\d{1,3}|J\d{1,3}|S\d{1,2}|M\d{1,2})$")


def _due(value: str) -> str:
    if not DUE.match(value):
        raise ValueError("échéance attendue : J-15, J1, S2 ou M3")
    return value


DueRule = Annotated[str, AfterValidator(_due)]


class Criterion(Strict):
    """One observable act. ``securite``: must be acquired, whatever the rest (★)."""

    code: Slug
    texte: ShortText
    securite: bool = False


class Resource(Strict):
    type: Literal["fiche", "module", "lecon", "questionnaire", "epreuve", "lien"]
    cible: str
    titre: ShortText | None = None


class Evidence(Strict):
    """What a signature rests on, besides itself: so many observations without a safety gap, on so
    many days, by so many people; then a doctor's countersignature."""

    observations: int = Field(default=0, ge=0, le=10)
    jours: int = Field(default=0, ge=0, le=10)
    observateurs: int = Field(default=0, ge=0, le=5)
    contresignature: bool = False

    @model_validator(mode="after")
    def can_be_met(self) -> Self:
        if max(self.jours, self.observateurs) > self.observations:
            raise ValueError(
                "preuve : il faut au moins autant d'observations que de jours et de personnes"
            )
        return self


class Step(Strict):
    """One step. ``duree`` in minutes; ``echeance`` relative to the first day (see ``DUE``):
    ``J-15`` fifteen working days before, ``J1`` first day, ``S2`` end of week 2, ``M3`` three months on.
    ``verrou`` says what is not allowed before; ``ouvre`` names the rights it opens, with every other
    step that names them."""

    code: str = Field(pattern=r"^\d{2,3}[a-z]?$")
    slug: Slug
    titre: ShortText
    phase: Slug
    type: StepKind
    responsable: StepRole
    participants: list[StepRole] = []
    echeance: DueRule
    duree: int = Field(ge=5)
    pourquoi: Text
    faire: Text
    criteres: list[Criterion] = Field(min_length=1)
    competences: list[Code] = []
    prerequis: list[str] = []
    ressources: list[Resource] = []
    verrou: Text | None = None
    ouvre: list[Right] | None = Field(default=None, min_length=1)
    preuve: Evidence | None = None

    @model_validator(mode="after")
    def only_observations_are_proven(self) -> Self:
        if self.preuve is not None and self.type != "observation":
            raise ValueError(f"étape {self.code} : « preuve » ne va qu'à une observation")
        return self

    @model_validator(mode="after")
    def gates_say_why(self) -> Self:
        if self.ouvre and not self.verrou:
            raise ValueError(f"étape {self.code} : « ouvre » demande un « verrou » qui le dise")
        return self

    @model_validator(mode="after")
    def criteria_unique(self) -> Self:
        codes = [criterion.code for criterion in self.criteres]
        if len(codes) != len(set(codes)):
            raise ValueError(f"étape {self.code} : deux critères portent le même code")
        return self


class Phase(Strict):
    code: Slug
    titre: ShortText


class JourneyDefinition(Strict):
    """A whole template. Steps are in reading order; codes and slugs are unique."""

    titre: ShortText
    resume: Text
    phases: list[Phase] = Field(min_length=1)
    etapes: list[Step] = Field(min_length=1)

    @model_validator(mode="after")
    def references_hold(self) -> Self:
        phases = {phase.code for phase in self.phases}
        seen: set[str] = set()
        slugs: set[str] = set()
        codes = {step.code for step in self.etapes}
        for step in self.etapes:
            if step.code in seen or step.slug in slugs:
                raise ValueError(f"étape {step.code} : code ou slug déjà utilisé")
            seen.add(step.code)
            slugs.add(step.slug)
            if step.phase not in phases:
                raise ValueError(f"étape {step.code} : phase inconnue « {step.phase} »")
            for needed in step.prerequis:
                if needed not in codes or needed == step.code:
                    raise ValueError(f"étape {step.code} : prérequis inconnu « {needed} »")
        _refuse_cycles({step.code: step.prerequis for step in self.etapes})
        return self


def _refuse_cycles(needs: dict[str, list[str]]) -> None:
    done: set[str] = set()

    def visit(code: str, path: tuple[str, ...]) -> None:
        if code in path:
            raise ValueError(f"prérequis en boucle : {' → '.join((*path, code))}")
        if code not in done:
            for needed in needs[code]:
                visit(needed, (*path, code))
            done.add(code)

    for code in needs:
        visit(code, ())
