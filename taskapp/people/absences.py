"""Verbs on absences: register, end. Each leaves an AccountEvent of the absent person; none commits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base import clock
from taskapp.base.errors import BadInput, Forbidden, Refused
from taskapp.base.formats import day as written
from taskapp.base.i18n import _
from taskapp.base.text import one_line
from taskapp.people import accounts, standing_queries
from taskapp.people.models import AccountChange, Person
from taskapp.people.rights import Rights
from taskapp.people.standing import Phase, Term, may_keep_absence
from taskapp.people.standing_models import Absence

LONGEST = 366  # days; a longer leave is registered anew, and the typed year is more often wrong


def register(
    session: Session, person: Person, term: Term, *, deputy: Person | None, reason: str, by: Rights, now: datetime
) -> Absence:
    """Write down that the person is away, and who fills the place from then on (None: nobody yet).

    Raises Forbidden for whom the person is none of his, BadInput for days that cannot be, Refused when the person is
    away already or the deputy cannot fill the place.
    """
    if not may_keep_absence(by, person.id, person.unit_id):
        raise Forbidden(
            _(
                "Việc vắng mặt của %(name)s do chính người đó, thủ trưởng đơn vị hoặc văn phòng ghi. Hãy nhờ họ.",
                name=person.full_name,
            )
        )
    check_days(term, today=_today(person, now), longest=LONGEST)
    reason = one_line(reason)
    if len(reason) > 200:
        raise BadInput(_("Lý do dài quá 200 ký tự. Hãy ghi ngắn lại."), field="reason")
    accounts.lock(session, person.committee_id)
    _not_away_twice(session, person, term)
    if deputy is not None:
        _can_fill_in(session, deputy, person, term, by)
    absence = Absence(
        committee_id=person.committee_id,
        person=person,
        deputy=deputy,
        first_on=term.first_on,
        last_on=term.last_on,
        reason=reason,
        by_id=by.person_id,
        recorded_at=now,
    )
    session.add(absence)
    _record(session, absence, AccountChange.ABSENCE_REGISTERED, by=by, now=now)
    session.flush()
    return absence


def end(session: Session, absence: Absence, *, by: Rights, now: datetime) -> None:
    """Let the absence hold no longer from today on, the committee's local day; before it begins: cancel it.

    Raises Forbidden for whom it is none of his, Refused when it is over.
    """
    person = absence.person
    if not may_keep_absence(by, person.id, person.unit_id):
        raise Forbidden(
            _("Chỉ người vắng, thủ trưởng đơn vị hoặc văn phòng kết thúc được đợt vắng mặt này. Hãy nhờ họ.")
        )
    accounts.lock(session, absence.committee_id)
    session.refresh(absence)
    today = _today(person, now)
    if absence.term.phase(today) not in (Phase.COMING, Phase.NOW):
        raise Refused(_("Đợt vắng mặt này đã kết thúc. Hãy tải lại trang để xem tình trạng mới."))
    absence.ended_on, absence.ended_at, absence.ended_by_id = today, now, by.person_id
    _record(session, absence, AccountChange.ABSENCE_ENDED, by=by, now=now)


def check_days(term: Term, *, today: date, longest: int) -> None:
    """Raise BadInput for days that cannot be meant: the last before the first, all gone by, too many."""
    first, last = written(term.first_on), written(term.last_on)
    if term.last_on < term.first_on:
        raise BadInput(
            _("Ngày cuối %(last)s ở trước ngày đầu %(first)s. Hãy sửa lại.", first=first, last=last), field="last_on"
        )
    if term.last_on < today:
        raise BadInput(
            _("Ngày cuối %(last)s đã qua. Chỉ cần ghi thời gian còn từ hôm nay trở đi.", last=last), field="last_on"
        )
    if term.days > longest:
        text = _(
            "Từ %(first)s đến %(last)s dài quá %(longest)s ngày. Hãy kiểm tra lại năm; hết hạn thì ghi tiếp đợt sau.",
            first=first,
            last=last,
            longest=longest,
        )
        raise BadInput(text, field="last_on")


def _not_away_twice(session: Session, person: Person, term: Term) -> None:
    known = standing_queries.absences_in(session, person, term)
    if known:
        raise Refused(
            _(
                "%(name)s đã được ghi vắng từ %(first)s đến %(last)s. Hãy kết thúc đợt đó trước, hoặc chọn ngày khác.",
                name=person.full_name,
                first=written(known[0].first_on),
                last=written(known[0].term.held_to),
            ),
            field="first_on",
        )


def _can_fill_in(session: Session, deputy: Person, person: Person, term: Term, by: Rights) -> None:
    if deputy.id == person.id:
        raise BadInput(_("Người thay phải là người khác. Hãy chọn lại."), field="deputy")
    if deputy.committee_id != person.committee_id:
        raise BadInput(_("Người thay không thuộc cơ quan này. Hãy chọn lại trong danh sách."), field="deputy")
    if not deputy.is_enabled:
        raise Refused(
            _("Tài khoản của %(name)s đã khóa. Hãy chọn người thay khác.", name=deputy.full_name), field="deputy"
        )
    if deputy.id == by.person_id and not may_keep_absence(by.alone, person.id, person.unit_id):
        raise Refused(
            _("Anh/chị đang làm thay người khác nên không tự ghi mình là người thay. Hãy nhờ văn phòng ghi."),
            field="deputy",
        )
    away = standing_queries.absences_in(session, deputy, term)
    if away:
        raise Refused(
            _(
                "%(name)s cũng vắng từ %(first)s đến %(last)s. Hãy chọn người thay khác, hoặc chia thành hai đợt.",
                name=deputy.full_name,
                first=written(away[0].first_on),
                last=written(away[0].term.held_to),
            ),
            field="deputy",
        )


def _today(person: Person, now: datetime) -> date:
    return clock.local_day(now, person.committee.timezone)


def _record(session: Session, absence: Absence, kind: AccountChange, *, by: Rights, now: datetime) -> None:
    days = f"{written(absence.first_on)} – {written(absence.last_on)}"
    deputy = absence.deputy.full_name if absence.deputy else ""
    note = " · ".join(filter(None, (days, deputy, absence.reason)))
    accounts.record(session, absence.person, kind, by=session.get_one(Person, by.person_id), now=now, note=note)
