"""Forms of decisions about units: merge, split, close, rename, move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from taskapp.admin.reorganising import Plan
from taskapp.base.errors import BadInput, Refused
from taskapp.base.forms import NEEDED, DayField, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.models import Unit
from taskapp.people.tables import UnitRow, unit_choices
from taskapp.people.unit_changes import Decision, NewUnit
from taskapp.people.unit_models import Rearranging

NEW = 0  # instead of an existing unit


class DecisionForm(Form):
    """The decision itself; `seen`: what the last preview came to."""

    kind: ClassVar[Rearranging]
    instead: ClassVar[Mapping[str, Sequence[tuple[int, Any]]]] = {}  # what a select offers besides the units

    number = StringField(_l("Số, ký hiệu văn bản"), [NEEDED, Length(max=60)])
    signed_on = DayField(_l("Ngày ký văn bản"), [Optional()], is_past=True)
    effective_on = DayField(_l("Có hiệu lực từ ngày"), [NEEDED], is_past=True)
    seen = HiddenField()

    def offer(self, rows: Sequence[UnitRow]) -> None:
        """Let the selects offer the open units of the tree."""
        offered = [(int(value), label) for value, label in unit_choices(rows)]
        for name in ("units", "unit", "heirs", "into", "parent"):
            if name in self:
                self[name].choices = choices([*self.instead.get(name, ()), *offered])

    def decision(self) -> Decision:
        """What was typed; only after validate()."""
        if self.effective_on.data is None:
            raise BadInput(_("Hãy nhập ngày có hiệu lực."), field="effective_on")
        return Decision(self.kind, self.effective_on.data, self.number.data or "", self.signed_on.data)

    def plan(self, units: Mapping[int, Unit], choice: Choice) -> Plan:
        """What is to be done with units of the administrator's reach, by id; as it stands nothing. Raises BadInput."""
        return Plan(self.decision(), [])


@dataclass(frozen=True)
class Choice:
    """Which successor was chosen for a person or a task: its place among them."""

    by_person: Mapping[int, int]
    by_task: Mapping[int, int]

    @classmethod
    def read(cls, sent: MultiDict[str, str], count: int) -> Choice:
        """From fields `person-<id>` and `task-<id>`; what is no place is passed over."""
        return cls(_places(sent, "person", count), _places(sent, "task", count))


class MergeForm(DecisionForm):
    """Some units end, one goes on: an existing one or a new one."""

    kind = Rearranging.MERGE
    instead: ClassVar[Mapping[str, Sequence[tuple[int, Any]]]] = {
        "into": [(NEW, _l("Thành lập đơn vị mới"))],
        "parent": [(NEW, _l("Như các đơn vị kết thúc hoạt động"))],
    }

    units = SelectMultipleField(_l("Các đơn vị kết thúc hoạt động"), [NEEDED], coerce=int)
    into = SelectField(_l("Đơn vị kế thừa"), coerce=int)
    name = StringField(_l("Tên đơn vị mới"), [Length(max=200)])
    short_name = StringField(_l("Tên ngắn"), [Length(max=60)])
    parent = SelectField(_l("Trực thuộc"), coerce=int)

    def plan(self, units: Mapping[int, Unit], choice: Choice) -> Plan:
        """The same kind as the first of those that end."""
        olds = [units[unit_id] for unit_id in self.units.data or () if unit_id in units]
        if self.into.data:
            return Plan(self.decision(), olds, heirs=[units[self.into.data]])
        if not self.name.data:
            raise BadInput(_("Hãy nhập tên đơn vị mới, hoặc chọn một đơn vị đã có."), field="name")
        parent = units[self.parent.data] if self.parent.data else _parent_of(olds[0], units, field="parent")
        new = NewUnit(self.name.data, olds[0].kind, parent, self.short_name.data or "", olds[0].sort_order)
        return Plan(self.decision(), olds, new=[new])


class SplitForm(DecisionForm):
    """One unit ends, several go on."""

    kind = Rearranging.SPLIT

    unit = SelectField(_l("Đơn vị được chia, tách"), coerce=int)
    names = TextAreaField(_l("Các đơn vị mới, mỗi dòng một tên"), [Length(max=2000)])
    heirs = SelectMultipleField(_l("Đơn vị đã có nhận một phần việc"), coerce=int)

    def plan(self, units: Mapping[int, Unit], choice: Choice) -> Plan:
        """New ones stand beside the old one and are counted after the existing ones."""
        old = units[self.unit.data]
        names = [line.strip() for line in (self.names.data or "").splitlines() if line.strip()]
        parent = _parent_of(old, units, field="unit") if names else None
        new = [NewUnit(name, old.kind, parent, sort_order=old.sort_order) for name in names]
        heirs = [units[unit_id] for unit_id in self.heirs.data or () if unit_id in units]
        return Plan(self.decision(), [old], heirs, new, choice.by_person, choice.by_task)


class CloseForm(DecisionForm):
    """One unit ends, another one that exists goes on with its work."""

    kind = Rearranging.CLOSE

    unit = SelectField(_l("Đơn vị kết thúc hoạt động"), coerce=int)
    into = SelectField(_l("Đơn vị tiếp nhận người và việc"), coerce=int)

    def plan(self, units: Mapping[int, Unit], choice: Choice) -> Plan:
        """The one goes to the other."""
        heirs = [units[self.into.data]] if self.into.data else []
        return Plan(self.decision(), [units[self.unit.data]], heirs)


class RenameForm(DecisionForm):
    """Another name."""

    kind = Rearranging.RENAME

    unit = SelectField(_l("Đơn vị đổi tên"), coerce=int)
    name = StringField(_l("Tên mới"), [NEEDED, Length(max=200)])
    short_name = StringField(_l("Tên ngắn"), [Length(max=60)])

    def plan(self, units: Mapping[int, Unit], choice: Choice) -> Plan:
        """The unit and its names."""
        old, short_name = units[self.unit.data], self.short_name.data or ""
        return Plan(self.decision(), [old], name=self.name.data or "", short_name=short_name)


class MoveForm(DecisionForm):
    """Another unit above it."""

    kind = Rearranging.MOVE

    unit = SelectField(_l("Đơn vị chuyển đi"), coerce=int)
    parent = SelectField(_l("Đơn vị cấp trên mới"), coerce=int)

    def plan(self, units: Mapping[int, Unit], choice: Choice) -> Plan:
        """The unit and its new parent."""
        return Plan(self.decision(), [units[self.unit.data]], parent=units.get(self.parent.data))


FORMS: dict[Rearranging, type[DecisionForm]] = {
    form.kind: form for form in (MergeForm, SplitForm, CloseForm, RenameForm, MoveForm)
}


def _parent_of(old: Unit, units: Mapping[int, Unit], *, field: str) -> Unit | None:
    """What stands above the unit. Raises Refused when the administrator's reach ends below it."""
    if old.parent_id is None:
        return None
    if old.parent_id not in units:
        raise Refused(
            _(
                "Cấp trên của %(unit)s nằm ngoài phạm vi quản trị của anh/chị. Hãy nhờ người quản trị cấp trên.",
                unit=old.name,
            ),
            field=field,
        )
    return units[old.parent_id]


def _places(sent: MultiDict[str, str], noun: str, count: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for name, value in sent.items():
        head, _dash, number = name.partition("-")
        if head == noun and number.isdecimal() and value.isdecimal() and int(value) < count:
            found[int(number)] = int(value)
    return found
