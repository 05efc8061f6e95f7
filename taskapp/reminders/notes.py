"""The short texts on channels besides mail: what happened, or how much waits, and a link. Nothing more goes there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.outbox import channel_addresses
from taskapp.outbox.contract import Cancel, Check, Letter
from taskapp.outbox.models import Message
from taskapp.people.models import Committee
from taskapp.reminders.letters import Occasion, by_heading, cut, digest_subject
from taskapp.reminders.telling import tell
from taskapp.tasks import row_words
from taskapp.tasks.now import time_class


def digest(occasion: Occasion) -> Letter:
    """The morning: how many tasks under each heading, and where they stand."""
    subject = digest_subject(occasion, by_heading(occasion))
    late = _("Có lời nhắc trong tin này đến muộn so với lịch.") if occasion.is_late else ""
    return _note(subject, late, f"{occasion.base_url}/")


def at_once(occasion: Occasion) -> Letter:
    """What just happened to one task, and where it stands."""
    reminder = occasion.reminders[0]
    task, place = reminder.task, occasion.places.get(reminder.id)
    what = tell(occasion.session, reminder, occasion.now).what
    due = row_words.due_text(task, time_class(task, occasion.now), occasion.now)
    whose = _("Anh/chị nhận vì đang thay %(name)s.", name=place.full_name) if place else ""
    return _note(cut(f"{what or due}: {task.content}"), whose, f"{occasion.base_url}/tasks/{task.id}")


def test(committee: Committee, base_url: str) -> Letter:
    """A test of a channel."""
    return _note(
        _("Tin thử của hệ thống Giao Việc, %(name)s.", name=committee.name), "", f"{base_url}/account/channels"
    )


def code_checking(settings: Settings) -> Check:
    """The outbox's question about the code that shows who reads a channel: it holds until the channel was confirmed."""

    def check(session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        address = channel_addresses.of_message(session, message)
        if address is None or address.confirmed_at is not None:
            return Cancel(_("Kênh đã được xác nhận hoặc đã gỡ."))
        code = channel_addresses.code_of(address, settings.secret_key)
        text = _(
            "Mã xác nhận kênh nhận tin của Giao Việc: %(code)s (dùng được trong 1 giờ). Nhập mã ở trang:", code=code
        )
        return Letter(_("Mã xác nhận kênh nhận tin"), f"{text}\n{settings.base_url}/account/channels")

    return check


def _note(first: str, second: str, href: str) -> Letter:
    return Letter(first, "\n".join(line for line in (first, second, href) if line))
