"""What each kind of line is called, wherever lines are listed. Pure."""

from .models import EntryKind

ENTRY_WORDS = {
    EntryKind.OBSERVED: "Observation signée",
    EntryKind.TALKED: "Entretien réflexif signé",
    EntryKind.MINUTED: "Compte rendu signé",
    EntryKind.CONFIRMED: "Confirmation",
    EntryKind.SIGNED: "Étape validée",
    EntryKind.RETURNED: "Étape à reprendre",
    EntryKind.COUNTERSIGNED: "Contresignature du médecin",
    EntryKind.DECLINED: "À reprendre, demande le médecin",
    EntryKind.VISAED: "Visa de l’encadrement",
    EntryKind.AUTHORISED: "Passeport accordé",
    EntryKind.ACKNOWLEDGED: "La recrue a pris acte",
    EntryKind.DISPUTED: "Désaccord de la recrue",
    EntryKind.CORRECTED: "Correction",
    EntryKind.WITHDRAWN: "Signature retirée",
}
