"""Registers of requirements: read from docs/an-toan/*.toml, written as pages by `python -m tests.repo.registers`.

A requirement is met by tests or by a section of quy-tac.md, does not apply, or is a deviation with what is planned.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from tests.repo.source import ROOT, name_of, python_files, tree

FOLDER = ROOT / "docs" / "an-toan"
RULES = "quy-tac.md"


@dataclass(frozen=True)
class Item:
    """One requirement. `verdict`: tested, documented, apart (does not apply) or deviation."""

    number: str
    text: str
    verdict: str
    why: str = ""
    tests: tuple[str, ...] = ()
    section: int = 0
    plan: str = ""

    @property
    def chapter(self) -> str:
        return self.number.partition(".")[0]


@dataclass(frozen=True)
class Register:
    """A standard, what each of its chapters is called, and the requirements."""

    title: str
    intro: str
    chapters: dict[str, str]
    items: tuple[Item, ...]

    @property
    def counts(self) -> Counter[str]:
        return Counter(item.verdict for item in self.items)

    @property
    def share_tested(self) -> float:
        """Of the requirements that apply, how many a test checks."""
        return self.counts["tested"] / (len(self.items) - self.counts["apart"])


VERDICTS = {
    "tested": "Đạt, có kiểm tra",
    "documented": "Đạt, theo tài liệu",
    "apart": "Không áp dụng",
    "deviation": "Sai khác",
}


def read(name: str) -> Register:
    """The register of that name."""
    kept = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    items = (Item(**{**item, "tests": tuple(item.get("tests", ()))}) for item in kept["item"])
    return Register(kept["title"], kept["intro"], kept["chapters"], tuple(items))


def rendered(name: str) -> str:
    """The page of a register, for a person who judges."""
    register = read(name)
    counts, applying = register.counts, len(register.items) - register.counts["apart"]
    share = f"{100 * register.share_tested:.1f}".replace(".", ",")
    lines = [
        f"# {register.title}", "",
        f"*Trang này do `python -m tests.repo.registers` viết ra từ [{name}.toml]({name}.toml); đừng sửa tay.*", "",
        register.intro.strip(), "",
        "| Kết luận | Số yêu cầu |", "|---|---:|",
        *(f"| {label} | {counts[verdict]} |" for verdict, label in VERDICTS.items()),
        f"| **Cộng** | **{len(register.items)}** |", "",
        f"Trong {applying} yêu cầu áp dụng, **{counts['tested']} ({share} %)** có kiểm tra tự động (`make test`).", "",
        "## Sai khác", "",
        "| Số | Yêu cầu | Vì sao | Định làm gì |", "|---|---|---|---|",
        *(f"| {i.number} | {i.text} | {i.why} | {i.plan} |" for i in register.items if i.verdict == "deviation"),
    ]  # fmt: skip
    for chapter, items in groupby(register.items, key=lambda item: item.chapter):
        lines += [
            "",
            f"## {chapter}. {register.chapters[chapter]}",
            "",
            "| Số | Yêu cầu | Kết luận | Bằng chứng, lý do |",
        ]
        lines += ["|---|---|---|---|", *map(_row, items)]
    return "\n".join(lines) + "\n"


@cache
def tests() -> dict[str, frozenset[str]]:
    """For each file of tests the names of its tests."""
    found = {}
    for path in python_files("tests"):
        if path.name.startswith("test_"):
            nodes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))
            found[name_of(path)] = frozenset(node.name for node in nodes if node.name.startswith("test_"))
    return found


def missing(named: Iterable[str]) -> list[str]:
    """The tests among these, as file::name, that do not exist."""
    return [each for each in named if each.partition("::")[2] not in tests().get(each.partition("::")[0], ())]


def _row(item: Item) -> str:
    proofs = [item.why] if item.why else []
    proofs += [f"`{each}`" for each in item.tests]
    if item.section:
        proofs.append(f"[{RULES} mục {item.section}]({RULES})")
    return f"| {item.number} | {item.text} | {VERDICTS[item.verdict]} | {'<br>'.join(proofs)} |"


def names() -> list[str]:
    """The registers that there are."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def write(name: str) -> Path:
    """Write the page of a register anew."""
    path = FOLDER / f"{name}.md"
    path.write_text(rendered(name), encoding="utf-8")
    return path


if __name__ == "__main__":
    for each in names():
        print(write(each).relative_to(ROOT))
