"""Where the subject of a request is read."""

from ..web.kept import url_for

_PAGES = {"step": ("journeys.step", "step_id"), "block": ("journeys.journey", "journey_id")}


def subject_link(subject: str) -> str | None:
    """The address of the step or of the journey; None where there is no page of that kind."""
    kind, _, rest = subject.partition(":")
    page = _PAGES.get("block" if kind == "competency" else kind)
    number = rest.partition(":")[0]
    if page is None or not number.isdigit():
        return None
    endpoint, argument = page
    return url_for(endpoint, **{argument: int(number)})
