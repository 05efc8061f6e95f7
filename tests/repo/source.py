"""What the tests about the code read: tracked files, syntax trees, the settings of pyproject."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
UNTRACKED = {".git", ".venv", "instance", "node_modules", "__pycache__", "test-output"}
BINARY = {".xlsx", ".docx", ".pdf", ".png", ".jpg", ".ico", ".woff2", ".xls", ".zip", ".db", ".mo"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be in the repository; without git, every file outside the usual leftovers."""
    asked = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = asked.stdout.split("\0") if asked.returncode == 0 else [str(p.relative_to(ROOT)) for p in ROOT.rglob("*")]
    paths = (ROOT / name for name in names if name and not UNTRACKED & set(Path(name).parts))
    return tuple(sorted(path for path in paths if path.is_file()))


def texts() -> Iterator[tuple[str, str]]:
    """(name, content) of every tracked text file."""
    for path in tracked():
        if path.suffix not in BINARY:
            yield name_of(path), path.read_text(encoding="utf-8", errors="replace")


def name_of(path: Path) -> str:
    """The file's name as people write it: from the root, with slashes."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders."""
    return [p for p in tracked() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in folders]


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def application() -> Iterator[tuple[str, ast.Module]]:
    """(name, tree) of every Python file of the application."""
    for path in python_files("taskapp"):
        yield name_of(path), tree(path)


def at(name: str, node: ast.AST) -> str:
    """`file:line`, as an editor opens it."""
    return f"{name}:{getattr(node, 'lineno', 0)}"


@cache
def pyproject() -> dict[str, Any]:
    """pyproject.toml, parsed."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contract(kind: str) -> dict[str, Any]:
    """The import-linter contract of this type."""
    return next(c for c in pyproject()["tool"]["importlinter"]["contracts"] if c["type"] == kind)


def is_view(name: str) -> bool:
    """Whether the module answers requests: it has a blueprint of its own or registers those of its package."""
    made = {
        node.func.id
        for node in ast.walk(tree(ROOT / name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return "Blueprint" in made or name.endswith("/views.py")
