"""The parts of a fiche's page that only its text decides, rendered once for each text.

The rest of the page (who decided, who reads, from where) is rendered at each request.
"""

from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup

from ..keeping import Kept
from ..presentation import Sheet


@dataclass(frozen=True)
class Parts:
    """``top``: other names and red block; ``sources``: where the text comes from."""

    top: Markup
    body: Markup
    sources: Markup


# About 30 kB each: as many as the fiches of two units of one hospital.
_PARTS: Kept[tuple[str, str, bool], Parts] = Kept(256)


def parts_of(sheet: Sheet, *, validated: bool) -> Parts:
    """``validated``: a delay of the hospital shows only then."""
    key = (sheet.slug, sheet.version, validated)
    return _PARTS.get(key, lambda: _render(sheet, validated))


def _render(sheet: Sheet, validated: bool) -> Parts:
    def part(name: str) -> Markup:
        template = f"fiches/_text_{name}.html"
        shown = render_template(template, sheet=sheet, text=sheet.text, validated=validated)
        return Markup(shown)  # noqa: S704 — the template escaped it

    return Parts(part("top"), part("body"), part("sources"))
