"""The letter of a report that goes out by itself: the figures of the moment it was owed that its reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from taskapp.base import clock, formats
from taskapp.base.db import scoped
from taskapp.base.i18n import _, number, percent
from taskapp.base.workbook import MEDIA_TYPE
from taskapp.outbox.contract import Attachment, Cancel, Check, Letter
from taskapp.outbox.models import Message
from taskapp.people.frame import Frame, written
from taskapp.people.models import Committee, Person
from taskapp.people.queries import rights_of
from taskapp.people.rights import READERS, Rights
from taskapp.reports import listing_words
from taskapp.reports.addresses import link_args
from taskapp.reports.asking import Asked
from taskapp.reports.drafting import draft
from taskapp.reports.listing import Listing
from taskapp.reports.listing_xlsx import listing_xlsx
from taskapp.reports.listings import Listed, Scope, listed
from taskapp.reports.occurrences import days_of
from taskapp.reports.question import Question
from taskapp.reports.sending_models import ReportSchedule
from taskapp.reports.words import days_name, known_line
from taskapp.reports.xlsx import summary_xlsx

LINES = 20  # tasks told in the letter itself; the workbook and the page have all of them
MOST_ATTACHED = 2_000  # tasks in an attached workbook: a mail server takes no more than some megabytes


@dataclass(frozen=True)
class _Occasion:
    """One sending to one person: what is asked, within which rights, as of which instant (aware)."""

    session: Session
    frame: Frame
    schedule: ReportSchedule
    rights: Rights
    asked: Asked
    period: str
    at: datetime

    @property
    def scope(self) -> Scope:
        return Scope(self.frame.committee, self.rights)


class _Said(NamedTuple):
    """What a letter says: paragraphs, then a list."""

    paragraphs: Sequence[str]
    lines: Sequence[str] = ()


def checking(base_url: str) -> Check:
    """The outbox's question about this kind of message: whether it is still wanted, and the figures of its moment."""

    def check(session: Session, message: Message, _now: datetime) -> Letter | Cancel:
        _kind, schedule_id, day, _person = message.key.split(":")
        committee = session.get_one(Committee, message.committee_id)
        person = session.get_one(Person, message.person_id)
        wanted = scoped(ReportSchedule, committee.id).where(ReportSchedule.id == int(schedule_id))
        schedule: ReportSchedule = session.scalars(wanted).one()
        rights = rights_of(session, person, on=clock.local_day(message.created_at, committee.timezone))
        if reason := _why_not(schedule, person, rights):
            return Cancel(reason)
        days = days_of(schedule.days, schedule.cutoff, date.fromisoformat(day))
        asked = Asked(*days, message.created_at.isoformat())
        frame = Frame(committee, person, base_url)
        occasion = _Occasion(session, frame, schedule, rights, asked, days_name(*days), message.created_at)
        kind = schedule.report.listing
        return _list(occasion, kind) if kind else _summary(occasion)

    return check


def _why_not(schedule: ReportSchedule, person: Person, rights: Rights) -> str:
    """Why the letter is no longer wanted; "" when it is."""
    if schedule.ended_at is not None:
        return _("Lịch gửi báo cáo đã dừng.")
    if person.id not in {one.person_id for one in schedule.receivers}:
        return _("Người này không còn trong danh sách nhận báo cáo.")
    if not person.is_enabled or not rights.has(*READERS):
        return _("Người này không còn quyền xem báo cáo.")
    return ""


def _summary(occasion: _Occasion) -> Letter:
    report = draft(occasion.session, occasion.scope, occasion.asked, now=occasion.at)
    summary = replace(report.summary, is_provisional=False)
    total = summary.total
    share = {"share": percent(total.on_time_share), "overdue": number(total.open_overdue), "period": occasion.period}
    subject = _("Báo cáo %(period)s: đúng hạn %(share)s, %(overdue)s nhiệm vụ quá hạn", **share)
    paragraphs = [*report.narrative, known_line(summary.as_of, is_provisional=False) + "."]
    letter = _letter(occasion, subject, _Said(paragraphs), _href(occasion, "summary", summary.figures.question))
    return _attached(letter, report.file_name.replace("bao-cao", "mau-a"), summary_xlsx(summary))


def _list(occasion: _Occasion, kind: Listing) -> Letter:
    found = listed(occasion.session, kind, occasion.scope, occasion.asked, now=occasion.at)
    found = replace(found, is_provisional=False)
    count, title = len(found.tasks), str(listing_words.TITLES[kind])
    subject = _("%(title)s %(period)s: %(count)s", title=title, period=occasion.period, count=number(count))
    lines = [
        _(
            "%(unit)s: %(content)s · %(days)s",
            unit=line.judged.image.lead_unit_name, content=listing_words.content(line), days=listing_words.days(line),
        )
        for line in found.lines(occasion.session, 0, LINES)
    ]  # fmt: skip
    if count > LINES:
        lines.append(_("… và %(count)s nhiệm vụ khác.", count=number(count - LINES)))
    paragraphs = [*_counted(found), known_line(found.as_of, is_provisional=False) + "."]
    letter = _letter(occasion, subject, _Said(paragraphs, lines), _href(occasion, kind.value, found.measured.question))
    if not 0 < count <= MOST_ATTACHED:
        return letter
    return _attached(letter, found.file_name, listing_xlsx(occasion.session, found))


def _counted(found: Listed) -> list[str]:
    if not found.tasks:
        return [_("%(nothing)s.", nothing=listing_words.NOTHING[found.kind])]
    told = [_("%(title)s: %(count)s.", title=listing_words.TITLES[found.kind], count=number(len(found.tasks)))]
    if found.kind is Listing.OVERDUE:
        bands = [f"{listing_words.BAND_NAMES[band]}: {number(count)}" for band, count in found.bands.items() if count]
        told.append("; ".join(bands) + ".")
    return told


def _letter(occasion: _Occasion, subject: str, said: _Said, href: str) -> Letter:
    schedule = occasion.schedule
    asked_for = _(
        "Thư gửi theo lịch do %(name)s lập ngày %(day)s.",
        name=schedule.by.full_name if schedule.by else "",
        day=formats.day(clock.local(schedule.since, occasion.frame.committee.timezone)),
    )
    around = {"occasion": occasion.frame, "href": href, "asked_for": asked_for}
    return written("report", subject, paragraphs=said.paragraphs, lines=said.lines, **around)


def _href(occasion: _Occasion, page: str, question: Question) -> str:
    """The page that shows the very figures of the letter."""
    return f"{occasion.frame.base_url}/reports/{page}?{urlencode(link_args(question))}"


def _attached(letter: Letter, name: str, content: bytes) -> Letter:
    return replace(letter, attachments=(Attachment(f"{name}.xlsx", MEDIA_TYPE, content),))
