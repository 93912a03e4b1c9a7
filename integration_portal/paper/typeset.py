"""From plain data to a tagged PDF (PDF/UA-1): the one door to typst, the portal's fonts with it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_PROOF_PPI = 1.0  # counted, never looked at

Document = dict[str, Any]


class Typesetter:
    """One compiler for one template: it keeps the fonts and what it already laid out.

    What people typed goes in as JSON, read by the template as data: nothing has to be escaped and
    nothing becomes code. It reads files of the package only, and the fonts beside this file only:
    the same page everywhere. ``/paper/look.typ`` is what templates share.
    """

    def __init__(self, template: Path) -> None:
        self._compiler = typst.Compiler(
            input=str(template),
            root=str(_HERE.parent),
            font_paths=[str(_HERE / "fonts")],
            ignore_system_fonts=True,
        )

    def pdf(self, document: Document, at: dt.datetime) -> bytes:
        """The same document at the same instant gives the same bytes."""
        made = self._compiler.compile(
            sys_inputs=_inputs(document),
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(at.timestamp()),
        )
        assert isinstance(made, bytes)
        return made

    def count_pages(self, document: Document) -> int:
        proofs = self._compiler.compile(sys_inputs=_inputs(document), format="png", ppi=_PROOF_PPI)
        return len(proofs) if isinstance(proofs, list) else 1


def _inputs(document: Document) -> dict[str, str]:
    return {"data": json.dumps(document, ensure_ascii=False)}
