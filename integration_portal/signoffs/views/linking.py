"""From what is signed to the page where it is looked at."""

from flask import request

from ..subjects import link_of


def subject_url(subject: str) -> str:
    """Its address; "" where there is no page of that kind."""
    path = link_of(subject).path
    return f"{request.script_root}{path}" if path else ""
