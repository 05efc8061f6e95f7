"""A limit as an entry for the reader's own calendar (RFC 5545, 5546): one for a task, however often it moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from taskapp.outbox.contract import Attachment

NAME = "thoi-han.ics"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
PRODUCT = "-//Giao Viec//Thoi han//VI"
ASKED_EVERY = timedelta(hours=1)


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
    calendar = _calendar(method)
    calendar.add_component(_event(entry))
    params = {"charset": "utf-8", "method": method, "component": "VEVENT"}
    return Attachment(NAME, "text/calendar", calendar.to_ical(), params)


def calendar(entries: Iterable[Entry], name: str) -> bytes:
    """Many entries as one calendar to be fetched again and again (RFC 7986 for its name and how often)."""
    made = _calendar(PUBLISH)
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", ASKED_EVERY, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry))
    written: bytes = made.to_ical()
    return written


def uid_of(task_id: int, code: str, base_url: str) -> str:
    """What its mails and the entries in calendars call a task: the same for ever, and for every reader."""
    return f"task-{task_id}.{code}@{urlsplit(base_url).hostname}"


def _calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    return made


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
