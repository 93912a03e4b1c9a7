"""An expired session in the middle of a long text: the text waits behind the login page.

The refused POST travels through the login form as a signed, dated value (never in a cookie,
never in the database), and is offered again, to be sent or copied, once the person is back.
"""

from urllib.parse import quote

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from .error_pages import kept_fields
from .portal import SAFE

MAX_AGE_S = 8 * 3600
Fields = list[tuple[str, str]]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="pending-post")


def pack() -> str:
    """The refused request: a POST with its fields, or the address of a GET."""
    query = request.query_string.decode("latin-1")
    path = quote(request.path, safe="/:@!$&'()*+,;=~-._") + (f"?{query}" if query else "")
    fields = kept_fields(request.form) if request.method not in SAFE else None
    return str(_serializer().dumps([path, fields]))


def unpack(value: str | None) -> tuple[str, Fields | None] | None:
    """Local path, and the fields of a POST (None for a GET); None when there is nothing to trust.

    A path of another host never passes: browsers read ``//host`` and ``/\\host`` as one.
    """
    if not value:
        return None
    try:
        path, fields = _serializer().loads(value, max_age=MAX_AGE_S)
    except BadData:
        return None
    if not path.startswith("/") or path[1:2] in {"/", "\\"}:
        return None
    return path, None if fields is None else [(name, text) for name, text in fields]
