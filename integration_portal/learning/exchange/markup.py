"""The plain text of what another platform wrote in HTML."""

import re
from html.parser import HTMLParser

_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
_BLOCKS = {"p", "div", "br", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "pre"}
_SILENT = {"script", "style"}


def looks_like_html(text: str) -> bool:
    return bool(_LOOKS_LIKE_HTML.search(text))


def plain(html: str) -> str:
    """Words, line breaks and dashes of lists; nothing else is kept."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.words).split("\n")
    text = "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def usual_spaces(text: str) -> str:
    """As an editor types them: our pages put the no-break ones back."""
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r"[ \t]*\n[ \t]*", "\n", text).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.words.append("\n- ")
        elif tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS - {"br"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"[ \t\r\n]+", " ", data))
