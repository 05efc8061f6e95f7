"""Files of other formats that do harm, or are none, with the words by which each is refused."""

from __future__ import annotations

from taskapp.directives import zips
from tests.directives.registers.layouts_ods import document, ods, packed, table
from tests.directives.registers.sheets import HEADING, row

ROWS = [list(HEADING), row()]
GOOD = ods({"Sổ": ROWS})
TEXT = "STT;Nội dung;Đơn vị chủ trì;Thời hạn\n1;Rà soát văn bản;Phòng Tư pháp;20/01/2026\n"


def cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def a_row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def many(what: str) -> str:
    return f'table:number-{what}-repeated="1048576"'


BILLION = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "an entity": (packed(document(table(a_row(cell("&x;"))), '<!DOCTYPE a [<!ENTITY x "y">]>')), "hỏng"),
    "a file of the server": (packed(document(table(a_row(cell("&x;"))), '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')), "hỏng"),
    "entities in entities": (packed(document(table(a_row(cell("&a9;"))), f'<!DOCTYPE a [<!ENTITY a0 "x">{BILLION}]>')), "hỏng"),
    "a filled row a million times": (packed(document(table(a_row(cell("x"), many("rows"))))), "dài hơn"),
    "many rows repeated": (packed(document(table(a_row(cell("x"), 'table:number-rows-repeated="40000"') * 3))), "dài hơn"),
    "spans over everything": (packed(document(table(a_row(cell("x", 'table:number-rows-spanned="50000"') * 60) + a_row(cell("x"), 'table:number-rows-repeated="49000"')))), "hỏng"),
    "a count that is no number": (packed(document(table(a_row(cell("x", 'table:number-columns-repeated="nhiều"'))))), "hỏng"),
    "elements without end": (packed(document(table("<table:table-row>" + "<text:span>" * 3000))), "hỏng"),
    "a row of a million cells": (packed(document(table(a_row("".join(f'<table:table-cell table:style-name="ce{n * n}"/>' for n in range(250_000)))))), "hỏng"),
    "no sheet": (packed(document("")), "không có trang tính nào"),
    "only a hidden sheet": (ods({"Ẩn": ROWS}, hidden=["Ẩn"]), "không có trang tính nào"),
    "broken XML": (packed("<office"), "hỏng"),
    "a cut file": (GOOD[: len(GOOD) // 2], "hỏng"),
    "a macro": (packed(document(""), **{"Basic/script-lc.xml": b"x"}), "macro"),
    "a password": (packed(b"\x00\x01", **{"META-INF/manifest.xml": b"<m><encryption-data/></m>"}), "mật khẩu"),
    "a path outside": (packed(document(""), **{"../x": b"x"}), "hỏng"),
    "a zip inside": (packed(document(""), **{"Object 1": b"PK\x03\x04"}), "được nhúng"),
    "a bomb": (packed(document(table("x" * (30 * zips.MEGABYTE)))), "quá lớn"),
    "a zip of something else": (packed(document("")).replace(b"content.xml", b"contint.xml"), "không phải tệp Excel"),
    "a PDF": (b"%PDF-1.7 " + TEXT.encode(), "không phải tệp Excel"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "không phải tệp Excel"),
    "a program": (b"\x7fELF" + bytes(99), "không phải tệp Excel"),
    "a web page named .xls": (b"\n<html><table><tr><td>STT</td></tr></table></html>", "trang web"),
    "noise": (bytes(range(256)) * 40, "Không đọc được chữ"),
    "half a letter of UTF-16": (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "Không đọc được chữ"),
    "a quotation without end": (('1;"' + "x" * 200_000).encode(), "ngoặc kép"),
    "one cell of many megabytes": (b"x" * (8 * zips.MEGABYTE), "quá dài"),
    "too many lines": (TEXT.encode() + b"1;x;y;z\n" * 50_001, "dài hơn"),
    "spaces only": (b" \n \n", "Không tìm thấy dòng tiêu đề"),
}  # fmt: skip
