"""CSV files of calendar days: read whole, every problem by row and column, nothing recorded while one is left."""

from __future__ import annotations

from datetime import date

import pytest

from taskapp.base.errors import BadInput
from taskapp.workdays import calendars, commands
from taskapp.workdays.csvfile import MOST_BYTES, MOST_ROWS, read_csv
from taskapp.workdays.kinds import DayKind
from tests.conftest import DATA, MONDAY

pytestmark = pytest.mark.usefixtures("session")  # reasons are given in the interface's language
HEAD = "Ngày,Loại,Ghi chú,Quyết định\n"
SAMPLE = (DATA / "calendar_import.csv").read_bytes()


def places(text: str) -> list[tuple[int, str]]:
    sheet = read_csv(text.encode())
    return [(problem.row, problem.column) for problem in sheet.problems]


def test_a_file_is_read_with_its_notes_and_decisions():
    sheet = read_csv(SAMPLE)
    assert sheet.problems == ()
    assert [(entry.day, entry.kind) for entry in sheet.entries] == [
        (date(2027, 1, 1), DayKind.OFF),
        (date(2027, 2, 4), DayKind.OFF),
        (date(2027, 3, 6), DayKind.WORKED),
        (date(2027, 3, 5), DayKind.OFF),
    ]
    assert sheet.entries[0].note == "Tết Dương lịch"
    assert sheet.entries[3].decision == "Thông báo 02/TB-UBND"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_spreadsheets_write_is_read(codec, delimiter, newline):
    lines = [("Date", "Kind", "Note"), ("2027-01-01", "off", "Tết Dương lịch"), ("", "", "")]
    text = newline.join(delimiter.join(line) for line in lines)
    sheet = read_csv(text.encode(codec))
    assert sheet == (((date(2027, 1, 1), DayKind.OFF, "Tết Dương lịch", ""),), ())


def test_columns_are_found_by_name_in_any_order_and_others_are_passed_over():
    sheet = read_csv("Số văn bản,STT,LOẠI NGÀY,Ngày (dd/mm/yyyy)\nCV 1,1,NGHỈ,1/1/2027\n".encode())
    assert sheet.entries == ((date(2027, 1, 1), DayKind.OFF, "", "CV 1"),)


def test_every_problem_is_named_by_row_and_column():
    text = HEAD + (
        "30/02/2027,nghỉ,,\n"  # no such day
        "\n"
        "02/01/2027,nghỉ,,\n"  # a Saturday
        "04/01/2027,làm bù,,\n"  # a Monday
        "hôm qua,nghỉ phép,,\n"  # both cells
        "01/01/2027,nghỉ,,\n"
        f"01/01/2027,nghỉ,{'x' * 201},\n"
        "01/01/2027,nghỉ\n"  # twice
    )
    assert places(text) == [
        (2, "Ngày"),
        (4, "Ngày"),
        (5, "Ngày"),
        (6, "Ngày"),
        (6, "Loại"),
        (8, "Ghi chú"),
        (9, "Ngày"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        HEAD.encode(),
        b"a,b,c\n1,2,3\n",
        b"\xff\xfe\x00",
        b"PK\x03\x04\x00\x00\x00",
        "Ngày,Loại\n\u00e9".encode("latin-1", "replace"),
        b'Date,Kind\n"2027-01-01,off\n',
        b"x" * (MOST_BYTES + 1),
        (HEAD + "01/01/2027,nghỉ,,\n" * (MOST_ROWS + 1)).encode(),
    ],
    ids=["empty", "blank", "head only", "other heads", "cut utf-16", "zip", "latin", "open quote", "large", "long"],
)
def test_a_file_that_is_no_calendar_is_answered_with_a_sentence(data):
    sheet = read_csv(data)
    assert sheet.entries == ()
    assert len(sheet.problems) >= 1
    assert all(problem.message.endswith((".", "…")) for problem in sheet.problems)


def test_a_good_file_is_recorded_once(session, office):
    def imported() -> int:
        return commands.import_csv(session, office.committee_id, SAMPLE, by_id=None, now=MONDAY)

    assert imported() == 4
    assert imported() == 0
    assert calendars.load(session, office.committee_id).off[date(2027, 2, 4)] == "Tết Nguyên đán"


def test_a_file_with_one_bad_row_records_nothing(session, office):
    data = SAMPLE + "06/03/2027;nghỉ;;\n".encode()
    with pytest.raises(BadInput, match="Dòng 6, cột “Ngày”: 06/03/2027 là thứ Bảy"):
        commands.import_csv(session, office.committee_id, data, by_id=None, now=MONDAY)
    assert calendars.load(session, office.committee_id).off == {}
