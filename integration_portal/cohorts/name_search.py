"""Finding a name with or without its accents, alike on both databases."""

from sqlalchemy import ColumnElement, String, and_, bindparam, func

# Accents people leave out when they search. Both databases know replace(); neither folds alike.
# Twenty or so at most: SQLite refuses deeper nesting.
_FOLDED = ("àâä", "a"), ("éèêëÉÈ", "e"), ("îïÎ", "i"), ("ôöÔÖ", "o"), ("ùûü", "u"), ("çÇ", "c")


def fold(text: str) -> str:
    """Lower case without accents, as ``_folded`` does in the database."""
    text = text.lower()
    for marks, plain in _FOLDED:
        for mark in marks:
            text = text.replace(mark, plain)
    return text


def loose(word: str) -> str:
    """A LIKE pattern that every spelling of ``word`` fits, with or without accents."""
    spelt = "".join(mark if mark in "bdfghjklmnpqrstvwxz" else "_" for mark in fold(word))
    return f"%{spelt}%"


def holds(name: ColumnElement[str], index: int) -> ColumnElement[bool]:
    """The name holds a word asked for. Folding a name is slow: the loose pattern goes first."""
    word, near = (bindparam(f"{kind}{index}", type_=String) for kind in ("word", "loose"))
    return and_(name.ilike(near), _folded(name).like(word, escape="/"))


def _folded(column: ColumnElement[str]) -> ColumnElement[str]:
    found: ColumnElement[str] = column
    for marks, plain in _FOLDED:
        for mark in marks:
            found = func.replace(found, mark, plain)
    return func.lower(found)


def pattern(word: str) -> str:
    """A LIKE pattern that finds ``word`` anywhere, its own wildcards taken literally."""
    word = fold(word)
    for mark in "/%_":
        word = word.replace(mark, f"/{mark}")
    return f"%{word}%"
