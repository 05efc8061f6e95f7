"""Whole documents, annotated by hand, are understood; a Word file and its text give the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from taskapp.directives import answer
from tests.directives.understanding.scoring import DATA, SETS, Score, documents, draft, gold, score

WORD = sorted(DATA.glob("*.docx"))


@pytest.mark.parametrize(
    ("name", "f1", "least", "headers"),
    [("development", 0.99, 0.97, 1), ("further", 0.99, 0.97, 1), ("unusual", 0.96, 0.91, 0.99)],
)
def test_a_set_of_documents_is_understood(name: str, f1: float, least: float, headers: float):
    total = Score()
    for path in documents(SETS[name]):
        total += score(path)
    assert total.gold > 250
    assert total.f1 > f1
    assert min(total.share("due"), total.share("lead"), total.share("cooperating")) > least
    assert total.headers >= headers * total.fields


@pytest.mark.parametrize(
    "path",
    [path for name, folder in SETS.items() if name != "unusual" for path in documents(folder)],
    ids=lambda p: p.stem,
)
def test_no_document_is_understood_badly(path: Path):
    found = score(path)
    assert found.f1 >= 0.9
    assert found.share("lead") >= 0.85
    assert found.share("due") >= 0.8


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.stem)
def test_a_word_file_gives_the_same_draft_as_its_text(path: Path):
    assert len(WORD) == 9
    assert answer.as_data(draft(path)) == answer.as_data(draft(path.with_suffix(".txt")))


@pytest.mark.parametrize("path", documents(DATA), ids=lambda path: path.stem)
def test_each_task_is_the_text_of_the_place_it_points_to(path: Path):
    found = draft(path)
    for task in found.tasks:
        line = found.lines[task.place.line]
        assert line.text[task.place.start : task.place.end].strip(" ;") == task.content.strip(" ;")


def test_the_answer_has_the_form_of_the_annotation():
    path = documents(DATA)[0]
    said, truth = answer.as_data(draft(path)), gold(path)
    assert said.keys() == truth.keys()
    assert said["header"].keys() == truth["header"].keys()
    assert {frozenset(task) for task in said["tasks"]} == {frozenset(task) for task in truth["tasks"]}
    assert said["tasks"][0]["deadline"].keys() == truth["tasks"][0]["deadline"].keys()
