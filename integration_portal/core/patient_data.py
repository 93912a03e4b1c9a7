"""The patient-data guard: nothing about a patient is ever stored.

Pure functions that point at what looks like a NIR, a file number, a birth date or a phone
number in a free text. The NIR key rule (97 minus the number modulo 97, Corsica as 19 and 18)
is the one printed by the INSEE for the numéro d'inscription au répertoire.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["nir", "birth_date", "phone", "file_number"]

_NIR = re.compile(
    r"(?<!\d)([12378])[ .]?(\d{2})[ .]?(\d{2})[ .]?(2[AB]|\d{2})[ .]?(\d{3})[ .]?(\d{3})"
    r"(?:[ .]?(\d{2}))?(?!\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    r"\b(?:née?|naissance|ddn)\b[^\n\d]{0,25}"
    r"(\d{1,2}\s?[/.\- ]\s?(?:\d{1,2}|[a-zéûî]{3,9})\s?[/.\- ]\s?(?:19|20)?\d{2})",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33[ .]?|0)[1-9](?:[ .\-]?\d{2}){4}(?!\d)")
_FILE = re.compile(
    r"\b(?:ipp|nip|iep|n[°o] ?(?:de )?(?:dossier|séjour))\b[^\n\d]{0,12}(\d{5,12})", re.I
)

_SENTENCES: dict[Kind, str] = {
    "nir": "« {text} » ressemble à un numéro de sécurité sociale.",
    "birth_date": "« {text} » ressemble à une date de naissance.",
    "phone": "« {text} » ressemble à un numéro de téléphone.",
    "file_number": "« {text} » ressemble à un numéro de dossier de patient.",
}


@dataclass(frozen=True)
class Suspicion:
    """``text`` is the excerpt as typed."""

    kind: Kind
    text: str

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.kind].format(text=self.text)


def find_suspicions(text: str) -> list[Suspicion]:
    """Everything in ``text`` that looks like patient data, in reading order."""
    found: list[tuple[int, Suspicion]] = []
    taken: list[range] = []
    for match in _NIR.finditer(text):
        if _plausible_nir(match):
            taken.append(range(match.start(), match.end()))
            found.append((match.start(), Suspicion("nir", match.group())))
    for kind, pattern, group in _REST:
        for match in pattern.finditer(text):
            if not any(match.start(group) in span for span in taken):
                found.append((match.start(), Suspicion(kind, match.group(group))))
    return [suspicion for _, suspicion in sorted(found, key=lambda item: item[0])]


_REST: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    ("birth_date", _BIRTH, 1),
    ("phone", _PHONE, 0),
    ("file_number", _FILE, 1),
)


def _plausible_nir(match: re.Match[str]) -> bool:
    """With its key the number must check; without, the month and length are enough."""
    sex, year, month, area, town, order, key = match.groups()
    if not (1 <= int(month) <= 12 or 20 <= int(month) <= 42 or 50 <= int(month) <= 99):
        return False
    if key is None:
        return True
    digits = (
        sex + year + month + area.upper().replace("2A", "19").replace("2B", "18") + town + order
    )
    return 97 - int(digits) % 97 == int(key)
