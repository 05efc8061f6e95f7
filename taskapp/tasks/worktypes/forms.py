"""Forms of the types of work; rules live in keeping.py, here only what can be typed."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from taskapp.base.forms import NEEDED, DayField, Form, TableField, choices, today
from taskapp.base.i18n import _, _l
from taskapp.people.models import Unit, UnitKind
from taskapp.tasks.states import Source
from taskapp.tasks.words import SOURCE_NAMES
from taskapp.tasks.worktypes.keeping import LONGEST, Said
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.terms import TermUnit
from taskapp.tasks.worktypes.words import UNIT_NAMES

NO_UNIT = 0


class TypeForm(Form):
    """What one version of a type says; `seen` is the newest version that the page showed."""

    seen = HiddenField()
    code = StringField(_l("Mã loại việc"), [Length(max=LONGEST["code"])])
    name = StringField(_l("Tên loại việc"), [NEEDED, Length(max=LONGEST["name"])])
    field = StringField(_l("Lĩnh vực"), [Length(max=LONGEST["field"])])
    content = TextAreaField(_l("Mẫu nội dung nhiệm vụ"), [Length(max=LONGEST["content"])], render_kw={"rows": 2})
    product = StringField(_l("Sản phẩm phải có"), [Length(max=LONGEST["product"])])
    source = SelectField(
        _l("Nguồn giao"), choices=choices((s.value, SOURCE_NAMES[s]) for s in SOURCE_NAMES), default=Source.OWN.value
    )
    lead = SelectField(_l("Đơn vị thường chủ trì"), coerce=int, default=NO_UNIT)
    supporting = SelectMultipleField(_l("Đơn vị thường phối hợp"), coerce=int)
    statutory = IntegerField(_l("Thời hạn theo luật"), [Optional()])
    committed = IntegerField(_l("Cam kết của cơ quan"), [Optional()])
    unit = SelectField(
        _l("Tính bằng"),
        choices=choices((unit.value, UNIT_NAMES[unit]) for unit in TermUnit),
        default=TermUnit.WORKDAYS.value,
    )
    legal_basis = StringField(_l("Căn cứ của thời hạn theo luật"), [Length(max=LONGEST["legal_basis"])])
    valid_from = DayField(_l("Áp dụng từ ngày"), [NEEDED], default=today)
    decision = StringField(_l("Số, ngày văn bản hoặc lý do"), [Length(max=200)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Let the selects of units offer these."""
        offered = [(unit.id, unit.name) for unit in units if unit.kind is not UnitKind.COMMITTEE]
        self.lead.choices = choices([(NO_UNIT, _("Người giao chọn")), *offered])
        self.supporting.choices = choices(offered)

    def show(self, version: WorkTypeVersion) -> None:
        """What the version says, to be changed into the next one; its own day and decision are typed anew."""
        for name in ("name", "field", "content", "product", "statutory", "committed", "legal_basis", "code"):
            self[name].data = getattr(version, name)
        self.source.data, self.unit.data = version.source.value, version.unit.value
        self.lead.data, self.supporting.data = version.lead_unit_id or NO_UNIT, list(version.supporting_ids)

    def said(self) -> Said:
        """What was typed."""
        return Said(
            name=self.name.data or "",
            valid_from=self.valid_from.data or today(),
            field=self.field.data or "",
            content=self.content.data or "",
            product=self.product.data or "",
            source=Source(self.source.data),
            lead_unit_id=self.lead.data or None,
            supporting_ids=tuple(self.supporting.data or ()),
            unit=TermUnit(self.unit.data),
            statutory=self.statutory.data,
            legal_basis=self.legal_basis.data or "",
            committed=self.committed.data,
            decision=self.decision.data or "",
        )

    def seen_version(self) -> int:
        """The newest version that the page showed; -1 when the form does not say."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


class EndForm(Form):
    """From which day a type is no longer used, and why."""

    ended_on = DayField(_l("Thôi áp dụng từ ngày"), [NEEDED])
    ended_decision = StringField(_l("Số, ngày văn bản hoặc lý do"), [NEEDED, Length(max=200)])


class PasteForm(Form):
    """A table of types as copied from Excel."""

    table = TableField(_l("Bảng dán từ Excel"), [NEEDED, Length(max=200_000)], render_kw={"rows": 10})
    valid_from = DayField(_l("Áp dụng từ ngày"), [NEEDED], default=today)
    decision = StringField(_l("Số, ngày văn bản hoặc lý do"), [NEEDED, Length(max=200)])
