"""Where a subject is looked at, by its prefix. Pure: the floors above own those pages."""

from typing import NamedTuple

from .models import EntryKind

# What a tutor decides on, and how both decisions read in feminine words.
_DECIDED = {"step": "Étape", "competency": "Compétence"}
_DECISIONS = {EntryKind.SIGNED: "validée", EntryKind.RETURNED: "à reprendre"}


class SubjectLink(NamedTuple):
    """``words`` as in « voir … », « valider … »; ``path`` inside the portal, "" when nothing is to be opened;
    ``act``: what a validation is about."""

    words: str
    path: str
    act: str


def link_of(subject: str) -> SubjectLink:
    kind, _, rest = subject.partition(":")
    journey, _, inside = rest.partition(":")
    if kind == "step":
        return SubjectLink("l’étape", f"/etapes/{rest}", "cette étape")
    if kind == "competency":
        path = f"/parcours/{journey}/competences/{inside}"
        return SubjectLink("la compétence", path, "cette compétence")
    if kind == "block":
        return SubjectLink("les compétences", f"/parcours/{journey}/competences", "ce bloc")
    if kind == "interview":
        return SubjectLink("l’entretien", f"/entretiens/{rest}", "cet entretien")
    if kind == "passport":
        return SubjectLink("le passeport", f"/passeports/{rest}", "ce passeport")
    return SubjectLink("le dossier", "", "ce dossier")


def label_of(kind: EntryKind, subject: str) -> str:
    """What one line of the ledger is, as everybody reads it."""
    name, decision = _DECIDED.get(subject.partition(":")[0]), _DECISIONS.get(kind)
    return f"{name} {decision}" if name and decision else kind.label
