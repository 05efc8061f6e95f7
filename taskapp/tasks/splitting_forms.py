"""Forms of shared work: a task split into pieces, row by row; a supporting unit brought in later."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wtforms import FieldList, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.models import Person, Unit
from taskapp.people.words import busy_label
from taskapp.tasks.assigning import once_key
from taskapp.tasks.forms import LONG, ActForm
from taskapp.tasks.splitting import Piece, UnfitPieces

FEWEST, MOST = 3, 20


@dataclass(frozen=True)
class Helpers:
    """Who may be given a piece: officers of the unit with the number of open tasks each holds now, units below it.

    `away`: until which day an officer is away, by id.
    """

    unit: Unit
    officers: Sequence[Person]
    busy: Mapping[int, int]
    units: Sequence[Unit]
    away: Mapping[int, date]

    def groups(self) -> dict[str, list[tuple[str, str]]]:
        """The choices of one row, under their headings."""
        groups = {
            "": [("", _("Chọn người hoặc đơn vị…"))],
            self.unit.name: [
                (f"p{p.id}", busy_label(p, self.busy.get(p.id, 0), self.away.get(p.id))) for p in self.officers
            ],
            _("Đơn vị cấp dưới"): [(f"u{u.id}", u.name) for u in self.units],
        }
        return {name: group for name, group in groups.items() if group}

    def find(self, chosen: str) -> tuple[Unit, Person | None]:
        """The unit, and the officer if one was chosen; what is not offered counts as nobody."""
        unit = next((u for u in self.units if chosen == f"u{u.id}"), self.unit)
        return unit, next((p for p in self.officers if chosen == f"p{p.id}"), None)


class PieceForm(Form):
    """One row; a row in which nothing was typed counts for nothing."""

    class Meta:
        """The whole form carries the token."""

        csrf = False

    content = TextAreaField(_l("Nội dung việc con"), [Length(max=LONG)])
    who = SelectField(_l("Giao cho"), validate_choice=False)
    due_on = DayField(_l("Hạn nội bộ"))
    product = StringField(_l("Sản phẩm phải có"), [Length(max=300)])

    def is_blank(self) -> bool:
        """Whether the row was left as it came: the day in it was only proposed."""
        return not (self.content.data or self.who.data or self.product.data)


class SplitForm(ActForm):
    """Giao việc con: several rows, sent at once."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    rows = FieldList(FormField(PieceForm), min_entries=FEWEST, max_entries=MOST)

    def forms(self) -> list[PieceForm]:
        """The rows in their order."""
        return [entry.form for entry in self.rows]

    def offer(self, helpers: Helpers, proposed: date | None) -> None:
        """Fill in who can be chosen, and the proposed day where no row was sent."""
        for row in self.forms():
            row.who.choices = helpers.groups()
            if not self.is_submitted():
                row.due_on.data = proposed

    def add_row(self, helpers: Helpers, proposed: date | None) -> None:
        """One more empty row, as long as there may be more."""
        if len(self.rows) < MOST:
            added = self.rows.append_entry().form
            added.who.choices, added.due_on.data = helpers.groups(), proposed

    def pieces(self, helpers: Helpers) -> list[Piece]:
        """What was typed, row by row without the blank ones."""
        return [self._piece(place, row, helpers) for place, row in self._typed()]

    def keys(self) -> list[str]:
        """What is unique about each row of this form."""
        return [once_key(self.once.data or "", place) for place in range(len(self.rows))] if self.once.data else []

    def blame_rows(self, error: UnfitPieces) -> int:
        """Put each reason beside its row; gives the HTTP status."""
        typed = [row for _place, row in self._typed()]
        for place, reason in error.found:
            field = typed[place][reason.field if reason.field in typed[place] else "content"]
            field.errors = [*field.errors, reason.reason]
        self.rows.errors = [entry.errors for entry in self.rows]
        return error.status

    def _typed(self) -> Iterable[tuple[int, PieceForm]]:
        return ((place, row) for place, row in enumerate(self.forms()) if not row.is_blank())

    def _piece(self, place: int, row: PieceForm, helpers: Helpers) -> Piece:
        unit, officer = helpers.find(row.who.data or "")
        return Piece(
            content=row.content.data or "",
            unit=unit,
            officer=officer,
            due_on=row.due_on.data,
            product=row.product.data or "",
            key=once_key(self.once.data, place) if self.once.data else "",
        )


class PartForm(ActForm):
    """Thêm đơn vị phối hợp."""

    once = HiddenField(default=lambda: secrets.token_hex(16))
    unit = SelectField(_l("Đơn vị phối hợp"), coerce=int, validate_choice=False)
    due_on = DayField(_l("Hạn phối hợp"))
    reason = TextAreaField(_l("Lý do bổ sung"), [Length(max=LONG)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Fill in the units that can be chosen."""
        self.unit.choices = choices([(0, _("Chọn đơn vị…")), *((unit.id, unit.name) for unit in units)])

    def keys(self) -> list[str]:
        """What is unique about this form for the chosen unit."""
        return [once_key(self.once.data, self.unit.data or 0)] if self.once.data else []
