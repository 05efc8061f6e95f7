"""Files that must not or cannot be opened: each is refused with what to do."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

from taskapp.directives import zips
from taskapp.directives.registers.workbook import sheets
from taskapp.directives.unreadable import Unreadable
from tests.conftest import DATA
from tests.directives.registers.sheets import HEADING, register, row, workbook

GOOD = register(row())
OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def changed(members: dict[str, bytes], *, without: str = "", data: bytes = GOOD) -> bytes:
    """The good workbook with members added or replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != without and name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return target.getvalue()


def relation(kind: str, target: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inner = f'<Relationship Id="r1" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
    return f'<Relationships xmlns="{namespace}">{inner}</Relationships>'.encode()


def with_entity() -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet>&x;</worksheet>'
    return changed({"xl/worksheets/sheet1.xml": bomb})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"a,b,c\n1,2,3\n", "không phải tệp Excel"),
        (OLE + bytes(600), "kiểu cũ"),  # .xls
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (GOOD[: len(GOOD) // 2], "hỏng"),
        (GOOD[:3000] + bytes(200) + GOOD[3200:], "hỏng"),
        (b"PK" + bytes(100), "hỏng"),
        (changed({}, without="xl/workbook.xml"), "không phải tệp Excel"),
        (changed({"xl/workbook.xml": b"<workbook"}), "hỏng"),
        (changed({"../../etc/passwd": b"x"}), "hỏng"),
        (changed({"xl/vbaProject.bin": b"x"}), "macro"),
        (changed({"xl/media/a.zip": b"x"}), "được nhúng"),
        (changed({"xl/media/image1.png": b"PK\x03\x04inside"}), "được nhúng"),
        (changed({"xl/embeddings/oleObject1.bin": b"x"}), "được nhúng"),
        (changed({"xl/_rels/workbook.xml.rels": relation("externalLinkPath", "file:///c:/so.xlsx")}), "từ nơi khác"),
        (changed({"xl/big.xml": bytes(30 * zips.MEGABYTE)}), "quá lớn"),
        (changed({f"xl/a{n}.xml": b"" for n in range(zips.MOST_MEMBERS)}), "quá lớn"),
        (with_entity(), "hỏng"),
    ],
)
def test_an_unusable_file_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        sheets(data)


def test_a_link_of_a_cell_to_a_web_address_is_no_danger() -> None:
    data = changed({"xl/worksheets/_rels/sheet1.xml.rels": relation("hyperlink", "https://dongthap.example")})
    assert sheets(data)[0].rows[2][1] == "12/UBND-NC"


def test_every_cut_and_every_flipped_byte_is_read_or_refused_but_never_a_fault() -> None:
    data = (DATA / "so-theo-doi-2021.xlsx").read_bytes()
    for place in range(0, len(data), 211):
        for broken in (data[:place], data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            with suppress(Unreadable):
                assert isinstance(sheets(broken), list)


def test_a_huge_row_number_does_not_make_rows() -> None:
    text = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
    )
    text += b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c></row>'
    text += b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    text += b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    assert list(sheets(changed({"xl/worksheets/sheet1.xml": text}))[0].rows) == [1]


def test_more_rows_than_a_register_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskapp.directives.registers.sheet_rows.MOST_ROWS", 3)
    assert len(sheets(workbook([HEADING, row(), row()]))[0].rows) == 3
    with pytest.raises(Unreadable, match="dài hơn 3 dòng"):
        sheets(workbook([HEADING, row(), row(), row()]))
