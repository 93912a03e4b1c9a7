"""Front matter of a fiche réflexe (``content/pathologies/*.md``, ``content/situations/*.md``)."""

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from .base import ShortText, Slug, Source, SourceId, Strict, Text

Level = Literal["U0", "U1", "U2", "U3"]
# Whom the call is passed to. ``15_ou_medecin``: the local rule decides, in doubt the 15.
Conduct = Literal[
    "15",
    "17",
    "114",
    "15_ou_medecin",
    "medecin_immediat",
    "medecin_jour",
    "equipe",
    "encadrement",
]


class Alert(Strict):
    """One line of the red block: a sign, to whom the call goes, and the source."""

    si: ShortText
    conduite: Conduct
    geste: ShortText
    niveau: Level
    sources: list[SourceId] = Field(min_length=1)


class Words(Strict):
    """Words of a caller or of a letter and the level to *propose* to the doctor."""

    mots: ShortText
    niveau: Level


class Abbreviation(Strict):
    sigle: ShortText
    sens: ShortText
    ambigu: bool = False
    autres_sens: list[ShortText] = []

    @model_validator(mode="after")
    def ambiguous_needs_other_meanings(self) -> Self:
        if self.ambigu and not self.autres_sens:
            raise ValueError("un sigle ambigu doit citer ses autres sens (autres_sens)")
        return self


class Urgency(Strict):
    """One row of the urgency table. The delay is always local, never written here."""

    niveau: Level
    quand: Text
    faire: Text


class CircuitStep(Strict):
    etape: ShortText
    interlocuteur: ShortText
    note: Text | None = None


class Term(Strict):
    terme: ShortText
    definition: ShortText


class Exam(Strict):
    examen: ShortText
    preparation: Text
    duree: ShortText | None = None


class Phrase(Strict):
    contexte: ShortText
    fr: Text
    en: Text


class Ald(Strict):
    numero: int = Field(ge=1, le=30)
    libelle: ShortText
    condition: ShortText


class Before(Strict):
    documents: list[ShortText] = []
    examens: list[ShortText] = []
    consignes: list[ShortText] = []


class Validation(Strict):
    """Shipped fiches are always drafts: a doctor validates inside the portal, not in a file."""

    statut: Literal["brouillon"] = "brouillon"
    note: Text = "À valider par un médecin du service."


class Review(Strict):
    frequence_mois: int = Field(ge=1, le=36)
    prochaine: dt.date


class Change(Strict):
    n: int = Field(ge=1)
    date: dt.date
    auteur: ShortText
    motif: ShortText


class Fiche(Strict):
    """A fiche réflexe. Section order on screen: ``domaine.md`` A.5."""

    id: str = Field(pattern=r"^FR-[A-Z]{3,8}-\d{3}$")
    titre: ShortText
    type_fiche: Literal["pathologie", "situation", "examen", "parcours", "administratif"]
    priorite: Literal[1, 2, 3]
    specialite: Slug
    specialites_associees: list[Slug] = []
    cim10: list[str] = []
    ald: Ald | None = None
    resume: Text
    synonymes: list[ShortText] = []
    abreviations: list[Abbreviation] = []
    mots_patient: list[Words] = Field(min_length=8)
    mots_courrier: list[Words] = []
    alertes: list[Alert] = Field(min_length=1, max_length=7)
    urgence: list[Urgency] = Field(min_length=1)
    questions: list[ShortText] = Field(min_length=4, max_length=6)
    a_noter: list[ShortText] = Field(min_length=1)
    avant: Before = Before()
    parcours: list[CircuitStep] = Field(min_length=1)
    administratif: list[Text] = []
    vocabulaire: list[Term] = Field(default=[], max_length=10)
    examens: list[Exam] = []
    phrases: list[Phrase] = Field(min_length=1)
    limites_de_role: list[ShortText] = Field(min_length=1)
    pieges: list[Text] = []
    a_verifier: list[Text] = []
    sources: list[Source] = Field(min_length=1)
    validation: Validation = Validation()
    revue: Review
    versions: list[Change] = Field(min_length=1)

    @model_validator(mode="after")
    def sources_exist(self) -> Self:
        known = {source.id for source in self.sources}
        for alert in self.alertes:
            for cited in alert.sources:
                if cited not in known:
                    raise ValueError(f"l'alerte « {alert.si} » cite la source {cited}, absente")
        return self

    @model_validator(mode="after")
    def pathology_has_letter_words(self) -> Self:
        if self.type_fiche == "pathologie" and len(self.mots_courrier) < 6:
            raise ValueError("une pathologie demande au moins 6 mots de courrier (mots_courrier)")
        return self
