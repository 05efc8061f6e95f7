"""A limit as an entry for the reader's own calendar (RFC 5545, 5546): one for a task, however often it moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from taskapp.outbox.contract import Attachment

NAME = "thoi-han.ics"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
PRODUCT = "-//Giao Viec//Thoi han//VI"


@dataclass(frozen=True)
class Entry:
    """What stands in the calendar: `uid` names the task for ever, `version` grows with each new limit.

    `stamp` is the instant of the mail, aware UTC; `on` and `at` the limit on the wall clock of `zone`, all day without
    an hour; `sender` the address the mails come from. A limit that `is_over` is taken out again.
    """

    uid: str
    version: int
    stamp: datetime
    on: date
    at: time | None
    zone: str
    title: str
    text: str
    href: str
    committee: str
    sender: str
    is_over: bool = False


def attachment(entry: Entry) -> Attachment:
    """The entry as a file to go with a mail, the same bytes each time. It rings no bell and blocks no time."""
    method = CANCEL if entry.is_over else PUBLISH
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(entry))
    params = {"charset": "utf-8", "method": method, "component": "VEVENT"}
    return Attachment(NAME, "text/calendar", calendar.to_ical(), params)


def _event(entry: Entry) -> Event:
    organizer = vCalAddress(f"mailto:{entry.sender}")
    organizer.params["CN"] = vText(entry.committee)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.version)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", _start(entry))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("url", vUri(entry.href))
    event.add("organizer", organizer)
    event.add("status", "CANCELLED" if entry.is_over else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event


def _start(entry: Entry) -> date | datetime:
    # an hour in UTC: no table of time zones has to go along, and every calendar shows it on its own clock
    return datetime.combine(entry.on, entry.at, ZoneInfo(entry.zone)).astimezone(UTC) if entry.at else entry.on
