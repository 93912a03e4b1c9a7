"""What every page must be: valid, labelled, without inline code, in French typography."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

SILENT = {"script", "style", "code", "pre", "kbd", "samp", "textarea", "template"}
READ_ATTRIBUTES = ("title", "alt", "placeholder", "aria-label", "label")
LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}
SPACES = " \t\n\r"
TYPOGRAPHY = (
    (re.compile(r"(?<=\w)'(?=\w)"), "a straight apostrophe"),
    (re.compile(r"«(?![\u00a0\u202f])"), "« without a no-break space"),
    (re.compile(r"(?<![\u00a0\u202f])»"), "» without a no-break space"),
    (re.compile(rf"[{SPACES}][;:!?](?=[{SPACES}]|$)"), "a plain space before ; : ! ?"),
    (re.compile(r"(?<=\w)·(?=\w)"), "a point médian inside a word"),
)


class PageError(AssertionError):
    """A page breaks the rules of the house; the message lists how."""


@lru_cache(maxsize=16)
def parse(text: str) -> Element:
    """The document, read strictly: once, however often a test looks at it. Raises PageError
    with the place of the first error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        return parser.parse(text)
    except ParseError as error:
        (line, column), code, _ = parser.errors[-1]
        source = text.splitlines()[line - 1].strip() if text else ""
        raise PageError(f"invalid HTML at {line}:{column} ({code}): {source[:200]}") from error


def check_page(text: str, *, typography: bool = True) -> Element:
    """Raises PageError with every fault of the page; returns its tree, to read only."""
    root = parse(text)
    faults = [*_faults(text), *(typography_faults(root) if typography else ())]
    if faults:
        raise PageError("\n".join(faults))
    return root


@lru_cache(maxsize=16)
def _faults(text: str) -> tuple[str, ...]:
    root = parse(text)
    return (
        *_frame_faults(root),
        *_id_faults(root),
        *_label_faults(root),
        *_name_faults(root),
        *_table_faults(root),
        *_inline_faults(root),
        *_python_faults(root),
    )


def words(node: Element) -> str:
    """The text inside, spaces squeezed."""
    return " ".join("".join(node.itertext()).split())


def visible_texts(node: Element) -> Iterator[str]:
    """Every text a person reads or hears, apart from code and what she typed."""
    if not isinstance(node.tag, str) or node.tag in SILENT:
        return
    for name in READ_ATTRIBUTES:
        if node.get(name):
            yield node.get(name, "")
    if node.text:
        yield node.text
    for child in node:
        yield from visible_texts(child)
        if child.tail:
            yield child.tail


def typography_faults(root: Element) -> Iterator[str]:
    for text in visible_texts(root):
        for pattern, fault in TYPOGRAPHY:
            if found := pattern.search(text):
                around = text[max(0, found.start() - 40) : found.end() + 20]
                yield f"typography, {fault}: {around!r}"


def _frame_faults(root: Element) -> Iterator[str]:
    if root.get("lang") != "fr":
        yield "<html> has no lang=fr"
    titles = [words(title) for title in root.findall("head/title")]
    if len(titles) != 1 or not titles[0].split("·")[0].strip():
        yield f"one non-empty <title> wanted, found {titles}"
    headings = [words(heading) for heading in root.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"one non-empty <h1> wanted, found {headings}"
    if len(list(root.iter("main"))) != 1:
        yield "one <main> wanted"
    level = 1
    for heading in root.iter():
        if isinstance(heading.tag, str) and re.fullmatch("h[1-6]", heading.tag):
            depth = int(heading.tag[1])
            if depth > level + 1:
                yield f"a heading jumps from level {level} to {depth}: {words(heading)!r}"
            level = depth


def _id_faults(root: Element) -> Iterator[str]:
    ids = Counter(node.get("id") for node in root.iter() if node.get("id") is not None)
    for name, count in ids.items():
        if count > 1:
            yield f"id {name!r} is used {count} times"
        if not name or re.search(r"\s", name):
            yield f"id {name!r} is empty or holds a space"
    for node in root.iter():
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list"):
            for name in (node.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute}={name!r} names nothing on the page"
        target = node.get("href", "")
        if node.tag == "a" and target.startswith("#") and len(target) > 1 and target[1:] not in ids:
            yield f"the link {target!r} leads nowhere on the page"


def _label_faults(root: Element) -> Iterator[str]:
    named = {label.get("for") for label in root.iter("label") if words(label)}
    wrapped = {id(node) for label in root.iter("label") for node in label.iter()}
    for node in root.iter():
        if node.tag not in LABELLED or node.get("type") in UNLABELLED_TYPES:
            continue
        if node.get("hidden") is not None:
            continue
        if node.get("aria-label") or node.get("aria-labelledby"):
            continue
        if node.get("id") not in named and id(node) not in wrapped:
            yield f"<{node.tag} name={node.get('name')!r}> has no label"


def _accessible_name(node: Element) -> str:
    if node.get("aria-label") or node.get("aria-labelledby"):
        return node.get("aria-label") or "labelled"
    inside = [child.get("aria-label") or child.get("alt") or "" for child in node.iter()]
    return words(node) or " ".join(inside).strip()


def _name_faults(root: Element) -> Iterator[str]:
    for node in root.iter():
        if node.tag in {"button", "a", "summary", "legend", "th", "caption"}:
            empty_allowed = node.tag == "a" and node.get("href") is None
            if not empty_allowed and not _accessible_name(node):
                yield f"<{node.tag} class={node.get('class')!r}> has no name"
        if node.tag == "img" and node.get("alt") is None:
            yield f"<img src={node.get('src')!r}> has no alt"


def _table_faults(root: Element) -> Iterator[str]:
    """A title on the table or on the scrolling frame around it, headers with a scope (RGAA 5)."""
    for parent in root.iter():
        for table in parent.findall("table"):
            holders = (table, parent)
            named = any(one.get("aria-label") or one.get("aria-labelledby") for one in holders)
            if not named and table.find("caption") is None:
                yield "a table has no caption, nor a label on it or on the frame around it"
            if any(header.get("scope") not in {"col", "row"} for header in table.iter("th")):
                yield "a header cell has no scope"


def _inline_faults(root: Element) -> Iterator[str]:
    for node in root.iter():
        if node.tag == "style" or (node.tag == "script" and not node.get("src")):
            yield f"inline <{node.tag}>"
        for name, value in node.items():
            lowered = name.lower()
            if lowered == "style" or lowered.startswith("on"):
                yield f"inline {name} on <{node.tag}>"
            if lowered in {"href", "src", "action", "formaction"}:
                scheme = value.strip().partition(":")[0].lower()
                if scheme in {"javascript", "vbscript"} or value.strip().startswith("//"):
                    yield f"{name}={value!r} on <{node.tag}>"


def _python_faults(root: Element) -> Iterator[str]:
    """An object of Python written where a word was meant."""
    for node in root.iter():
        for name, value in node.items():
            if value in {"None", "True", "False"} or (value.startswith("<") and " at 0x" in value):
                yield f"{name}={value!r} on <{node.tag}>"
