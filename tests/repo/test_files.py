"""Files: sizes, docstrings, opt-outs, and nothing that ties the repository to a machine or a registry."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from typing import TypeGuard

from tests.repo.source import ROOT, application, at, is_view, name_of, pyproject, python_files, texts, tree

LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_VIEW = 350, 400, 20
MOST_OPT_OUTS = 15
REGISTRIES = ("pypi", "pythonhosted", "npmjs", "yarnpkg", "jsdelivr", "unpkg", "cdnjs", "debian", "deb.debian")
ZONES = r"(?:org|com|net|io|dev)\b"
HOSTS = re.compile(rf"\b(?:{'|'.join(map(re.escape, REGISTRIES))})\.{ZONES}")
PACKAGE_ADDRESS = re.compile(r"https?://\S+\.(?:whl|tgz|deb|tar\.gz)\b|--(?:extra-)?index-url|\"resolved\":\s*\"")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/")
OPT_OUT = re.compile(r"#\s*(?:type:\s*ignore|noqa)\b(.*)$", re.MULTILINE)
NAMED_PATH = re.compile(r"`((?:taskapp|templates|tests|docs|migrations|requirements)/[\w./*-]+)(?:::\w+)?`")
VENDORED = ("taskapp/static/vendor/", "tests/data/")
ROUTE_VERBS = {"get", "post", "put", "patch", "delete", "route"}


def test_no_file_names_a_registry_or_the_address_of_a_package():
    found = [f"{n}: {m[0]}" for n, text in texts() for rule in (HOSTS, PACKAGE_ADDRESS) for m in rule.finditer(text)]
    assert [place for place in found if not place.startswith("tests/repo/test_files.py")] == []


def test_no_file_holds_a_path_of_somebody_s_machine():
    assert [f"{name}: {m[0]}" for name, text in texts() for m in MACHINE_PATH.finditer(text)] == []


def test_every_locked_library_has_its_hashes_and_nothing_but_them():
    for name in ("runtime", "dev"):
        lines = _lines(f"requirements/{name}.txt")
        assert len(lines) > 20
        assert [
            line
            for line in lines
            if not re.fullmatch(r"[\w.\-]+(\[\w+\])?==\S+( ;[^\\]+)?( --hash=sha256:[0-9a-f]{64})+", line)
        ] == []


def test_the_tests_run_with_the_libraries_that_are_installed_for_use():
    runtime, dev = (set(_lines(f"requirements/{name}.txt")) for name in ("runtime", "dev"))
    assert runtime - dev == set()


def test_files_are_short_enough_to_read():
    files = [(p, LONGEST_FILE) for p in python_files("taskapp", "migrations") if "versions" not in p.parts]
    files += [(p, LONGEST_TEST_FILE) for p in python_files("tests")]
    lengths = [(name_of(path), len(path.read_text().splitlines()), most) for path, most in files]
    assert [f"{name}: {length}" for name, length, most in lengths if length > most] == []


def test_views_are_short():
    assert [
        f"{at(name, view)} {view.name}: {_length(view)}"
        for name, view in _functions()
        if _is_view(view) and _length(view) > LONGEST_VIEW
    ] == []


def test_modules_and_public_functions_outside_views_say_what_their_names_cannot():
    silent = [name for name, module in application() if not ast.get_docstring(module) and module.body]
    public = [(name, f) for name, module in application() if not is_view(name) for f in module.body if _is_public(f)]
    silent += [f"{at(name, f)} {f.name}" for name, f in public if not ast.get_docstring(f)]
    assert silent == []


def test_opt_outs_from_the_checks_are_few_and_say_why():
    found = [
        (name, match)
        for name, text in texts()
        if name.endswith(".py") and not name.startswith("tests/")
        for match in OPT_OUT.finditer(text)
    ]
    assert [f"{n}: {m[0]}" for n, m in found if not re.search(r"[\])\d]\s*(#|-|–)\s*\w+", m[1])] == []
    assert len(found) <= MOST_OPT_OUTS


def test_no_test_can_be_left_out():
    outs = {"skip", "skipif", "xfail", "importorskip"}
    found = [
        at(name_of(path), node)
        for path in python_files("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in outs and "pytest" in ast.unparse(node)
    ]
    assert found == []


def test_nothing_is_left_undone():
    words = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|^<{7} |^>{7} ", re.MULTILINE)
    found = [
        f"{name}: {m[0]}"
        for name, text in texts()
        if not name.startswith((*VENDORED, "tests/repo/"))
        for m in words.finditer(text)
    ]
    assert found == []


def test_documents_name_only_files_and_commands_that_exist():
    commands = import_module("taskapp.cli").COMMANDS
    guides = [(name, text) for name, text in texts() if name.endswith(".md")]
    paths = {(name, m[1]) for name, text in guides for m in NAMED_PATH.finditer(text)}
    links = {(name, m[1]) for name, text in guides for m in re.finditer(r"\]\((?!https?:|#)([^)#\s]+)", text)}
    missing = [f"{name}: {path}" for name, path in paths if not list(ROOT.glob(path.rstrip("/")))]
    missing += [f"{name}: {link}" for name, link in links if not (ROOT / name).parent.joinpath(link).exists()]
    missing += [
        f"{name}: taskapp {m[1]}"
        for name, text in guides
        for m in re.finditer(r"(?<![\w/*-])taskapp ([a-z][a-z-]+)", text)
        if name != "CHANGELOG.md" and m[1] not in commands
    ]
    assert missing == []


def test_the_minimum_python_is_the_same_everywhere():
    settings = pyproject()
    least = settings["project"]["requires-python"].removeprefix(">=")
    assert settings["tool"]["ruff"]["target-version"] == f"py{least.replace('.', '')}"


def _lines(name: str) -> list[str]:
    """The locked libraries, each on one line."""
    text = next(text for found, text in texts() if found == name)
    return [re.sub(r"\s+", " ", line).strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, module in application():
        yield from ((name, node) for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def _is_view(function: ast.FunctionDef) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(c, ast.Attribute) and c.attr in ROUTE_VERBS for c in calls)


def _is_public(statement: ast.stmt) -> TypeGuard[ast.FunctionDef]:
    """Whether it is a function that other modules may call."""
    return isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_") and not _is_view(statement)


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1
