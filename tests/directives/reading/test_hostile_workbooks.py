"""Hostile workbooks against the importer of registers."""

from __future__ import annotations

from contextlib import suppress

import pytest

from taskapp.base.errors import BadInput
from taskapp.directives.registers.workbook import sheets
from tests.directives.reading.hostile_more import workbooks
from tests.directives.reading.hostile_texts import REFUSED

FILES = list(workbooks())


@pytest.mark.parametrize("make", [make for _n, told, make in FILES if told == REFUSED], ids=lambda make: "")
def test_it_is_refused_with_what_to_do(vietnamese, make):
    with pytest.raises(BadInput, match="Hãy"):
        sheets(make())


@pytest.mark.parametrize("make", [make for _n, told, make in FILES if told != REFUSED], ids=lambda make: "")
def test_it_is_read_or_refused_but_never_an_error(vietnamese, make):
    with suppress(BadInput):
        assert isinstance(sheets(make()), list)
