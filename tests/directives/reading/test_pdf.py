"""PDFs with text: the lines of the document they were printed from; pictures and locked ones are said to be so."""

from __future__ import annotations

import pytest

from taskapp.directives.reading import reader
from tests.conftest import DATA
from tests.directives.reading.test_same_lines import shown

PRINTED = sorted((DATA / "reading").glob("*.pdf"))


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_printed_document_gives_the_lines_of_the_document(path):
    document = (DATA / "directives" / path.name).with_suffix(".docx")
    assert shown(path.read_bytes(), path.name) == shown(document.read_bytes(), document.name)


def test_a_table_that_goes_on_over_the_end_of_a_page_has_each_row_once():
    lines = reader.read((DATA / "reading" / "kh01-chuyen-doi-so-huyen-2024.pdf").read_bytes(), "").lines
    numbers = [line.cells[0] for line in lines if line.cells and line.cells[0].isdigit()]
    assert numbers == [str(number) for number in range(1, 12)]
