"""Who may import whom: between packages, inside a package, inside functions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.repo.source import ROOT, application, at, contract, is_view, python_files

DEFERRED = {"taskapp/app.py"}
RANKS = {"models": 1, "queries": 2, "forms": 4, "doors": 4, "sheets": 4, "views": 5}
VERB = 3


def test_the_import_contracts_hold():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_package_has_its_place_in_the_layers():
    placed = set(re.findall(r"taskapp\.(\w+)", " ".join(contract("layers")["layers"])))
    present = {path.relative_to(ROOT / "taskapp").parts[0].removesuffix(".py") for path in python_files("taskapp")}
    assert present - {"__init__"} <= placed


def test_nothing_is_imported_inside_functions_but_by_the_composition():
    found = [
        at(name, node)
        for name, module in application()
        if name not in DEFERRED
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_inside_a_package_imports_go_from_views_over_verbs_down_to_pure_modules():
    found = [
        f"{at(name, node)}: {importer} imports {imported}"
        for name, module in application()
        for importer in [_dotted(name)]
        for node, imported in _imports(module)
        if _package(importer) == _package(imported) and _rank(importer) < _rank(imported)
    ]
    assert found == []


def test_only_the_composition_imports_views_of_another_package():
    found = [
        f"{at(name, node)}: {imported}"
        for name, module in application()
        for node, imported in _imports(module)
        if "views" in imported.rsplit(".", 1)[-1]
        and _package(imported) != _package(_dotted(name))
        and name not in DEFERRED
    ]
    assert found == []


def test_no_modules_import_each_other_in_a_circle():
    names = _modules()
    graph = {
        _dotted(name): {i for _, i in _imports(module) if i in names and i != _dotted(name)}
        for name, module in application()
        if name != "taskapp/__init__.py"
    }
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []


def _imports(module: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Each of our modules that is imported, at whatever depth; `from package import module` names the module."""
    known = _modules()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names if alias.name.startswith("taskapp"))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("taskapp"):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield node, full if full in known else str(node.module)


@cache
def _modules() -> dict[str, ast.Module]:
    return {_dotted(name): module for name, module in application()}


def _dotted(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _package(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 2 else None  # taskapp/app.py and its like belong to no package


@cache
def _rank(module: str) -> int:
    name = f"{module.replace('.', '/')}.py"
    if (ROOT / name).exists() and is_view(name):
        return RANKS["views"]
    last = module.rsplit(".", 1)[-1]
    named = next((rank for word, rank in RANKS.items() if last == word or last.endswith(f"_{word}")), None)
    return named or (0 if _is_pure(module) else VERB)


@cache
def _is_pure(module: str) -> bool:
    """Whether nothing of Flask or SQLAlchemy is reached from here."""
    found = _modules().get(module)
    if found is None:
        return True
    names = [n.module or "" for n in ast.walk(found) if isinstance(n, ast.ImportFrom)]
    names += [a.name for n in ast.walk(found) if isinstance(n, ast.Import) for a in n.names]
    if any(name.startswith(("flask", "sqlalchemy", "wtforms")) for name in names):
        return False
    return all(_is_pure(ours) for _, ours in _imports(found) if ours not in (module, "taskapp"))
