"""The story files: documents and the tasks they assign, one line each. Reading them is pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Work(NamedTuple):
    """One line: what a document asks of whom. `leads` as written: a unit's key, xa* or xa:N."""

    leads: str
    supporting: tuple[str, ...]
    content: str
    limit: str
    product: str
    marks: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Paper:
    """A document that assigns. `when` as written: a day, or working days ago; `section` the heading it stands under."""

    when: str
    kind: str
    signer: str
    field: str
    subject: str
    section: str = ""
    works: list[Work] = dataclasses.field(default_factory=list)

    def of(self, subject: str, works: list[Work]) -> Paper:
        """The same document with this subject and these lines."""
        return dataclasses.replace(self, subject=subject, works=works)


def read(name: str) -> list[Paper]:
    """The documents of a story file of this package, in its order."""
    return list(_papers(Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()))


def _papers(lines: list[str]) -> Iterator[Paper]:
    section, paper = "", None
    for line in lines:
        if line.startswith("-- "):
            section = line.removeprefix("-- ").strip()
        elif line.startswith("== "):
            if paper:
                yield paper
            paper = _paper(line.removeprefix("== "), section)
        elif paper and line and not line.startswith("#"):
            paper.works.append(_work(line))
    if paper:
        yield paper


def _paper(line: str, section: str) -> Paper:
    head, subject = line.split(" :: ")
    words = head.split()
    when = "" if section else words.pop(0)
    kind, signer, *about = words
    return Paper(when, kind, signer, " ".join(about), subject, section)


def _work(line: str) -> Work:
    cells = [cell.strip() for cell in line.split("|")]
    units, content, limit, product, marks = (*cells, "", "")[:5]
    lead, *supporting = units.split("+")
    return Work(lead, tuple(supporting), content, limit, product, tuple(marks.split()))
