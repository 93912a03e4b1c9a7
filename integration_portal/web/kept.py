"""What every page writes again and again, made once: addresses and small drawings.
Fifty rows show a hundred icons; making each anew is what costs (bench/).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request, session
from flask_wtf.csrf import generate_csrf

from .. import __version__

_EXTENSION = "kept_addresses"
_BLANK: dict[object, str] = {}
_BLANKS = 2048


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's, for addresses inside the portal. The path it is served at counts."""
    address: Callable[..., str] = current_app.extensions[_EXTENSION]
    return address(request.script_root, endpoint, tuple(values.items()))


def asset(path: str, *, versioned: bool = True) -> str:
    """Address of a static file; the version makes a new release reach every browser at once."""
    return url_for("static", filename=path, v=__version__ if versioned else None)


def kept(
    macro: Callable[..., str], size: int = 512, *, addresses: bool = True
) -> Callable[..., str]:
    """A macro whose result depends on its arguments alone; the last ``size`` results are kept.
    ``addresses`` False: it writes none but those it is given.

    The arguments, compared by value, are the key: what somebody may not read cannot come out, since
    whoever asks already holds every word of it. Only for templates imported without context.
    """

    if not addresses:
        return lru_cache(maxsize=size)(macro)

    @lru_cache(maxsize=size)
    def once(_root: str, *arguments: object) -> str:
        return macro(*arguments)

    return lambda *arguments: once(request.script_root, *arguments)


def text_input(field: Any, described: str) -> str:
    """A field with the attributes of the house; an empty one is drawn once."""
    attributes = (
        ("aria-describedby", described or False),
        ("aria-invalid", "true" if field.errors else False),
        ("aria-required", "true" if field.flags.required else False),
    )
    blank = getattr(field, "_value", lambda: None)() == ""
    key = (
        type(field), type(field.widget), field.id, field.name, attributes,
        tuple((field.render_kw or {}).items()), tuple(vars(field.flags).items()),
    )  # fmt: skip
    drawn = _BLANK.get(key) if blank else None
    if drawn is None:
        drawn = field(required=False, **dict(attributes))
        if blank and len(_BLANK) < _BLANKS:
            _BLANK[key] = drawn
    return drawn


def csrf_token() -> str:
    """As Flask-WTF's, which signs the same words anew for every page of a session."""
    raw = session.get("csrf_token")
    return _signed(raw) if raw else str(generate_csrf())


@lru_cache(maxsize=4096)
def _signed(_raw: str) -> str:
    return str(generate_csrf())


def install(app: Flask) -> None:
    @lru_cache(maxsize=4096)
    def address(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    app.extensions[_EXTENSION] = address
    app.jinja_env.globals |= {
        "url_for": url_for,
        "asset": asset,
        "kept": kept,
        "csrf_token": csrf_token,
        "text_input": text_input,
    }
    # Flask-WTF gives its own to every page, over the one above.
    app.context_processor(lambda: {"csrf_token": csrf_token})
