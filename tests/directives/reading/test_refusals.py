"""What is not read is refused with what to do; what carries a secrecy mark is refused and nothing of it is kept."""

from __future__ import annotations

import stat
import subprocess
import sys

import pytest

from taskapp.base.errors import BadInput, Refused
from taskapp.directives import limits
from taskapp.directives.reading import reader
from tests.conftest import DATA
from tests.directives.reading.documents import docx, p, part, zipped
from tests.directives.reading.pdfs import drawn, pdf

OLE = bytes.fromhex("D0CF11E0A1B11AE1")
OLD_FONT = "ñy ban nh©n d©n tØnh, Chñ tÞch yªu cÇu c¸c ®¬n vÞ thùc hiÖn"
VNI = "UÛy ban nhaân daân tænh Vónh Laïc yeâu caàu caùc ñôn vò thöïc hieän"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Tệp rỗng"),
        (b"\xef\xbb\xbf \n", "không có chữ"),
        (OLE + "WordDocument".encode("utf-16-le"), "Lưu thành > Word (.docx)"),
        (OLE + "Workbook".encode("utf-16-le"), "bảng tính Excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        ((DATA / "so-theo-doi-2021.xlsx").read_bytes(), "bảng tính Excel"),
        (zipped({"a.docx": docx(p("a"))}), "giải nén"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "lưu thành .docx"),
        (docx(p("a"), word__vbaProject=b"x"), "macro"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "hình ảnh"),
        (b"\xff\xd8\xff\xe0", "hình ảnh"),
        (b"{\\rtf1 a}", ".docx"),
        (b"<html><body>a</body></html>", "trang web"),
        (b"\x7fELF" + bytes(60), "chương trình"),
        (bytes(range(256)) * 9, "Không nhận ra"),
        (OLD_FONT.encode(), "TCVN3"),
        (docx(p(VNI)), "VNI"),
        (pdf(drawn("a"), encrypted=True), "mật khẩu"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(vietnamese, data, said):
    with pytest.raises(BadInput) as refused:
        reader.read(data, "van-ban")
    assert said in refused.value.reason
    assert "Hãy" in refused.value.reason


@pytest.mark.parametrize("mark", ["MẬT", "TỐI  MẬT", "TUYỆT MẬT", "(MẬT)"])
@pytest.mark.parametrize(
    "document",
    [
        lambda mark: f"UBND TỈNH\n{mark}\nSố: 1/TB-UBND\nNội dung".encode(),
        lambda mark: docx(p("Nội dung") + p(f"<w:r><w:txbxContent>{p(mark)}</w:txbxContent></w:r>")),
        lambda mark: docx(p("Nội dung"), word__header1_xml=part("hdr", p(mark))),
    ],
    ids=["text", "text box", "head of the page"],
)
def test_a_secrecy_mark_is_refused_wherever_it_is_stamped(vietnamese, mark, document):
    with pytest.raises(Refused, match="độ mật"):
        reader.read(document(mark), "van-ban")


def test_a_heavy_file_is_refused_before_a_process_is_started(vietnamese, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent")
    with pytest.raises(BadInput, match="nặng 20,0 MB"):
        reader.read(bytes(limits.LARGEST_FILE + 1), "nang.pdf")


def test_a_child_that_takes_too_long_or_dies_is_a_refusal(vietnamese, monkeypatch):
    document = docx(p("a"))
    monkeypatch.setattr(limits, "SECONDS", 0)
    with pytest.raises(BadInput, match="quá lâu"):
        reader.read(document, "a.docx")
    monkeypatch.undo()
    monkeypatch.setattr(reader, "_CHILD", "taskapp.directives.reading.no_such")
    with pytest.raises(BadInput, match="quá phức tạp"):
        reader.read(document, "a.docx")


def test_a_scan_without_the_programs_says_what_the_administrator_can_install(vietnamese, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(BadInput, match="tesseract-ocr-vie"):
        reader.read(pdf(""), "quet.pdf")


def test_a_scan_is_recognised_when_the_programs_are_there(vietnamese, monkeypatch, tmp_path):
    program(tmp_path / "pdftoppm", 'case "$5" in 1) echo P5;; *) exit 99;; esac')
    words = [("Số:", 100), ("12/TB-UBND", 160)]
    line = "4\\t1\\t1\\t1\\t1\\t0\\t100\\t95\\t110\\t28\\t-1\\t\\n"
    rows = line + "\\n".join(f"5\\t1\\t1\\t1\\t1\\t1\\t{left}\\t100\\t50\\t20\\t96\\t{word}" for word, left in words)
    program(tmp_path / "tesseract", f'[ "$1" = --list-langs ] && echo vie || printf "level\\n{rows}\\n"')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert [line.text for line in reader.read(pdf(""), "quet.pdf").lines] == ["Số: 12/TB-UBND"]


def program(path, script):
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)


def test_the_child_knows_neither_flask_nor_the_database():
    asked = "import sys, taskapp.directives.reading.child; print(sorted({'flask', 'sqlalchemy'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, check=True)
    assert told.stdout.strip() == b"[]"
