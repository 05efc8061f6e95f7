"""A sheet of items: which column says what, by the words that head it; its rows as they stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from taskapp.base.text import fold
from taskapp.directives.registers.sheet import Cells, Sheet
from taskapp.sources.items import Given

LOOKED_AT = 20  # rows among which the headings are
WORDS: Mapping[str, str] = {
    "id": "id|ma|ma so|ma ho so|so ho so|ma van ban|so den|so di|so, ky hieu|so ky hieu",
    "kind": "kind|loai|loai ho so|loai van ban|thu tuc|ten thu tuc|linh vuc",
    "title": "title|ten|ten ho so|trich yeu|noi dung|trich yeu noi dung",
    "unit": "unit|don vi|don vi xu ly|don vi giai quyet|phong ban",
    "officer": "officer|nguoi xu ly|can bo|can bo xu ly|cong chuc|chuyen vien",
    "received": "received|ngay tiep nhan|tiep nhan|ngay nhan|ngay den|ngay nop|ngay phat hanh|ngay van ban",
    "due": "due|han|thoi han|han xu ly|han giai quyet|han tra|ngay den han|ngay hen tra|hen tra|ngay hen",
    "done": "done|ngay xong|xong|ngay tra|ngay tra ket qua|ngay hoan thanh|ngay giai quyet|ngay ket thuc",
    "cancelled": "cancelled|huy|da huy|rut|da rut",
}
MEANINGS = {word: name for name, words in WORDS.items() for word in words.split("|")}
NEEDED = frozenset({"id", "received"})


def givens(sheets: Iterable[Sheet]) -> list[Given] | None:
    """The items of the first sheet that has the needed columns; None when none has. `position` is the row."""
    for sheet in sheets:
        rows = sorted(sheet.rows.items())
        for place, (_number, cells) in enumerate(rows[:LOOKED_AT]):
            columns = _columns(cells)
            if columns.keys() >= NEEDED:
                below = rows[place + 1 :]
                return [_given(number, cells, columns) for number, cells in below if _says(cells, columns)]
    return None


def _columns(cells: Cells) -> dict[str, int]:
    """The place of each known column, the first one where two are called alike."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = MEANINGS.get(fold(cell).strip(" *:.")) if isinstance(cell, str) else None
        if name:
            found.setdefault(name, place)
    return found


def _given(number: int, cells: Sequence[object], columns: Mapping[str, int]) -> Given:
    return Given(number, **{name: _cell(cells, place) for name, place in columns.items()})


def _cell(cells: Sequence[object], place: int) -> object:
    value = cells[place] if place < len(cells) else None
    return "" if value is None else value


def _says(cells: Sequence[object], columns: Mapping[str, int]) -> bool:
    return any(_cell(cells, place) != "" for place in columns.values())
