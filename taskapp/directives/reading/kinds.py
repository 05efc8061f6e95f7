"""What a file is, by its bytes and never by its name, and who reads it; what is not read says what to do instead."""

from __future__ import annotations

from taskapp.directives.draft import Source
from taskapp.directives.reading import docx, edxml, pdf, texts
from taskapp.directives.reading.package import Package
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import LOCKED, Unreadable

EMPTY = Reason("Tệp rỗng. Hãy chọn lại văn bản.")
OLD_WORD = Reason("Tệp .doc kiểu cũ chưa đọc được. Hãy mở bằng Word, chọn Lưu thành > Word (.docx) rồi chọn lại.")
SHEET = Reason("Đây là bảng tính Excel. Hãy nhập ở trang Nhập sổ theo dõi, hoặc lưu văn bản thành .docx rồi chọn lại.")
OTHER_OFFICE = Reason("Đây không phải văn bản Word. Hãy mở bằng phần mềm đã tạo ra tệp, lưu thành .docx rồi chọn lại.")
PICTURE = Reason("Đây là tệp hình ảnh, không có chữ để đọc. Hãy chọn tệp Word hoặc PDF gốc của văn bản.")
ARCHIVE = Reason("Đây là tệp nén. Hãy giải nén rồi chọn từng văn bản .docx, .pdf, .txt hoặc .edxml bên trong.")
PROGRAM = Reason("Đây là tệp chương trình, không phải văn bản. Hãy chọn tệp .docx, .pdf, .txt hoặc .edxml.")
WEB_PAGE = Reason("Đây là trang web lưu về. Hãy mở bằng Word, chọn Lưu thành > Word (.docx) rồi chọn lại.")

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_INSIDE_OLE = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", OLD_WORD),
    ("Workbook", SHEET),
    ("Book", SHEET),
    ("PowerPoint Document", OTHER_OFFICE),
)
_BEGINNINGS = (
    (b"{\\rtf", OTHER_OFFICE),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"BM", PICTURE),
    (b"RIFF", PICTURE),
    (b"\0\0\0\x18ftyp", PICTURE),
    (b"\x1f\x8b", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"MSCF", ARCHIVE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
)
_PAGES = (b"<html", b"<!doctype", b"mime-version:", b"<meta", b"<head", b"<body")
_PACKAGES = (
    ("xl/workbook.xml", SHEET),
    ("xl/workbook.bin", SHEET),
    ("ppt/presentation.xml", OTHER_OFFICE),
    ("mimetype", OTHER_OFFICE),
)


def source(data: bytes) -> tuple[Source, str]:
    """The Source in a file of any kind, and text beside it that is searched for secrecy marks only.

    Raises Unreadable, or Scanned for a PDF of pictures.
    """
    if not data.strip():
        raise Unreadable(EMPTY)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if edxml.is_envelope(data):
        return edxml.read(data, _attached)
    if b"%PDF-" in data[:1024]:
        return pdf.read(data), ""
    _check_kind(data)
    return texts.read(data), ""


def _attached(data: bytes) -> tuple[Source, str]:
    """A document in an envelope, which is no further envelope."""
    if edxml.is_envelope(data):
        raise Unreadable(edxml.NO_DOCUMENT)
    return source(data)


def _packed(data: bytes) -> tuple[Source, str]:
    package = Package(data)
    envelope = next((name for name in sorted(package.names) if name.lower().endswith(".edxml")), None)
    if envelope:
        return edxml.read(package.read(envelope), _attached, package)
    if docx.MAIN in package.names:
        return docx.read(package), docx.aside(package)
    raise Unreadable(next((reason for name, reason in _PACKAGES if name in package.names), ARCHIVE))


def _check_kind(data: bytes) -> None:
    if data.startswith(_OLE):
        raise Unreadable(next((r for name, r in _INSIDE_OLE if name.encode("utf-16-le") in data), OTHER_OFFICE))
    is_text = not any(byte < 9 for byte in data[:64])
    for start, reason in _BEGINNINGS:
        if data.startswith(start) and not (is_text and len(start) == 2 and start.isalpha()):
            raise Unreadable(reason)
    if data.lstrip()[:5] == b"<?xml":
        raise Unreadable(texts.NOT_TEXT)
    if data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
        raise Unreadable(WEB_PAGE)
