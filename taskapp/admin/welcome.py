"""What a new office still lacks before it can work: each step is read from the database, nothing of it is kept.

Only that an administrator leaves a step is stored (`Committee.passed_steps`): backups may be made by other means, and
whether the shipped rules are right is a matter of opinion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import func
from sqlalchemy.orm import Session

from taskapp.base import formats
from taskapp.base.db import scoped
from taskapp.base.i18n import _
from taskapp.outbox.channels import Channel
from taskapp.outbox.contract import TEST
from taskapp.outbox.models import Message, MessageState
from taskapp.people.models import Committee, Person, RoleHeld, Unit
from taskapp.people.rights import Role
from taskapp.people.words import ROLE_NAMES
from taskapp.tasks import rule_settings
from taskapp.workdays import calendars

NEXT_YEAR_FROM = 10  # the month from which limits fall into the next year, and its days off become known
BACKUP_HOLDS = timedelta(days=2)
NEEDED = (Role.LEADER, Role.MONITOR, Role.UNIT_HEAD, Role.OFFICER)


class Step(StrEnum):
    UNITS = "units"
    PEOPLE = "people"
    PASSWORDS = "passwords"
    CALENDAR = "calendar"
    MAIL = "mail"
    BACKUP = "backup"
    RULES = "rules"


@dataclass(frozen=True)
class Standing:
    """One step: `is_done` by what the database holds, `is_passed` because an administrator leaves it.

    `text` says how it stands and what to do; `place` is the endpoint of the page where it is done, with its values.
    """

    step: Step
    title: str
    text: str
    is_done: bool
    action: str
    place: str
    values: tuple[tuple[str, str], ...] = ()
    is_passed: bool = False

    @property
    def is_open(self) -> bool:
        return not self.is_done and not self.is_passed


def steps(
    session: Session, committee: Committee, *, today: date, sends_mail: bool, backed_up_on: date | None = None
) -> list[Standing]:
    """All steps in the order in which they are best done; `sends_mail`: whether a mail server is set.

    `backed_up_on`: the local day of the newest backup that lies where the office has said.
    """
    found = (
        _units(session, committee),
        _people(session, committee),
        _passwords(session, committee),
        _calendar(session, committee, today),
        _mail(session, committee, sends_mail),
        _backup(backed_up_on, today),
        _rules(session, committee),
    )
    passed = set(committee.passed_steps or ())
    return [replace(each, is_passed=each.step.value in passed) for each in found]


def leave(session: Session, committee: Committee, step: Step) -> None:
    """Let the welcome no longer ask for a step. Does not commit."""
    session.refresh(committee, with_for_update=True)
    committee.passed_steps = sorted({*(committee.passed_steps or ()), step.value})


def _units(session: Session, committee: Committee) -> Standing:
    query = scoped(Unit, committee.id, func.count()).where(Unit.valid_to.is_(None))
    count = session.scalar(query) or 0
    if count > 1:
        text = _("Đang có %(count)s đơn vị.", count=count)
    else:
        text = _("Mới có cơ quan, chưa có đơn vị nào nhận việc. Chép danh sách phòng, xã từ Excel rồi dán một lần.")
    title, action = _("Đơn vị"), _("Dán danh sách")
    return Standing(Step.UNITS, title, text, count > 1, action, "pasting.paste")


def _people(session: Session, committee: Committee) -> Standing:
    enabled = scoped(Person, committee.id, Person.id).where(Person.disabled_at.is_(None))
    held = scoped(RoleHeld, committee.id, RoleHeld.role).where(RoleHeld.person_id.in_(enabled)).distinct()
    roles = set(session.scalars(held))
    missing = [str(ROLE_NAMES[role]) for role in NEEDED if role not in roles]
    if missing:
        text = _("Còn thiếu người giữ vai trò: %(roles)s.", roles=", ".join(missing))
    else:
        text = _("Đã có lãnh đạo, văn phòng, thủ trưởng đơn vị và công chức.")
    return Standing(Step.PEOPLE, _("Người dùng"), text, not missing, _("Dán danh sách"), "pasting.paste")


def _passwords(session: Session, committee: Committee) -> Standing:
    entered = scoped(Person, committee.id, func.count()).where(Person.last_sign_in_at.is_not(None))
    count, title = session.scalar(entered) or 0, _("Mời mọi người vào")
    if count > 1:
        text = _("%(count)s người đã đăng nhập.", count=count)
    else:
        text = _("Chưa ai khác đăng nhập. Tạo liên kết đặt mật khẩu rồi gửi cho từng người.")
    where = (("state", "no-password"),)
    return Standing(Step.PASSWORDS, title, text, count > 1, _("Tạo liên kết"), "admin_people.index", where)


def _calendar(session: Session, committee: Committee, today: date) -> Standing:
    years = [today.year] + [today.year + 1] * (today.month >= NEXT_YEAR_FROM)
    lacking = [year for year in years if not _has_days(session, committee, year)]
    if lacking:
        text = _("Năm %(year)s chưa có ngày nghỉ lễ nào: thời hạn mới chỉ trừ thứ Bảy, Chủ nhật.", year=lacking[0])
    else:
        text = _("Đã có ngày nghỉ, ngày làm bù năm %(years)s.", years=", ".join(map(str, years)))
    where = (("year", str((lacking or years)[0])),)
    return Standing(Step.CALENDAR, _("Lịch làm việc"), text, not lacking, _("Xem lịch"), "calendar.show", where)


def _has_days(session: Session, committee: Committee, year: int) -> bool:
    query = calendars.current(committee.id, date(year, 1, 1), date(year, 12, 31))
    return session.scalars(query.limit(1)).first() is not None


def _mail(session: Session, committee: Committee, sends_mail: bool) -> Standing:
    arrived = scoped(Message, committee.id, Message.id).where(
        Message.state == MessageState.DELIVERED, Message.kind == TEST, Message.channel == Channel.MAIL
    )
    is_done = sends_mail and session.scalars(arrived.limit(1)).first() is not None
    if is_done:
        text = _("Thư thử đã tới máy chủ thư.")
    elif sends_mail:
        text = _("Đã khai máy chủ thư, chưa có thư thử nào gửi được. Mở nhật ký rồi bấm “Gửi thư thử cho tôi”.")
    else:
        text = _("Chưa khai máy chủ thư (TASKAPP_SMTP_URL), nên không ai ở ngoài nhận được lời nhắc.")
    return Standing(Step.MAIL, _("Thư nhắc việc"), text, is_done, _("Mở nhật ký gửi thư"), "mail.index")


def _backup(backed_up_on: date | None, today: date) -> Standing:
    is_done = backed_up_on is not None and backed_up_on >= today - BACKUP_HOLDS
    if backed_up_on is None:
        text = _("Chưa thấy bản sao lưu nào: hẹn giờ lệnh taskapp backup mỗi đêm, rồi chép sang máy khác.")
    elif is_done:
        text = _("Bản sao lưu mới nhất: %(day)s. Nhớ chép sang máy khác.", day=formats.day(backed_up_on))
    else:
        text = _("Bản sao lưu mới nhất đã từ %(day)s: xem lại lịch sao lưu.", day=formats.day(backed_up_on))
    where = (("name", "quan-tri"), ("_anchor", "sao-luu-nang-cap"))
    return Standing(Step.BACKUP, _("Sao lưu"), text, is_done, _("Xem cách làm"), "guides.show", where)


def _rules(session: Session, committee: Committee) -> Standing:
    is_done = rule_settings.version(session, committee.id) > 0
    if is_done:
        text = _("Cơ quan đã chọn quy định của mình.")
    else:
        text = _(
            "Cơ quan đang dùng quy định mặc định về gia hạn, đôn đốc. Lãnh đạo hoặc văn phòng xem lại; dùng được thì "
            "bỏ qua bước này."
        )
    return Standing(Step.RULES, _("Quy định của cơ quan"), text, is_done, _("Xem quy định"), "rules.show")
