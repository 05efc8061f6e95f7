"""Bodies that no page has a form for."""

from __future__ import annotations

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _l
from taskapp.base.text import one_line
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.forms import NEEDED
from taskapp.tasks.words import URGENCY_NAMES


class DirectiveForm(Form):
    """A document to be entered in the register."""

    number = StringField(_l("Số, ký hiệu văn bản"), [NEEDED, Length(max=60)])
    issued_on = DayField(_l("Ngày văn bản"), is_past=True)
    issuer = StringField(_l("Cơ quan ban hành"), [Length(max=200)])
    kind = StringField(_l("Loại văn bản"), [Length(max=60)])
    subject = StringField(_l("Trích yếu"), [Length(max=1000)])
    signer = StringField(_l("Người ký"), [Length(max=120)])
    urgency = SelectField(
        _l("Độ khẩn"), choices=choices((u.value, URGENCY_NAMES[u]) for u in Urgency), default=Urgency.ORDINARY.value
    )
    is_incoming = BooleanField(_l("Văn bản đến"))
    received_on = DayField(_l("Ngày nhận"), is_past=True)

    def document(self) -> DocumentGiven:
        """The document that was described."""
        return DocumentGiven(
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            issuer=self.issuer.data or "",
            kind=self.kind.data or "",
            subject=one_line(self.subject.data or ""),
            signer=self.signer.data or "",
            urgency=Urgency(self.urgency.data or Urgency.ORDINARY),
        )
