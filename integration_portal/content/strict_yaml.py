"""YAML read strictly: no duplicate key, no surprise type, and the line of every value kept.

YAML 1.1 turns ``no`` into False, ``1:30`` into 90 and ``010`` into 8. Here a plain scalar is
text, unless it is exactly true/false, null or a decimal integer.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]


class _Loader(yaml.CSafeLoader):
    """CSafeLoader without YAML 1.1's implicit types."""


_Loader.yaml_implicit_resolvers = {}
_RESOLVERS = (
    ("bool", re.compile(r"^(?:true|false)$"), "tf"),
    ("null", re.compile(r"^(?:null|)$"), ["n", ""]),
    ("int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), "-0123456789"),
)
for _name, _regex, _first in _RESOLVERS:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _regex, list(_first))
_TEXT = "tag:yaml.org,2002:str"


class StrictYamlError(Exception):
    """The text is not usable YAML. ``line`` counts from 1 within the text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(frozen=True)
class Document:
    """``data``: plain dicts, lists and scalars; ``lines``: path of keys → line (from 1)."""

    data: Any
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of ``path``, or of its nearest known parent."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """Parse one YAML document. Raises StrictYamlError with the line of the fault."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path, int] = {}
        data = _build(loader, node, (), lines) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise StrictYamlError(mark.line + 1 if mark else 1, _explain(error)) from error
    except yaml.YAMLError as error:
        raise StrictYamlError(1, "Le texte contient un caractère interdit.") from error
    finally:
        loader.dispose()
    return Document(data, lines)


def _build(loader: Any, node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _build_mapping(loader, node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*path, i), lines) for i, item in enumerate(node.value)]
    if node.tag == _TEXT:  # nine scalars in ten: nothing to construct
        return node.value
    return loader.construct_object(node)


def _build_mapping(
    loader: Any, node: yaml.MappingNode, path: Path, lines: dict[Path, int]
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise StrictYamlError(line, "Une clé doit être un mot simple.")
        key = str(key_node.value)
        if key in result:
            raise StrictYamlError(line, f"La clé « {key} » est écrite deux fois.")
        result[key] = _build(loader, value_node, (*path, key), lines)
        lines[(*path, key)] = line
    return result


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "mapping values are not allowed" in problem:
        return "Deux-points inattendu : mettez la phrase entre guillemets droits."
    if "cannot start any token" in problem or "found character '\\t'" in problem:
        return "Tabulation ou caractère interdit : indentez avec des espaces."
    if "could not find expected ':'" in problem:
        return "Il manque « : » après le nom du champ."
    if "alias" in problem or "anchor" in problem:
        return "Les ancres YAML (& et *) ne sont pas admises."
    return "Le YAML est mal formé ici (indentation, guillemet ou tiret)."
