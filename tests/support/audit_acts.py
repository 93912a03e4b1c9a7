"""Every act the code records in the audit log, read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import integration_portal

SOURCE = Path(integration_portal.__file__).parent
_ACTION = 2  # record(session, actor, action, …)


def recorded_acts() -> set[str]:
    """As written; what is only known when it runs is a star: ``fiche.*``."""
    return {act for path in sorted(SOURCE.rglob("*.py")) for act in _acts_of(path)}


def _acts_of(path: Path) -> Iterator[str]:
    text = path.read_text()
    if "record(" not in text:
        return
    tree = ast.parse(text)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in _calls(function, _names_of_record(tree)):
                yield from _written(call.args[_ACTION], function, tree, path)


def _names_of_record(tree: ast.Module) -> set[str]:
    """``audit.record``, or ``record`` where it is imported from the audit log."""
    taken = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    alone = any(
        (one.module or "").endswith("core.audit") and alias.name == "record"
        for one in taken
        for alias in one.names
    )
    return {"audit.record", "record"} if alone else {"audit.record"}


def _calls(inside: ast.AST, names: set[str]) -> list[ast.Call]:
    calls = [node for node in ast.walk(inside) if isinstance(node, ast.Call)]
    return [call for call in calls if ast.unparse(call.func) in names]


def _written(
    node: ast.expr, function: ast.FunctionDef, tree: ast.Module, path: Path
) -> Iterator[str]:
    """The texts an argument may be; one handed over by callers is looked for in their calls."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(one.value) if isinstance(one, ast.Constant) else "*" for one in node.values
        )
    elif isinstance(node, ast.IfExp):
        for branch in (node.body, node.orelse):
            yield from _written(branch, function, tree, path)
    else:
        place = [one.arg for one in function.args.args].index(ast.unparse(node))
        callers = _calls(tree, {function.name})
        assert callers, f"{path}: who says what {ast.unparse(node)} is?"
        for call in callers:
            yield from _written(call.args[place], function, tree, path)
