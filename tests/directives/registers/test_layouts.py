"""Every layout gives exactly the tasks that a careful clerk reads in it: none missing, none wrong, none invented."""

from __future__ import annotations

import pytest

from taskapp.directives.registers.kinds import sheets
from taskapp.directives.registers.register import parse
from tests.directives.registers import (
    layouts_formats,
    layouts_further,
    layouts_offices,
    layouts_rows,
    layouts_second,
    layouts_third,
)
from tests.directives.registers.layouts import Layout

KNOWN = {
    name.lower(): value
    for module in (layouts_offices, layouts_rows, layouts_formats, layouts_second, layouts_further, layouts_third)
    for name, value in vars(module).items()
    if isinstance(value, Layout)
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_layout_gives_exactly_its_tasks(name: str) -> None:
    layout = KNOWN[name]
    found = parse(sheets(layout.build()))
    assert [row.as_json() for row in found.rows] == list(layout.tasks)
    assert [(problem.row, problem.column) for problem in found.problems] == list(layout.problems)
