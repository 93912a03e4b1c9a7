"""The look of the pages of a folder: the portal's own values and elements, without its fonts."""

import re
from functools import cache
from importlib.resources import files

_FONT = re.compile(r"^@font-face .*\n", re.MULTILINE)


@cache
def style() -> str:
    """One file: it asks for nothing else, from a disk as from a site."""
    shared = files("integration_portal.web") / "static" / "css"
    sheets = [shared / f"{name}.css" for name in ("tokens", "base", "learning")]
    own = files(__package__) / "pages.css"
    return _FONT.sub("", "\n".join(sheet.read_text("utf-8") for sheet in (*sheets, own)))
