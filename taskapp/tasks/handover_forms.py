"""The form of a hand-over: why, and to whom each line goes; a line may follow the choice of its group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from taskapp.base.forms import DayField, Form, choices
from taskapp.base.i18n import _l
from taskapp.tasks.handover import Reason
from taskapp.tasks.handover_lines import Key, Wish
from taskapp.tasks.models import Task
from taskapp.tasks.paper_models import Handed, HandOverReason
from taskapp.tasks.states import Kind
from taskapp.tasks.words import HAND_OVER_REASONS

KEEP = "keep"  # chosen for a line: it stays where it is
LONGEST = 18  # digits of a number that a column can hold


class HandOverForm(Form):
    """Why the work is handed over; `seen` says which lines the page showed, and which version of each task."""

    seen = HiddenField()
    reason_code = RadioField(
        _l("Lý do bàn giao"),
        [InputRequired(_l("Hãy chọn lý do bàn giao."))],
        choices=choices((code.value, name) for code, name in HAND_OVER_REASONS.items()),
    )
    reason = StringField(_l("Ghi rõ"), [Length(max=500)])

    def why(self) -> Reason:
        """What was typed; only after it has been found valid."""
        return Reason(HandOverReason(self.reason_code.data), self.reason.data or "")


class AwayForm(Form):
    """Who is to be away and when, as it is being typed; it only reads."""

    class Meta(Form.Meta):
        """No token in an address."""

        csrf = False

    person_id = IntegerField(_l("Người vắng"), [Optional()])
    deputy_id = IntegerField(_l("Người thay"), [Optional()])
    first_on = DayField(_l("Từ ngày"))
    last_on = DayField(_l("Đến hết ngày"))


def group_name(handed: Handed, kind: Kind) -> str:
    """How the form calls a group of lines."""
    return f"{handed.value}-{kind.value}"


def line_name(handed: Handed, task: Task) -> str:
    """How the form calls one line."""
    return f"{group_name(handed, task.kind)}-{task.id}"


def seen_value(versions: Mapping[str, int]) -> str:
    """The versions of the lines as one hidden field carries them."""
    return " ".join(f"{name}:{version}" for name, version in versions.items())


@dataclass(frozen=True)
class Picks:
    """What was chosen, by the name of a group or a line, as it was sent; nothing when nothing was sent."""

    chosen: Mapping[str, str]
    seen: Mapping[str, int]

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Picks:
        """From the fields of a form; what no page of ours can have sent is left out."""
        versions = (part.rpartition(":") for part in sent.get("seen", "").split())
        seen = {name: int(version) for name, _colon, version in versions if _key(name) and _is_number(version)}
        return cls({name: value for name, value in sent.items() if name.startswith("to-")}, seen)

    def of(self, name: str) -> str:
        """The value chosen for a group or a line; empty for none."""
        return self.chosen.get(f"to-{name}", "")

    def wishes(self) -> dict[Key, Wish]:
        """The lines that are to go somewhere, those that are to stay left out."""
        found = {}
        for name, version in self.seen.items():
            key, value = _key(name), self.of(name) or self.of(name.rpartition("-")[0])
            if key and value != KEEP:
                found[key] = Wish(int(value) if _is_number(value) else None, version)
        return found


def _key(name: str) -> Key | None:
    handed, _dash, rest = name.partition("-")
    task_id = rest.rpartition("-")[2]
    return Key(Handed(handed), int(task_id)) if handed in set(Handed) and _is_number(task_id) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST
