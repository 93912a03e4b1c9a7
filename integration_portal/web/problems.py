"""Refusals for programs: RFC 9457 ``application/problem+json`` under ``/api/``."""

import json
from http import HTTPStatus

from flask import Response, g, request

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"


def wanted() -> bool:
    """A program asks: it is answered in its own language."""
    return request.path.startswith(PREFIX)


def answer(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """``detail``: the French sentence; ``reference`` finds the request again in the logs."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "reference": g.get("request_id", ""),
    }
    response = Response(json.dumps(body, ensure_ascii=False), status, mimetype=MEDIA_TYPE)
    response.headers.update({"Cache-Control": "no-store", **(headers or {})})
    return response
