"""An XML text as a small tree that knows its lines. A document type is refused: it can only harm."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from .foreign import Fault


class XmlError(Exception):
    """The text is no usable XML."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(line, message)


@dataclass
class Node:
    """``words``: the text directly inside; ``comments``: those just before it."""

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    words: str = ""
    comments: list[str] = field(default_factory=list)

    def find(self, *path: str) -> "Node | None":
        """The first descendant along these tags."""
        node: Node | None = self
        for tag in path:
            node = next((one for one in node.children if one.tag == tag), None) if node else None
        return node

    def all(self, tag: str) -> list["Node"]:
        return [one for one in self.children if one.tag == tag]

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


def tree(text: str) -> Node:
    """Raises XmlError."""
    builder = _Builder()
    try:
        builder.parser.Parse(text.removeprefix("\ufeff").lstrip(), True)
    except expat.ExpatError as error:
        raise XmlError(error.lineno, "Le XML est mal formé ici.") from error
    return builder.root.children[0]


class _Builder:
    def __init__(self) -> None:
        self.root = Node("", 0)
        self._open = [self.root]
        self._comments: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._comments.append
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        node = Node(tag, line, attributes, comments=list(self._comments))
        self._comments.clear()
        self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, tag: str) -> None:
        self._open.pop()

    def _text(self, words: str) -> None:
        self._open[-1].words += words

    def _refuse(self, *_: object) -> None:
        raise XmlError(self.parser.CurrentLineNumber, "Un XML avec un DOCTYPE n'est pas lu.")
