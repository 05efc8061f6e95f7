"""The form of a source."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length, Regexp

from taskapp.base.forms import NEEDED, Form, choices
from taskapp.base.i18n import _l
from taskapp.people.models import Unit
from taskapp.sources.keeping import NAME, Wish
from taskapp.sources.models import WorkSource


class SourceForm(Form):
    """Nguồn hồ sơ, văn bản: what it is called, whose it is, what it counts, whether names of files are kept."""

    title = StringField(_l("Tên nguồn"), [NEEDED, Length(max=120)])
    noun = StringField(_l("Đếm cái gì"), [NEEDED, Length(max=40)], default="hồ sơ")
    unit = SelectField(_l("Đơn vị"), [NEEDED], coerce=int)
    keeps_titles = BooleanField(_l("Lưu tên hồ sơ, trích yếu văn bản"))

    def offer(self, units: Iterable[Unit]) -> None:
        """Let these units be chosen."""
        self.unit.choices = choices((unit.id, unit.name) for unit in units)

    def show(self, source: WorkSource) -> None:
        """Fill in what the source says now, where nothing was typed."""
        self.title.data, self.noun.data = source.title, source.noun
        self.unit.data, self.keeps_titles.data = source.unit_id, source.keeps_titles

    @property
    def wish(self) -> Wish:
        """What was typed; only after validate()."""
        return Wish(self.title.data or "", self.noun.data or "", self.unit.data, bool(self.keeps_titles.data))


class NewSourceForm(SourceForm):
    """A new one; its short name stands in addresses and stays."""

    name = StringField(
        _l("Tên ngắn"),
        [
            NEEDED,
            Length(max=40),
            Regexp(f"^{NAME.pattern}$", message=_l("Chỉ gồm chữ thường không dấu, số, gạch nối, ví dụ ho-tich.")),
        ],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
