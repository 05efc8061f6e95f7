"""A scoring table as a form: a grid of numbers, source, validity, reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from taskapp.base.forms import DayField, Form, VersionField
from taskapp.base.i18n import _l
from taskapp.reports.evaluation_words import COLUMN_NAMES
from taskapp.reports.scoring import COLUMNS, MANY_ROWS, MOST_ROWS, Column, Row, Scored, Scoring


class ScoringForm(Form):
    """What goes with every table; the grid's fields are made by scoring_form(). `seen`: the newest version shown."""

    name = StringField(_l("Tên bảng"), [InputRequired(), Length(max=200)])
    source = StringField(
        _l("Nguồn: số, ký hiệu, ngày văn bản"),
        [Length(max=300)],
        description=_l("Để trống thì mọi nơi dùng bảng này đều ghi “chưa có nguồn chính thức; cơ quan tự quyết định”."),
    )
    valid_from = DayField(_l("Có hiệu lực từ ngày"), [InputRequired()])
    valid_to = DayField(_l("Hết hiệu lực sau ngày (nếu có)"))
    reason = StringField(_l("Lý do thay đổi"), [Length(max=300)])
    seen = VersionField()

    def table(self, scored: Scored) -> Scoring:
        """The table as typed; rows left empty are dropped. Only after validate()."""
        return Scoring(
            scored,
            self.name.data or "",
            self.source.data or "",
            self.valid_from.data or date.max,
            tuple(row for row in map(self._row, self.grid(scored)) if row),
            self.valid_to.data,
        )

    def grid(self, scored: Scored) -> list[list[Any]]:
        """The fields of the numbers, row by row."""
        return [[self[f"{column.key}_{row}"] for column in COLUMNS[scored]] for row in range(row_count(scored))]

    def _row(self, fields: list[Any]) -> Row | None:
        """The numbers of a row, what is missing in it as 0; None when nothing was typed."""
        if all(field.data is None for field in fields):
            return None
        return {field.name.rsplit("_", 1)[0]: int(field.data or 0) for field in fields}


def scoring_form(table: Scoring, today: date, **given: Any) -> ScoringForm:
    """A form for tables of this kind, filled with `table` unless something was sent; a new one holds from today."""
    fields: dict[str, Any] = {
        f"{column.key}_{row}": _field(table, column, row)
        for row in range(row_count(table.scored))
        for column in COLUMNS[table.scored]
    }
    filled = {"name": table.name, "source": table.source, "valid_from": today}
    made: ScoringForm = type("ScoringFormOfTable", (ScoringForm,), fields)(data=filled, **given)
    return made


def _field(table: Scoring, column: Column, row: int) -> Any:
    """One number of the grid, filled from the table; a choice of yes or no is a tick box."""
    name, value = COLUMN_NAMES[table.scored, column.key], table.rows[row][column.key] if row < len(table.rows) else None
    if column.most == 1:
        return BooleanField(name, default=bool(value))
    needed = Optional() if table.scored in MANY_ROWS else InputRequired()
    return IntegerField(name, [needed, NumberRange(column.least, column.most)], default=value)


def row_count(scored: Scored) -> int:
    """How many rows the form offers."""
    return MOST_ROWS if scored in MANY_ROWS else 1
