"""The attestation of one block, as plain data. Pure."""

from collections.abc import Mapping
from pathlib import Path

from ...core.introducing import introduce
from ...core.typography import french
from ...learning.presentation import BLOCKS
from ...paper.typeset import Document
from ..models import Attestation
from .words import SignedLine, level, local_words, name_of, utc

TEMPLATE = Path(__file__).parent / "attestation.typ"
_CHECK = "Toute personne peut vérifier cette attestation avec son code, sans compte, à l’adresse"


def document(
    row: Attestation,
    visa: SignedLine,
    *,
    competencies: Mapping[str, str],
    address: str,
    zone: str,
) -> Document:
    """``competencies``: title by code. Levels are those of the visa, as they were signed."""
    inside = visa.inside
    author = inside["author"]
    who = introduce(visa.author, author["quality"], inside["unit"]["name"])
    return {
        "title": "Attestation de bloc de compétences",
        "author": inside["establishment"]["name"],
        "unit": inside["unit"]["name"],
        "foot": f"Attestation {row.code} · délivrée le {local_words(row.issued_at, zone)}",
        "block": BLOCKS[row.block],
        "withdrawn": _withdrawn(row, zone),
        "lead": "Cette attestation est délivrée à",
        "holder": name_of(inside["recruit"]),
        "quality": inside["recruit"]["quality"],
        "sentence": inside.get("sentence", ""),
        "lines": [
            {"code": code, "title": french(competencies.get(code, code)), **level(value)}
            for code, value in inside.get("levels", {}).items()
        ],
        "signed": f"Signée par {who}",
        "when": f"Le {utc(visa.at)} · ligne {visa.seq} du registre",
        "print": f"Empreinte {visa.hash}",
        "code": row.code,
        "check": _CHECK,
        "address": address,
    }


def _withdrawn(row: Attestation, zone: str) -> str:
    if row.withdrawn_at is None:
        return ""
    return f"Retirée le {local_words(row.withdrawn_at, zone)} : elle n’atteste plus rien."
