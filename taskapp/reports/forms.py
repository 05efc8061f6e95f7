"""What a person can ask a report for: period, unit, moment of the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length, ValidationError

from taskapp.base import clock, formats
from taskapp.base.dates import read_day
from taskapp.base.errors import BadInput
from taskapp.base.forms import DayField, Form, choices, typed_day
from taskapp.base.i18n import _, _l
from taskapp.people import unit_queries
from taskapp.people.models import Unit
from taskapp.reports.asking import Asked
from taskapp.reports.cells import Cell
from taskapp.reports.ontime import Basis
from taskapp.reports.question import Question
from taskapp.reports.slices import Dimension, Slice, parse
from taskapp.reports.words import BASIS_NAMES, DIMENSION_NAMES
from taskapp.tasks.states import Kind

Found = TypeVar("Found")

UNKNOWN = 0  # no unit has this id: asking for it is answered as for any unit that is not there


def _slice(text: str | None) -> Slice | None:
    """The row that an address names; None for none. Raises ValueError for what is no row."""
    return parse(text) if text else None


class AsOfField(StringField):
    """A day that has passed, as it is typed everywhere, or an ISO instant; `data` is the text that asking reads."""

    is_past = True

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Put a day that was meant into figures; what means none is told of where the question is asked."""
        super().process_formdata(list(valuelist))
        if self.data and ":" not in self.data:
            with suppress(ValueError):
                self.data = formats.day(typed_day(self.data, is_past=True))


class AskForm(Form):
    """The report picker; it only reads, so it is sent as an address and needs no token."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    first = DayField(_l("Từ ngày"), name="from", is_past=True)
    last = DayField(_l("Đến ngày"), name="to", is_past=True)
    unit = SelectField(_l("Đơn vị"), validate_choice=False, default="")
    as_of = AsOfField(_l("Số liệu đến hết ngày"), [Length(max=40)])
    by = SelectField(_l("Mỗi dòng là"), choices=choices(DIMENSION_NAMES.items()), default=Dimension.UNIT.value)
    basis = SelectField(_l("Tính theo"), choices=choices(BASIS_NAMES.items()), default=Basis.CURRENT.value)
    within = HiddenField()

    @classmethod
    def read(cls, args: MultiDict[str, str], units: Sequence[Unit], first: date, last: date) -> AskForm:
        """The form as asked; days left out are those of the period `first` to `last`."""
        form = cls(args)
        for field, day in ((form.first, first), (form.last, last)):
            if not (field.raw_data and field.raw_data[0].strip()):
                field.data = day
            if field.data is not None:
                field.raw_data = None  # written the usual way, however it was typed
        form.unit.choices = [("", _l("Tất cả đơn vị")), *form._units(units)]
        return form

    def _units(self, units: Sequence[Unit]) -> Iterator[tuple[str, str]]:
        """The units that were valid on some day of the period, and the one chosen; those that have ended say so."""
        period = self.first.data or date.min, self.last.data or date.max
        offered = {unit.id for unit in unit_queries.met_by(units, *period)}
        for unit in units:
            if unit.id in offered or str(unit.id) == self.unit.data:
                yield str(unit.id), _until(unit)

    def asked(self) -> Asked:
        """What was asked for; only after validate()."""
        return Asked(
            first=self.first.data or date.min,
            last=self.last.data or date.max,
            as_of=self.as_of.data or "",
            unit_id=_whole(self.unit.data or ""),
            basis=Basis(self.basis.data),
            within=_slice(self.within.data),
            by=Dimension(self.by.data),
        )

    def answered(self, read: Callable[[Asked], Found]) -> Found | None:
        """What `read` finds for what was asked; None when it was asked wrongly: then the reason stands in the form."""
        if not self.validate():
            return None
        try:
            return read(self.asked())
        except BadInput as error:
            self.blame(error)
            return None

    def show(self, question: Question, now: datetime) -> None:
        """Write the moment of the figures as a person would; figures of today leave the field empty, meaning now."""
        moment = question.as_of_local
        if moment.date() == clock.local_day(now, question.zone):
            self.as_of.data = ""
        else:
            self.as_of.data = formats.day(moment) if moment.time() == time.max else moment.isoformat()

    def validate_within(self, field: HiddenField) -> None:
        """Refuse what no table has written there."""
        try:
            _slice(field.data)
        except ValueError as error:
            raise ValidationError(_("Điều kiện “chỉ tính” không đúng. Hãy bỏ điều kiện rồi xem lại.")) from error

    @property
    def kept(self) -> dict[str, str]:
        """What stays when another period is chosen, as parts of an address."""
        parts = {field.name: str(field.data or "") for field in (self.unit, self.by, self.basis, self.within)}
        usual = {"by": Dimension.UNIT.value, "basis": Basis.CURRENT.value}
        return {name: value for name, value in parts.items() if value not in ("", usual.get(name))}

    def blame(self, error: BadInput) -> None:
        """Put the reason of a refusal beside its field, or above the form."""
        if error.field is not None and error.field in self:
            self[error.field].errors = [error.reason]
        else:
            self.form_errors.append(error.reason)


def _until(unit: Unit) -> str:
    if unit.valid_to is None:
        return unit.name
    return _("%(unit)s (đến %(day)s)", unit=unit.name, day=formats.day(unit.valid_to))


@dataclass(frozen=True)
class Opening:
    """Which number a person opens: the question of its page, the cell, its row, a day."""

    asked: Asked
    cell: Cell
    row: Slice | None
    day: date | None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Opening:
        """From an address as link_args() makes them. Raises BadInput for any other."""
        try:
            asked = Asked(
                read_day(args["from"]),
                read_day(args["to"]),
                args.get("as_of", ""),
                _whole(args.get("unit", "")),
                _kind(args.get("kind", "")),
                Basis(args.get("basis", Basis.CURRENT)),
                _slice(args.get("within", "")),
            )
            day = read_day(args["day"]) if args.get("day") else None
            return cls(asked, Cell(args.get("cell", "")), _slice(args.get("row", "")), day)
        except (KeyError, ValueError) as error:
            raise BadInput(_("Địa chỉ danh sách không đúng. Hãy mở lại từ bảng điều hành hoặc báo cáo.")) from error


def _kind(text: str) -> Kind:
    """What supporting units give, or the committee's tasks: figures know no others. Raises ValueError."""
    if text and text != Kind.PART:
        raise ValueError(text)
    return Kind(text) if text else Kind.OFFICIAL


def _whole(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else UNKNOWN
