"""Where a subject is looked at, by its prefix. Pure: the floors above own those pages."""

from typing import NamedTuple


class SubjectLink(NamedTuple):
    """``words`` as in « voir … »; ``path`` inside the portal, "" when nothing is to be opened;
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
    return SubjectLink("le dossier", "", "ce dossier")
