"""Markdown to safe HTML. What a text may contain is listed here, and nothing else passes."""

import re

import markdown as md
import nh3

from .typography import french

_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td", "a", "hr", "abbr", "dl", "dt", "dd",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"scope"}, "abbr": {"title"}, "ol": {"start"}}
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_HEADER = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]+>")


def render(text: str) -> str:
    """HTML of a trusted-by-nobody Markdown text: raw HTML is dropped, links are http(s),
    mailto or local, wide tables scroll on their own."""
    html = md.markdown(french(text), extensions=["tables", "sane_lists", "def_list", "abbr"])
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    # The empty corner of a table with two headings is no heading.
    clean = clean.replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    return _TABLE.sub(_scrolling_table, clean)


def _scrolling_table(found: re.Match[str]) -> str:
    """A table named by its columns, in a box that scrolls with the keyboard too."""
    columns = [_MARKUP.sub("", header) for header in _HEADER.findall(found[1])]
    name = ", ".join(column for column in columns if column).replace('"', "&quot;")
    return (
        '<div class="table-scroll" tabindex="0" role="group" aria-label="Tableau">'
        f'<table aria-label="{name or "Tableau"}">{found[1]}</table></div>'
    )
