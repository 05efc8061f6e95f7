"""The form of a webhook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from taskapp.api.webhooks.events import NAMES, USUAL
from taskapp.base.forms import NEEDED, Form, choices
from taskapp.base.i18n import _, _l
from taskapp.outbox.hook_models import Webhook
from taskapp.outbox.hook_places import LONGEST
from taskapp.outbox.hooks import Wish
from taskapp.people.models import Unit


class WebhookForm(Form):
    """Which program is told of what, and where it listens."""

    name = StringField(_l("Phần mềm nào"), [NEEDED, Length(max=100)])
    address = StringField(_l("Địa chỉ nhận"), [NEEDED, Length(max=LONGEST)], render_kw={"inputmode": "url"})
    unit = SelectField(_l("Đơn vị"), default="")
    events = SelectMultipleField(
        _l("Báo khi nào"), [InputRequired(_l("Hãy chọn ít nhất một sự kiện."))], default=list(USUAL)
    )

    def offer(self, units: Iterable[Unit]) -> None:
        """Let these units, and all events, be chosen."""
        self.unit.choices = choices([("", _("Tất cả đơn vị")), *((str(unit.id), unit.name) for unit in units)])
        self.events.choices = choices((event, f"{name} ({event})") for event, name in NAMES.items())

    @staticmethod
    def of(hook: Webhook) -> dict[str, Any]:
        """What the fields hold of one that there is."""
        unit = str(hook.unit_id) if hook.unit_id else ""
        return {"name": hook.name, "address": hook.address, "unit": unit, "events": sorted(hook.wants)}

    def wish(self) -> Wish:
        """What was chosen; only after it has been found valid."""
        unit_id = int(self.unit.data) if self.unit.data else None
        return Wish(self.name.data or "", self.address.data or "", self.events.data or (), unit_id)
