"""Do the tests of the rights notice when a right is changed? `make mutate` changes the rules one place at a time.

Each mutant is the module with one thing changed; the pure tests run against it in a process of its own. A mutant that
no test notices has survived: either a test is missing, or it stands among EQUIVALENT with the reason why nobody could
tell. The libraries for this change the bodies of functions only; here most of the law stands in tables.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from tests.rights.equivalent import EQUIVALENT

ROOT = Path(__file__).parents[2]
MODULES = ("taskapp.tasks.permissions", "taskapp.people.rights")
TESTS = ("tests/rights/test_table.py", "tests/tasks/test_permissions.py")
ENOUGH = 0.95
SECONDS = 60  # for the tests of one mutant; they take less than one
NOT_BEHAVIOUR = {"annotation", "returns", "decorator_list", "names", "bases"}
OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitOr: ast.BitAnd,
    ast.Sub: ast.BitOr,
}
MEMBERS = {
    "Role": ("LEADER", "MONITOR", "CLERK", "UNIT_HEAD", "OFFICER", "INSPECTOR", "ADMIN"),
    "State": ("DRAFT", "ASSIGNED", "DECLINED", "IN_PROGRESS", "SUBMITTED", "DONE", "WITHDRAWN"),
    "Kind": ("OFFICIAL", "PART", "CHILD"),
    "Standing": ("DEPUTY", "DELEGATE"),
}
OTHER_NAME = {"any": "all", "hands": "seats", "seats": "hands", "alone": "through"}


@dataclass(frozen=True)
class Mutant:
    """A module with one place changed."""

    module: str
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """What was changed where, without the line, which moves."""
        return f"{self.module.split('.')[-1]}: {self.before} → {self.after}"


class Changer:
    """All mutants of one module."""

    def __init__(self, module: str) -> None:
        self.module, self.path = module, ROOT / (module.replace(".", "/") + ".py")
        self.tree = ast.parse(self.path.read_text(encoding="utf-8"))
        self.rules = [each.name for each in ast.walk(self.tree) if isinstance(each, ast.FunctionDef) and _is_rule(each)]

    def mutants(self) -> Iterator[Mutant]:
        """One after the other; the tree is as it was in between."""
        for parent in _behaviour(self.tree):
            for name, value in ast.iter_fields(parent):
                if name in NOT_BEHAVIOUR:
                    continue
                for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                    if isinstance(child, ast.AST):
                        yield from self._of(parent, name, place, child)

    def _of(self, parent: ast.AST, name: str, place: int | None, child: ast.AST) -> Iterator[Mutant]:
        for new in (*_conditions(child), *_tables(child), *self._names(child)):
            _put(parent, name, place, new)
            source = ast.unparse(ast.fix_missing_locations(self.tree))
            yield Mutant(self.module, getattr(child, "lineno", 0), _text(child), _text(new), source)
            _put(parent, name, place, child)

    def _names(self, node: ast.AST) -> Iterator[ast.AST]:
        """Another member of the same enum, another rule, another of two words that are easily confused."""
        match node:
            case ast.Attribute(value=ast.Name(id=enum), attr=member) if member in MEMBERS.get(enum, ()):
                yield from (_with(node, attr=other) for other in _beside(member, MEMBERS[enum]))
            case ast.Attribute(attr=name) if name in OTHER_NAME:
                yield _with(node, attr=OTHER_NAME[name])
            case ast.Name(id=name) if name in OTHER_NAME:
                yield _with(node, id=OTHER_NAME[name])
            case ast.Name(id=name) if name in self.rules:
                yield from (_with(node, id=other) for other in _beside(name, self.rules))


def _conditions(node: ast.AST) -> Iterator[ast.AST]:
    """The opposite of a condition, or a part of it; another answer of a function."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in OPPOSITE:
            yield _with(node, ops=[OPPOSITE[type(operator)]()])
        case ast.BoolOp(op=operator, values=values):
            yield _with(node, op=OPPOSITE[type(operator)]())
            yield from (_with(node, values=rest) if len(rest) > 1 else rest[0] for rest in _without_each(values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.If(test=test):
            yield from (_with(node, test=ast.Constant(value)) for value in (True, False))
            yield _with(node, test=ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.expr() as value):
            yield from (ast.Return(ast.Constant(new)) for new in (True, False, None) if _text(value) != str(new))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])


