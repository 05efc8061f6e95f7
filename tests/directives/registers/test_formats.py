"""Other formats: read in all their usual forms; hostile files refused with what to do, none fills the memory."""

from __future__ import annotations

import hashlib
import io
import json
import resource
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from time import process_time

import pytest

from taskapp.base.errors import BadInput
from taskapp.directives import limits
from taskapp.directives.registers import spreadsheets
from taskapp.directives.registers.importing import read
from taskapp.directives.registers.kinds import sheets
from taskapp.directives.registers.packing import packed as packed_sheet
from taskapp.directives.registers.packing import unpacked, value
from taskapp.directives.registers.register import parse
from taskapp.directives.registers.sheet import Sheet
from taskapp.directives.unreadable import Unreadable
from tests.conftest import MONDAY
from tests.directives.registers.layouts_formats import windows_1258
from tests.directives.registers.layouts_hostile import GOOD, HOSTILE, TEXT, a_row, cell, many
from tests.directives.registers.layouts_ods import document, ods, packed, table
from tests.directives.registers.sheets import HEADING, register, row

MEGABYTES = 200


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon_with_what_to_do(name: str) -> None:
    data, words = HOSTILE[name]
    started = process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((BadInput, Unreadable), match=words):
        parse(sheets(data))
    assert process_time() - started < 4  # of the processor, on a busy machine; about a tenth of it alone
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


def test_a_file_is_read_by_another_process_and_arrives_as_it_was() -> None:
    values = ("chữ", 7, 2.5, True, None, MONDAY.replace(tzinfo=None), MONDAY.date(), time(16, 30), timedelta(hours=30))
    sheet = Sheet("Sổ", {3: values}, frozenset({(3, 1)}), True, ((1, 3, 2, 4),), frozenset({4}), frozenset({0}))
    assert unpacked(json.loads(json.dumps(packed_sheet(sheet), default=value))) == sheet
    for data in (GOOD, register(row()), TEXT.encode()):
        assert spreadsheets.sheets(data) == sheets(data)


def test_a_file_that_takes_too_long_or_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="50,0 MB, vượt mức 20 MB"):
        read(b"PK" + bytes(50 * limits.MEGABYTE - 2))
    monkeypatch.setattr(limits, "TABULATING_SECONDS", 0)
    with pytest.raises(BadInput, match="quá lâu"):
        read(GOOD)


def test_empty_rows_and_cells_repeated_to_the_end_of_the_sheet_cost_nothing() -> None:
    end = f"<table:table-cell {many('columns')}/>"
    rows = a_row(cell("STT") + cell("Nội dung") + end) + a_row(end, many("rows")) + a_row(cell("sau cùng"))
    found = sheets(packed(document(table(rows))))[0]
    assert found.rows == {1: ("STT", "Nội dung")}


def test_a_filled_cell_that_is_repeated_fills_the_columns_up_to_the_last_that_is_read() -> None:
    assert len(sheets(packed(document(table(a_row(cell("x", many("columns")))))))[0].rows[1]) == 60


def test_the_values_of_an_open_document_keep_their_kinds() -> None:
    remark = "<office:annotation><text:p>lời nhắn</text:p></office:annotation>"
    words = '<text:p>a<text:s text:c="999999999"/>b<text:line-break/>c</text:p>'
    spaced = f'<table:table-cell office:value-type="string">{remark}{words}</table:table-cell>'
    never = '<table:table-cell table:formula="of:=[.A1]"/>'
    share = '<table:table-cell office:value-type="percentage" office:value="0.5"/>'
    endless = '<table:table-cell office:value-type="float" office:value="1e999"/>'
    evening = datetime.fromisoformat("2026-01-05T17:00:00")  # a cell knows no zone
    found = sheets(ods({"Sổ": [[date(2026, 1, 5), evening, 7, spaced, never, share, endless, "hết"]]}))[0]
    assert found.rows[1] == (date(2026, 1, 5), evening, 7, "a b\nc", None, 0.5, None, "hết")
    assert found.uncounted == {(1, 4)}


def test_many_ordinary_rows_are_no_single_large_one() -> None:
    rows = [row(content=f"Việc {n} {hashlib.sha256(str(n).encode()).hexdigest()}") for n in range(6000)]
    assert len(sheets(ods({"Sổ": [list(HEADING), *rows]}))[0].rows) == 6001
    assert len(sheets(register(*rows))[0].rows) == 6001


def test_hidden_rows_and_columns_are_known_and_read() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = a_row(cell("a") + cell("b")) + a_row(cell("c"), 'table:visibility="filter"')
    found = sheets(packed(document(table(columns + rows))))[0]
    assert (found.hidden_rows, found.hidden_columns, len(found.rows)) == ({2}, {1}, 2)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        windows_1258(TEXT),
        TEXT.replace(";", ",").replace("\n", "\r\n").encode(),
        TEXT.replace(";", "\t").replace("\n", "\r").encode(),
        TEXT.replace(";", "|").encode(),
    ],
)
def test_a_text_is_read_in_every_usual_encoding_and_separator(data: bytes) -> None:
    expected = {
        1: ("STT", "Nội dung", "Đơn vị chủ trì", "Thời hạn"),
        2: ("1", "Rà soát văn bản", "Phòng Tư pháp", "20/01/2026"),
    }
    assert sheets(data)[0].rows == expected


def test_the_line_that_tells_the_separator_keeps_the_numbers_of_the_rows() -> None:
    assert list(sheets(f"sep=;\n{TEXT}".encode())[0].rows) == [2, 3]


def test_merged_areas_without_end_are_refused_in_a_workbook_too() -> None:
    areas = "".join(f'<mergeCell ref="A1:A{last}"/>' for last in range(2000, 2400))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 2400))
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    text = f"<worksheet {space}><sheetData>{rows}</sheetData><mergeCells>{areas}</mergeCells></worksheet>"
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(register(row()))) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == "xl/worksheets/sheet1.xml" else old.read(name))
    with pytest.raises(Unreadable, match="hỏng"):
        sheets(target.getvalue())


def test_every_cut_and_every_flipped_byte_is_read_or_refused_but_never_a_fault() -> None:
    for place in range(0, len(GOOD), 7):
        for broken in (GOOD[:place], GOOD[:place] + bytes([GOOD[place] ^ 0xFF]) + GOOD[place + 1 :]):
            with suppress(Unreadable):
                assert isinstance(sheets(broken), list)
