"""Scanned pages: drawn by pdftoppm, recognised by Tesseract in Vietnamese, when an office has installed both."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator

from taskapp.base.text import clean
from taskapp.directives import limits
from taskapp.directives.draft import Line, Source
from taskapp.directives.reading import places, sides
from taskapp.directives.reason import Reason
from taskapp.directives.unreadable import Unreadable

SCANNED = Reason(
    "Tệp PDF là bản quét, không có chữ để đọc. Hãy chọn bản Word hoặc PDF gốc; "
    "hoặc nhờ quản trị cài tesseract-ocr-vie và poppler-utils để hệ thống nhận dạng chữ."
)
NOT_RECOGNISED = Reason("Không nhận dạng được chữ trong bản quét. Hãy chọn bản Word hoặc PDF gốc của văn bản.")
TOO_MANY = Reason(
    "Bản quét dài hơn %(most)s trang nên không nhận dạng chữ. Hãy chọn bản Word hoặc PDF gốc của văn bản.",
    {"most": limits.RECOGNISED_PAGES},
)
_DOTS = 200  # per inch
_POINTS = 72 / _DOTS
_SUREST_NOISE = 30.0  # per cent; what Tesseract trusts less is dirt or a stamp
_WORD = "5"  # the level of a word in its table


def is_installed() -> bool:
    """Whether both programs and the Vietnamese language are there now."""
    tesseract = shutil.which("tesseract")
    if not tesseract or not shutil.which("pdftoppm"):
        return False
    asked = subprocess.run([tesseract, "--list-langs"], capture_output=True, timeout=10, check=False)
    return b"vie" in (asked.stdout + asked.stderr).split()


def read(data: bytes) -> Source:
    """The lines of a scanned PDF, at most RECOGNISED_PAGES of it. Raises Unreadable when nothing is recognised."""
    if _picture(data, limits.RECOGNISED_PAGES + 1):
        raise Unreadable(TOO_MANY)
    lines: list[Line] = []
    for page in range(1, limits.RECOGNISED_PAGES + 1):
        picture = _picture(data, page)
        if not picture:
            break
        rows = places.rows(list(_words(_run("tesseract", "stdin", "stdout", "-l", "vie", "tsv", given=picture))))
        if rows:
            lines += [Line(clean(text)) for text in places.paragraphs(rows, places.margins(rows))]
    if not lines:
        raise Unreadable(NOT_RECOGNISED)
    return Source(tuple(sides.without_blanks(lines)))


def _picture(data: bytes, page: int) -> bytes:
    return _run("pdftoppm", "-gray", "-r", str(_DOTS), "-f", str(page), "-l", str(page), "-", given=data)


def _words(table: bytes) -> Iterator[places.Word]:
    for line in table.decode("utf-8", errors="replace").split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) == 12 and cells[0] == _WORD and cells[11].strip() and float(cells[10]) > _SUREST_NOISE:
            left, top, width, height = (int(cell) * _POINTS for cell in cells[6:10])
            yield places.Word(cells[11].strip(), left, left + width, top, top + height)


def _run(program: str, *arguments: str, given: bytes) -> bytes:
    """What a program answers; nothing when it fails or is not there. It inherits this process's limits."""
    path = shutil.which(program)
    if not path:
        return b""
    done = subprocess.run(
        [path, *arguments], input=given, capture_output=True, timeout=limits.RECOGNISING_SECONDS, check=False
    )
    return done.stdout if done.returncode == 0 else b""
