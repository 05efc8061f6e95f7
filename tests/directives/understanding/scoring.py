"""How well documents are understood: what is drafted held against what a careful clerk wrote down.

`python -m tests.directives.understanding.scoring [--per-document]` prints the table of docs/directives.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from taskapp.directives import answer, understanding
from taskapp.directives.draft import Draft
from taskapp.directives.phrases import Frame
from taskapp.directives.reading import docx, texts
from taskapp.directives.reading.package import Package
from taskapp.workdays.shipped import shipped_calendar

DATA = Path(__file__).parents[2] / "data" / "directives"
SETS = {"development": DATA, "further": DATA / "further", "unusual": DATA / "unusual"}
FRAME = Frame(date(2026, 1, 5), calendar=shipped_calendar())


@cache
def draft(path: Path) -> Draft:
    """What the product reads in a .txt or .docx file."""
    data = path.read_bytes()
    source = docx.read(Package(data)) if path.suffix == ".docx" else texts.read(data)
    return understanding.draft(source, frame=FRAME)


def gold(path: Path) -> dict[str, Any]:
    """What the clerk wrote down beside the document."""
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())
    return found


def documents(folder: Path) -> list[Path]:
    """The annotated documents of a folder."""
    return sorted(folder.glob("*.txt"))


@dataclass(frozen=True)
class Score:
    """Counts over documents: tasks written down and drafted, those that match, and what is right of them."""

    gold: int = 0
    drafted: int = 0
    matched: int = 0
    due: int = 0
    lead: int = 0
    cooperating: int = 0
    headers: int = 0
    fields: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(mine + theirs for mine, theirs in zip(_values(self), _values(other), strict=True)))

    @property
    def f1(self) -> float:
        return 2 * self.matched / (self.gold + self.drafted)

    def share(self, name: str) -> float:
        """Of all true tasks those of which the named part is exactly right."""
        return float(getattr(self, name) / self.gold)


@cache
def score(path: Path) -> Score:
    """How one document was understood, by the rules of the scorer that came with the documents."""
    rules, truth, said = _scorer(), gold(path), answer.as_data(draft(path))
    pairs = rules.match(truth["tasks"], said["tasks"], 0.5)
    both = [(truth["tasks"][i], said["tasks"][j]) for i, j, _likeness in pairs]
    return Score(
        len(truth["tasks"]),
        len(said["tasks"]),
        len(both),
        sum(rules.deadline_key(a["deadline"]) == rules.deadline_key(b["deadline"]) for a, b in both),
        sum(rules.unit_set(a["lead"]) == rules.unit_set(b["lead"]) for a, b in both),
        sum(rules.unit_set(a["cooperating"]) == rules.unit_set(b["cooperating"]) for a, b in both),
        sum(
            rules.header_norm(name, truth["header"][name]) == rules.header_norm(name, said["header"][name])
            for name in _FIELDS
        ),
        len(_FIELDS),
    )


_FIELDS = ("number", "date", "issuer", "kind", "subject", "signer")


def _is_right(rules: ModuleType, name: str, truth: dict[str, Any], said: dict[str, Any]) -> bool:
    return bool(rules.header_norm(name, truth["header"][name]) == rules.header_norm(name, said["header"][name]))


def _values(score: Score) -> Sequence[int]:
    return [getattr(score, name) for name in Score.__dataclass_fields__]


@cache
def _scorer() -> ModuleType:
    spec = spec_from_file_location("directive_score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _table(*, per_document: bool) -> Iterator[str]:
    yield "| documents | tasks | F1 | deadlines | leads | cooperating | header |"
    yield "|---|---|---|---|---|---|---|"
    for name, folder in SETS.items():
        total = Score()
        for path in documents(folder):
            one = score(path)
            total += one
            if per_document:
                yield _line(path.stem, one)
        yield _line(f"**{name}** ({len(documents(folder))})", total)


def _line(name: str, found: Score) -> str:
    parts = (
        found.f1,
        found.share("due"),
        found.share("lead"),
        found.share("cooperating"),
        found.headers / found.fields,
    )
    return f"| {name} | {found.gold} | " + " | ".join(f"{part:.3f}" for part in parts) + " |"


if __name__ == "__main__":
    sys.stdout.write("\n".join(_table(per_document="--per-document" in sys.argv)) + "\n")
