"""What kind of spreadsheet a file is; the zip file around it refused, with a clear reason, when it would do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum

from defusedxml import ElementTree as SafeTree

from taskapp.directives import zips
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import LOCKED, Unreadable
from taskapp.directives.zips import MEGABYTE, Harm

LARGEST_XML = 64 * MEGABYTE  # of one part, unpacked: 50,000 rows need less

WEB_PAGE = Reason(
    "Tệp là trang web mang tên tệp Excel. Hãy mở bằng Excel, chọn Lưu thành > Excel (.xlsx) rồi chọn lại."
)
NESTED = Reason("Trong tệp Excel có tệp khác được nhúng. Hãy sao chép bảng sang một tệp mới rồi chọn lại.")
LINKED = Reason("Tệp Excel lấy dữ liệu từ nơi khác. Hãy dán bảng dưới dạng giá trị sang một tệp mới rồi chọn lại.")
TOO_LARGE = Reason("Tệp bung ra quá lớn so với một sổ theo dõi nên không mở. Hãy sao chép bảng sang một tệp mới.")
NO_SPREADSHEET = Reason(
    "Đây không phải tệp Excel .xlsx, .ods hoặc .csv. Hãy chọn sổ theo dõi lưu ở một trong ba dạng này."
)
DAMAGED = Reason("Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại thành .xlsx rồi chọn lại.")
EMPTY = Reason("Tệp rỗng. Hãy chọn lại sổ theo dõi.")
OLD = Reason("Tệp .xls kiểu cũ chưa đọc được. Hãy mở bằng Excel, chọn Lưu thành > Excel (.xlsx) rồi chọn lại.")
MACRO = Reason("Tệp có macro. Hãy mở bằng Excel, chọn Lưu thành > Excel (.xlsx) rồi chọn lại.")

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".docx", ".pptx", ".jar", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz")
_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_OTHERS = (b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"\x7felf", b"mz\x90")
_HYPERLINK = "/hyperlink"


class Kind(StrEnum):
    XLSX = "xlsx"
    ODS = "ods"
    TEXT = "text"


_NEEDED = {Kind.XLSX: {"xl/workbook.xml", "[Content_Types].xml"}, Kind.ODS: {"content.xml", "mimetype"}}


def kind_of(data: bytes) -> Kind:
    """What a file is by its contents, whatever its name says. Raises Unreadable for what is no spreadsheet at all."""
    _check_size(data)
    if data.startswith(b"PK"):
        with suppress(*zips.BROKEN), zipfile.ZipFile(io.BytesIO(data)) as members:
            return Kind.ODS if "content.xml" in members.namelist() else Kind.XLSX
        raise Unreadable(DAMAGED)
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"mime-version")):
        raise Unreadable(WEB_PAGE)
    if beginning.startswith(_OTHERS) or data.startswith(_MAGIC):
        raise Unreadable(NO_SPREADSHEET)
    return Kind.TEXT


def check(data: bytes, kind: Kind) -> None:
    """Raise Unreadable unless `data` is a zip file of this kind, safe in sizes, ratio, members, relations, nesting.

    The limits are 20 MiB packed, 200 MiB unpacked, 64 MiB for one part, 100 times, 2,000 members. Links of cells to web
    addresses may stand, since nothing follows them; any other relation to outside the file is refused.
    """
    _check_size(data)
    if not data.startswith(b"PK"):
        raise Unreadable(NO_SPREADSHEET)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_harm(members, len(data))
            _check_names(members, kind)
            for member in members:
                _check_member(archive, member)
    except zips.BROKEN as error:
        raise Unreadable(DAMAGED) from error


def _check_size(data: bytes) -> None:
    if not data:
        raise Unreadable(EMPTY)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable(LOCKED)
        raise Unreadable(OLD)


def _check_harm(members: list[zipfile.ZipInfo], packed: int) -> None:
    found = zips.harm(members, packed)
    if found is Harm.TOO_LARGE or any(m.file_size > LARGEST_XML for m in members if m.filename.endswith(".xml")):
        raise Unreadable(TOO_LARGE)
    if found is Harm.DAMAGED:
        raise Unreadable(DAMAGED)
    if found is Harm.LOCKED:
        raise Unreadable(LOCKED)


def _check_names(members: list[zipfile.ZipInfo], kind: Kind) -> None:
    names = [member.filename for member in members]
    if not _NEEDED[kind] <= set(names):
        raise Unreadable(NO_SPREADSHEET)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Unreadable(MACRO)
    if any(name.lower().endswith(_ARCHIVES) or name.startswith("xl/embeddings/") for name in names):
        raise Unreadable(NESTED)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.filename.endswith(".rels"):
        _check_relations(SafeTree.fromstring(archive.read(member), forbid_dtd=True).iter())
    elif member.filename == "META-INF/manifest.xml" and b"encryption-data" in archive.read(member):
        raise Unreadable(LOCKED)
    elif not member.is_dir():
        with archive.open(member) as content:
            if content.read(8).startswith(_MAGIC):
                raise Unreadable(NESTED)


def _check_relations(elements: Iterable[object]) -> None:
    for element in elements:
        attributes = getattr(element, "attrib", {})
        is_external = attributes.get("TargetMode", "").lower() == "external"
        if is_external and not attributes.get("Type", "").endswith(_HYPERLINK):
            raise Unreadable(LINKED)
