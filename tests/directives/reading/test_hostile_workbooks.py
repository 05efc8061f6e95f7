"""Hostile workbooks against the importer of registers."""

from __future__ import annotations

from contextlib import suppress

import pytest

from taskapp.directives.registers.workbook import sheets
from taskapp.directives.unreadable import Unreadable
from tests.directives.reading.hostile_more import workbooks
from tests.directives.reading.hostile_texts import REFUSED

FILES = list(workbooks())


@pytest.mark.parametrize("make", [make for _n, told, make in FILES if told == REFUSED], ids=lambda make: "")
def test_it_is_refused_with_what_to_do(make):
    with pytest.raises(Unreadable, match="Hãy"):
        sheets(make())


@pytest.mark.parametrize("make", [make for _n, told, make in FILES if told != REFUSED], ids=lambda make: "")
def test_it_is_read_or_refused_but_never_an_error(make):
    with suppress(Unreadable):
        assert isinstance(sheets(make()), list)
