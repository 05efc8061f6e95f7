"""Forms of addresses that show figures without signing in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, ValidationError

from taskapp.base.forms import NEEDED, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.people.models import Unit
from taskapp.people.secret_keys import LONGEST_DAYS
from taskapp.reports.link_models import LinkKind
from taskapp.reports.links import Wish
from taskapp.reports.periods import Span
from taskapp.reports.words import SPAN_NAMES

ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?")
MOST_ORIGINS = 10


class LinkForm(Form):
    """Where the address is used, of which unit, for how long."""

    name = StringField(_l("Dùng ở đâu"), [NEEDED, Length(max=100)])
    unit = SelectField(_l("Đơn vị"), default="")
    days = IntegerField(
        _l("Dùng được trong bao nhiêu ngày"),
        [NEEDED, NumberRange(1, LONGEST_DAYS, _l("Từ 1 đến 365 ngày."))],
        default=90,
        render_kw={"inputmode": "numeric"},
    )

    def offer(self, units: Iterable[Unit]) -> None:
        """Let these units be chosen."""
        self.unit.choices = choices([("", _("Tất cả đơn vị")), *((str(unit.id), unit.name) for unit in units)])

    @property
    def unit_id(self) -> int | None:
        return int(self.unit.data) if self.unit.data else None


class WallForm(LinkForm):
    """Màn hình phòng họp."""

    names_tasks = BooleanField(_l("Hiện cả nội dung những việc gấp nhất"))

    def wish(self) -> Wish:
        """What was chosen; only after it has been found valid."""
        asked = (self.name.data or "", self.days.data or 0, self.unit_id)
        return Wish(LinkKind.WALL, *asked, names_tasks=bool(self.names_tasks.data))


class FigureForm(LinkForm):
    """Số liệu công khai: of one unit, framed by the sites that are named."""

    span = SelectField(_l("Kỳ số liệu"), choices=choices(SPAN_NAMES.items()), default=Span.QUARTER.value)
    origins = TextAreaField(_l("Trang web được nhúng"), [Length(max=2000)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Let one of these units be chosen: the public sees no more than is switched on."""
        self.unit.choices = choices((str(unit.id), unit.name) for unit in units)

    def sites(self) -> list[str]:
        """The sites, each as its origin."""
        return [text.rstrip("/").lower() for text in (self.origins.data or "").split()]

    def validate_origins(self, _field: TextAreaField) -> None:
        """Refuse what is no origin."""
        sites = self.sites()
        wrong = next((site for site in sites if not ORIGIN.fullmatch(site)), None)
        if wrong:
            raise ValidationError(
                _("“%(text)s” chưa đúng. Mỗi dòng một trang, dạng https://ten-mien.gov.vn.", text=wrong[:60])
            )
        if len(sites) > MOST_ORIGINS:
            raise ValidationError(_("Nhiều nhất %(most)s trang.", most=MOST_ORIGINS))

    def wish(self) -> Wish:
        """What was chosen; only after it has been found valid."""
        asked = (self.name.data or "", self.days.data or 0, self.unit_id)
        return Wish(LinkKind.FIGURE, *asked, span=Span(self.span.data), origins=self.sites())