def _tables(node: ast.AST) -> Iterator[ast.AST]:
    """A set, a table or a list of arguments without one of its members; one of two sets."""
    match node:
        case ast.BinOp(op=operator) if type(operator) in OPPOSITE:
            yield _with(node, op=OPPOSITE[type(operator)]())
            yield from (node.left, node.right)
        case ast.Set(elts=elements) | ast.Tuple(elts=elements):
            rests = _without_each(elements)
            yield from (_with(node, elts=rest) for rest in rests if rest or isinstance(node, ast.Tuple))
        case ast.Dict(keys=keys, values=values):
            rests = zip(_without_each(keys), _without_each(values), strict=True)
            yield from (_with(node, keys=some, values=others) for some, others in rests)
        case ast.Call(args=args) if len(args) > 1:
            yield from (_with(node, args=rest) for rest in _without_each(args))


def _behaviour(tree: ast.AST) -> list[ast.AST]:
    """All nodes that something is done by; not those of types."""
    found = [tree]
    for node in found:
        kept = [value for name, value in ast.iter_fields(node) if name not in NOT_BEHAVIOUR]
        for value in kept:
            found += [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST)]
    return found


def _is_rule(function: ast.FunctionDef) -> bool:
    return [argument.arg for argument in function.args.args] == ["rights", "facts"] and function.name.startswith("_")


def _put(parent: ast.AST, name: str, place: int | None, child: ast.AST) -> None:
    if place is None:
        setattr(parent, name, child)
    else:
        getattr(parent, name)[place] = child


def _with(node: ast.AST, **changes: object) -> ast.AST:
    new = copy.copy(node)
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def _beside(name: str, names: Sequence[str]) -> list[str]:
    """The one before and the one after it, as if the names stood in a ring."""
    place = names.index(name)
    return list(dict.fromkeys((names[place - 1], names[(place + 1) % len(names)])))


def _without_each(values: Sequence[ast.AST]) -> list[list[ast.AST]]:
    return [[*values[:place], *values[place + 1 :]] for place in range(len(values))]


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())[:110]


class Instead(MetaPathFinder, SourceLoader):
    """Gives a mutant when its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.mutant.module else None

    def get_filename(self, fullname: str) -> str:
        return f"<{fullname}, changed>"

    def get_data(self, path: str) -> bytes:
        return self.mutant.source.encode()

    def path_stats(self, path: str) -> dict[str, int]:
        raise OSError  # nothing is kept of it


def is_noticed(mutant: Mutant) -> bool:
    """Whether a test fails, or does not end, against the mutant."""
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sys.meta_path.insert(0, Instead(mutant))
        os._exit(pytest.main(["-x", "-q", "--noconftest", "-o", "addopts=", *TESTS]))
    return os.waitpid(child, 0)[1] != 0


def main(names: Sequence[str]) -> int:
    """Try all mutants of the modules; 0 when enough were noticed and every survivor is explained."""
    began, total, survived = time.monotonic(), 0, []
    for name in names or MODULES:
        mutants = {each.source: each for each in Changer(name).mutants()}.values()
        missed = []
        for number, each in enumerate(mutants, start=1):
            missed += [] if is_noticed(each) else [each]
            if number % 100 == 0:
                print(f"{name}: {number} tried, {len(missed)} not noticed", flush=True)
        print(f"{name}: {len(mutants) - len(missed)} of {len(mutants)} mutants noticed", flush=True)
        total, survived = total + len(mutants), [*survived, *missed]
    names_of = [each.name for each in survived]
    unexplained = [each for each in names_of if each not in EQUIVALENT or names_of.count(each) > 1]
    for each in survived:
        print(f"  survived, {EQUIVALENT.get(each.name, 'NOT EXPLAINED')}: line {each.line}, {each.name}")
    gone = sorted(EQUIVALENT.keys() - {each.name for each in survived}) if not names else []
    for name in gone:
        print(f"  no longer survives: {name}")
    share = 1 - len(survived) / total
    print(f"{share:.1%} of {total} noticed in {time.monotonic() - began:.0f} s")
    return int(share < ENOUGH or bool(gone) or bool(unexplained))


if __name__ == "__main__":
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the tests need none, and each costs every mutant its loading
    sys.exit(main(sys.argv[1:]))
