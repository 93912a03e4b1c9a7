"""Pages of a long list. The address keeps every filter and changes only ``page``."""

from dataclasses import dataclass

from flask import request, url_for

SIZE = 50


@dataclass(frozen=True)
class Page:
    """What the ``pagination`` macro shows. ``total``: rows of the whole list."""

    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    def url(self, number: int) -> str:
        kept = {name: value for name, value in request.args.items(multi=True) if name != "page"}
        place = request.view_args or {}
        return url_for(request.endpoint or "", **{**kept, **place, "page": number})


def requested_page(total: int, *, size: int = SIZE) -> Page:
    """The page that the address asks for, brought back among those that exist."""
    asked = request.args.get("page", default=1, type=int)
    last = Page(1, total, size).pages
    return Page(min(max(1, asked), last), total, size)
