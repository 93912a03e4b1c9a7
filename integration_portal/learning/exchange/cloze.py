"""The gaps inside a text of Moodle (« cloze ») → ours: ``{1:SHORTANSWER:=mot~=autre}`` → ``{mot|autre}``."""

import re

from .foreign import UnreadableError

_GAP = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^}\\])*)\}")
_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_NUMBERS = {"NUMERICAL", "NM"}
_PICKED = re.compile(r"MULTICHOICE(_\w+)?|MC[VHS]{0,2}")
_WEIGHT = re.compile(r"%(-?[\d.]+)%")


def cloze_text(text: str) -> tuple[str, list[str]]:
    """(our text with its gaps, what is lost). Raises UnreadableError."""
    lost: list[str] = []
    written = _GAP.sub(lambda gap: _gap(gap[1], gap[2], lost), text)
    left = re.sub(r"\{[^{}]*\}", "", written) if _GAP.search(text) else text
    if "{" in left or "}" in left or not _GAP.search(text):
        raise UnreadableError("Ce texte à trous ne se lit pas : un trou a une forme inconnue.")
    return written, list(dict.fromkeys(lost))


def _gap(kind: str, inside: str, lost: list[str]) -> str:
    words = _right(inside)
    if kind in _NUMBERS:
        if any(":" in word and word.rpartition(":")[2].strip("0.") for word in words):
            lost.append("La marge des nombres du texte n'est pas reprise.")
        words = [word.partition(":")[0] for word in words]
    elif _PICKED.fullmatch(kind):
        lost.append("Les mots à choisir dans une liste deviennent des mots à écrire.")
    elif kind not in _TYPED:
        raise UnreadableError(f"Un trou « {kind} » n'est pas repris.")
    words = [word.strip() for word in words if word.strip() not in {"", "*"}]
    if not words or any(sign in word for word in words for sign in "{}|"):
        raise UnreadableError("Un trou n'a pas de réponse juste qui puisse s'écrire.")
    return "{" + "|".join(dict.fromkeys(words)) + "}"


def _right(inside: str) -> list[str]:
    """The answers worth all: ``=mot`` or ``%100%mot``; what follows ``#`` is feedback."""
    right = []
    for part in re.split(r"(?<!\\)~", inside):
        answer = re.split(r"(?<!\\)#", part)[0].strip()
        weight = _WEIGHT.match(answer)
        if answer.startswith("="):
            right.append(answer[1:])
        elif weight and float(weight[1]) == 100:
            right.append(answer[weight.end() :])
    return [re.sub(r"\\(.)", r"\1", word) for word in right]
