"""From plain data to a tagged PDF (PDF/UA-1), fiche by fiche then all together."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_PROOF_PPI = 1.0  # counted, never looked at


class Typesetter:
    """One compiler for a whole binder: it keeps the fonts and what it already laid out.

    It reads files of this folder only, and the fonts of the package only: the same page everywhere.
    """

    def __init__(self) -> None:
        self._compiler = typst.Compiler(
            input=str(_HERE / "binder.typ"),
            root=str(_HERE),
            font_paths=[str(_HERE / "fonts")],
            ignore_system_fonts=True,
        )

    def pdf(self, document: dict[str, Any], at: dt.datetime) -> bytes:
        """The same document at the same instant gives the same bytes."""
        made = self._compiler.compile(
            sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(at.timestamp()),
        )
        assert isinstance(made, bytes)
        return made

    def count_pages(self, document: dict[str, Any]) -> int:
        """How many pages the fiches of ``document`` take, without its cover nor its index."""
        alone = json.dumps({**document, "whole": False}, ensure_ascii=False)
        proofs = self._compiler.compile(sys_inputs={"data": alone}, format="png", ppi=_PROOF_PPI)
        return len(proofs) if isinstance(proofs, list) else 1
