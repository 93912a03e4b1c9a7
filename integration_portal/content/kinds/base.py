"""What every content entry shares: strict parsing and the fields an editor may not invent."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=240, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^(GI|ES|CT|SP)-\d{1,2}$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^S\d{1,2}$")]
Block = Literal["gestion-information", "eco-systeme", "transversales", "specialisation"]


class Strict(BaseModel):
    """Unknown keys are errors: a misspelt key must never be silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Source(Strict):
    """Where a fact comes from, and whether the author read it (``relu``), only located it
    (``trouve``) or could not check it (``non_verifie``)."""

    id: SourceId
    editeur: ShortText
    titre: ShortText
    url: str | None = None
    date_doc: str | None = None
    consultee_le: dt.date | None = None
    statut: Literal["relu", "trouve", "non_verifie"]
    note: Text | None = None
