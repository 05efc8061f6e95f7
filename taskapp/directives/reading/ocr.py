"""Scanned pages: drawn by pdftoppm, recognised by Tesseract in Vietnamese, when an office has installed both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator

from taskapp.base.text import clean
from taskapp.directives import limits
from taskapp.directives.draft import Line, Source
from taskapp.directives.reading import places, running, sides
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
_LINE, _WORD = "4", "5"  # the levels of a line and of a word in its table
_COLUMNS = 12
_QUARTERS = {"TV": "IV", "1V": "IV", "IY": "IV", "HI": "III", "IH": "III", "H": "II", "Il": "II", "l": "I"}
_QUARTER = re.compile(rf"\b([Qq]úy )({'|'.join(_QUARTERS)})\b")
_RULES = " |¦"  # what the drawn lines of a table are taken for


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
    pages: list[list[places.Row]] = []
    for page in range(1, limits.RECOGNISED_PAGES + 1):
        picture = _picture(data, page)
        if not picture:
            break
        table = _run("tesseract", "stdin", "stdout", "-l", "vie", "tsv", given=picture)
        pages.append(places.rows(list(_words(table))))
    rows: list[places.Row] = []
    for page_rows in running.without(pages):
        rows = places.below(rows, page_rows)
    if not rows:
        raise Unreadable(NOT_RECOGNISED)
    lines = [Line(_mended(clean(text))) for text in places.paragraphs(rows, places.margins(rows))]
    return Source(tuple(sides.without_blanks(lines)))


def _mended(text: str) -> str:
    """With the quarters that Tesseract reads as letters: "quý TV" is none but IV."""
    return _QUARTER.sub(lambda match: match[1] + _QUARTERS[match[2]], text)


def _picture(data: bytes, page: int) -> bytes:
    return _run("pdftoppm", "-gray", "-r", str(_DOTS), "-f", str(page), "-l", str(page), "-", given=data)


def _words(table: bytes) -> Iterator[places.Word]:
    """The words of a page, each as high as its line: Tesseract draws a word as high as its own letters."""
    top = bottom = 0.0
    for line in table.decode("utf-8", errors="replace").split("\n")[1:]:
        cells = line.split("\t")
        if len(cells) != _COLUMNS or cells[0] not in {_LINE, _WORD}:
            continue
        left, above, width, height = (int(cell) * _POINTS for cell in cells[6:10])
        if cells[0] == _LINE:
            top, bottom = above, above + height
        elif cells[11].strip(_RULES) and float(cells[10]) > _SUREST_NOISE:
            yield places.Word(cells[11].strip(), left, left + width, top, bottom)


def _run(program: str, *arguments: str, given: bytes) -> bytes:
    """What a program answers; nothing when it fails or is not there. It inherits this process's limits."""
    path = shutil.which(program)
    if not path:
        return b""
    done = subprocess.run(
        [path, *arguments],
        input=given,
        capture_output=True,
        timeout=limits.RECOGNISING_SECONDS,
        check=False,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},  # more threads only wait for each other
    )
    return done.stdout if done.returncode == 0 else b""
