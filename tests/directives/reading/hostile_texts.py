"""Hostile plain texts, and files that are no document at all."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from tests.directives.reading.documents import zipped

READ, REFUSED = "read", "refused"
File = tuple[str, str, Callable[[], bytes]]  # name, what becomes of it, how it is made
MEGA = 1024 * 1024
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
WORDS = "Phòng Nội vụ chủ trì, báo cáo trước ngày 20/3/2026. "


def texts() -> Iterator[File]:
    """Text that is empty, torn, endless, or made to cost time."""
    long = {
        "one line of 15 MB": lambda: "a" * 15 * MEGA,
        "10 million line breaks": lambda: "\n" * 10 * MEGA,
        "5 million tabs": lambda: "\t" * 5 * MEGA,
        "5 million bars": lambda: "|" * 5 * MEGA,
        "5 million blanks": lambda: " " * 5 * MEGA + "x",
        "2 million cells in a row": lambda: "a\t" * 2 * MEGA,
        "1 million wide gaps": lambda: "a     " * MEGA,
        "1 million marks on one letter": lambda: "a" + "\u0301\u0323" * MEGA,
        "2 million direction marks": lambda: "\u202e\u200b" * MEGA,
        "1 million lines": lambda: WORDS.replace(". ", ".\n") * (MEGA // 50),
        "dashes that are no rule": lambda: "-" * 3 * MEGA + "x",
        "a label without end": lambda: "1." * 2 * MEGA + "\tx",
        "the letters of a Roman number without end": lambda: "I" * 3 * MEGA + ".\tx",
        "headings of tables without rows": lambda: "TT\n" * 200_000,
        "headings of tables with one row": lambda: "TT\na\nb\n1\n" * 100_000,
        "numbers of pages": lambda: "\n1\n\n" * 200_000,
        "feet without end": lambda: "Nơi nhận:\tCHỦ TỊCH\n" * 100_000,
        "heads without end": lambda: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\tVIỆT NAM\n" * 100_000,
        "dates without end": lambda: "a\tngày " + "thang nam " * 400_000,
        "V/v without end": lambda: "Số: 1\tngày 1 tháng 1 năm 2026\n" + "  V/v\n" * 200_000,
        "15 MB of a real text": lambda: WORDS * (15 * MEGA // len(WORDS.encode())),
    }
    for name, make in long.items():
        yield f"text: {name}", REFUSED, lambda make=make: make().encode()
    for name, text in {
        "lone surrogates in UTF-16": b"\xff\xfe" + "Nội dung \ud800 và".encode("utf-16-le", "surrogatepass"),
        "an odd byte in UTF-16": b"\xff\xfe" + "Nội dung".encode("utf-16-le") + b"a",
        "half a letter in UTF-8": WORDS.encode() * 2 + b"\xe1\xbb",
        "surrogates in UTF-8": WORDS.encode() * 9 + b"\xed\xa0\x80 van ban",
        "direction and control marks": "\u202eNội\x00 dung\u2066\x07".replace("\x00", "\x01").encode(),
        "a label of thousands of numbers": b"1." * 5000 + b"\tNoi dung",
    }.items():
        yield f"text: {name}", READ, lambda text=text: text
    for name, data in {
        "nothing": b"",
        "blanks": b" \t\r\n" * 100,
        "a mark of encoding alone": b"\xef\xbb\xbf",
        "a NUL in it": b"Noi dung\0van ban va nhieu chu khac",
        "NUL bytes": bytes(MEGA),
        "all bytes": bytes(range(256)) * 50,
        "text without letters": "\u200b\u200e\ufeff".encode() * 50,
    }.items():
        yield f"text: {name}", REFUSED, lambda data=data: data
    for seed in range(10):
        yield f"noise: {seed}", REFUSED, lambda seed=seed: random.Random(seed).randbytes(20_000)


def strangers() -> Iterator[File]:
    """Files of other kinds, whatever they are called."""
    for name, data in {
        ".doc": OLE + "WordDocument".encode("utf-16-le"),
        ".xls": OLE + "Workbook".encode("utf-16-le"),
        ".ppt": OLE + "PowerPoint Document".encode("utf-16-le"),
        ".msg": OLE + "__substg1.0".encode("utf-16-le"),
        "a locked .docx": OLE + "EncryptedPackage".encode("utf-16-le"),
        "the first bytes of a .doc": OLE[:8],
        ".rtf": b"{\\rtf1\\ansi{\\object\\objdata 0105}}",
        ".png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        ".jpg": b"\xff\xd8\xff\xe0" + bytes(100),
        ".gif": b"GIF89a" + bytes(100),
        ".tif": b"II*\0" + bytes(100),
        ".bmp": b"BM" + bytes(100),
        ".webp": b"RIFF\0\0\0\0WEBP",
        ".heic": b"\0\0\0\x18ftypheic" + bytes(50),
        ".gz": b"\x1f\x8b\x08" + bytes(100),
        ".7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
        ".rar": b"Rar!\x1a\x07" + bytes(100),
        ".bz2": b"BZh91AY" + bytes(100),
        ".xz": b"\xfd7zXZ\0" + bytes(100),
        ".cab": b"MSCF" + bytes(100),
        ".exe": b"MZ\x90\0" + bytes(100),
        "a program": b"\x7fELF\x02\x01" + bytes(100),
        ".html": b"<!DOCTYPE html><html><script>alert(1)</script>",
        ".mht": b"MIME-Version: 1.0\nContent-Type: multipart/related",
        "HTML called .doc": b"  <html xmlns:w='urn:schemas-microsoft-com:office:word'>",
        ".svg": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "other XML": b"<?xml version='1.0'?><a>b</a>",
        ".odt": zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        ".pptx": zipped({"ppt/presentation.xml": "<a/>"}),
        ".xlsx": zipped({"xl/workbook.xml": "<a/>"}),
        ".xlsb": zipped({"xl/workbook.bin": "a"}),
        ".jar": zipped({"META-INF/MANIFEST.MF": "a", "A.class": "a"}),
        ".zip": zipped({"van-ban.txt": "a"}),
        "an empty .zip": zipped({}),
    }.items():
        yield f"stranger: {name}", REFUSED, lambda data=data: data
