"""The signs of GIFT that mean something, and how they are written when they do not."""

import re

from .foreign import UnreadableError
from .markup import looks_like_html, plain, usual_spaces

_ESCAPED = "\\#=~{}:"
# While a text is cut into its parts, an escaped sign is one no text has.
_HIDDEN = {sign: chr(0xE000 + n) for n, sign in enumerate(_ESCAPED + "\n")}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_ESCAPE = re.compile(r"\\([\\#=~{}:n])")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")


def hide(text: str) -> str:
    """Escaped signs out of the way."""
    return _ESCAPE.sub(lambda found: _HIDDEN["\n" if found[1] == "n" else found[1]], text)


def shown(text: str, usual: str = "moodle") -> str:
    """The plain text of one part; ``usual``: its format when it does not say one."""
    named, text = format_of(text.strip(), usual)
    text = text.translate(_SHOWN).strip()
    html = named == "html" or (named == "moodle" and looks_like_html(text))
    return usual_spaces(plain(text) if html else text)


def format_of(text: str, usual: str = "moodle") -> tuple[str, str]:
    """(the format a part says it has, the part without it)."""
    found = _FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (usual, text)


def weighted(text: str, usual: float) -> tuple[float, str]:
    """``%50%texte``: the weight, and the text without it."""
    found = _WEIGHT.match(text.strip())
    return (float(found[1]), text.strip()[found.end() :]) if found else (usual, text)


def looks_weighted(text: str) -> bool:
    return bool(_WEIGHT.match(text))


def parts(text: str, sign: str) -> list[str]:
    """The parts that ``sign`` opens. Raises UnreadableError for words before the first."""
    first, *others = text.split(sign)
    if first.strip():
        raise UnreadableError(
            f"Devant « {first.strip().translate(_SHOWN)} », il manque « {sign} »."
        )
    return [one.strip() for one in others]


def escape(text: str) -> str:
    """A text as a part of a question, on one line."""
    text = text.replace("\r", "")
    escaped = re.sub(r"[\\#=~{}:]", lambda found: f"\\{found[0]}", text)
    return escaped.replace("\n", "\\n")
