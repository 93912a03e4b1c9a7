"""French typography, applied once when content enters or a sentence is shown.

Rules: Lexique des règles typographiques en usage à l'Imprimerie nationale — narrow no-break
space before ; ! ? and inside « », no-break space before the colon.
"""

import re
import unicodedata

NARROW = "\u202f"
WIDE = "\u00a0"
_URL = re.compile(r"(https?://\S+|`[^`]*`)")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=[\w*«])"), "’"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{NARROW}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{NARROW}»"),
    (re.compile(r"[ \u00a0]+([;!?])"), NARROW + r"\1"),
    (re.compile(r"[ \u202f]+:(?=[\s*»]|$)"), f"{WIDE}:"),
    (re.compile(r"(\d) (?=(?:%|€|min\b|h\b|jours?\b|mois\b|ans?\b))"), r"\1" + WIDE),
    (re.compile(r"\b(n°|art\.|Dr|Mme|M\.) (?=\w)"), r"\1" + WIDE),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), NARROW),
)


def french(text: str) -> str:
    """The same words with the spaces and apostrophes French print asks for. Idempotent.

    Addresses and code are left as they are.
    """
    parts = _URL.split(text)
    for index in range(0, len(parts), 2):
        for pattern, replacement in _RULES:
            parts[index] = pattern.sub(replacement, parts[index])
    return "".join(parts)


def plural(count: int, singular: str, many: str | None = None) -> str:
    """``1 étape``, ``3 étapes``: in French zero and one are singular."""
    return f"{count}\u00a0{agree(count, singular, many)}"


def agree(count: int, singular: str, many: str | None = None) -> str:
    """The word alone, as that many of it is written."""
    return singular if abs(count) < 2 else (many or singular + "s")


def of(name: str) -> str:
    """``de Claire Petit``, ``d’Amina Diallo``."""
    vowel = unicodedata.normalize("NFD", name[:1]).lower()[:1] in "aeiouy"
    return f"d’{name}" if name and vowel else f"de {name}"
