"""What `taskapp doctor` looks at: each thing is in order, or the line says what to do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from taskapp.admin.backups.contents import first_words
from taskapp.admin.backups.folder import found
from taskapp.base import clock, heartbeat, migrate, storage
from taskapp.base.db import unscoped
from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.directives.arrivals import folder
from taskapp.outbox import floods, queries
from taskapp.outbox.faults import Verdict
from taskapp.outbox.models import MessageState
from taskapp.outbox.rendering import BadSender, domain, sender
from taskapp.outbox.transport import SmtpTransport
from taskapp.people.models import Committee
from taskapp.people.sso import directory_door
from taskapp.sources import dropping
from taskapp.tasks.audit import checks as audit_checks
from taskapp.tasks.audit import sealing, trouble
from taskapp.tasks.audit.sealing import Means, means_of
from taskapp.tasks.audit.trouble import Hindrance

WRONG_CLOCK = timedelta(seconds=5)
LITTLE_SPACE = 1024**3
OLD_BACKUP = timedelta(hours=26)  # made each night


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's report; `text` says what was found and, when not ok, what to do."""

    name: str
    is_ok: bool
    text: str


def examine(session: Session, settings: Settings) -> list[Finding]:
    """All findings, in the order in which they should be mended. Changes nothing; what the session held is undone."""
    findings = [_settings(settings)]
    for look in (_database, _schema, _clock, _scheduler, _queue, partial(_record, means_of(settings))):
        findings.append(look(session))
        session.rollback()  # SQLite: neither the next look, over its own connection, nor a slow server waits for us
        if look in (_database, _schema) and not findings[-1].is_ok:
            break  # the others would find no table to look at
    outside = (_mail(settings), *_directory(settings), _disk(settings), *_backups(settings))
    return [*findings, *outside, *_documents(settings), *_sources(settings)]


def _settings(settings: Settings) -> Finding:
    name = _("Cấu hình")
    try:
        sender(settings.mail_from)
    except BadSender:
        text = _("TASKAPP_MAIL_FROM không phải địa chỉ thư: sửa thành dạng giaoviec@coquan.gov.vn.")
        return Finding(name, False, text)
    if settings.env == "production" and not settings.secure_cookies:
        text = _("TASKAPP_BASE_URL chưa dùng https://: đặt máy chủ proxy có chứng thư TLS rồi sửa biến này.")
        return Finding(name, False, text)
    return Finding(name, True, _("môi trường %(env)s, địa chỉ %(url)s", env=settings.env, url=settings.base_url))


def _database(session: Session) -> Finding:
    name = _("Cơ sở dữ liệu")
    try:
        clock.database_now(session)
        wrong = storage.unsound(session.connection())
        if wrong:
            text = _(
                "tệp hỏng (%(wrong)s): dừng dịch vụ, đổi tên tệp (cả -wal, -shm), rồi taskapp restore", wrong=wrong
            )
            return Finding(name, False, text)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        text = _("không kết nối được (%(reason)s): kiểm tra TASKAPP_DATABASE_URL và dịch vụ.", reason=reason)
        return Finding(name, False, text)
    return Finding(name, True, session.get_bind().dialect.name)


def _schema(session: Session) -> Finding:
    is_current = migrate.is_current(session.get_bind().engine)
    text = _("đúng phiên bản") if is_current else _("chưa đúng phiên bản: chạy taskapp init")
    return Finding(_("Cấu trúc bảng"), is_current, text)


def _clock(session: Session) -> Finding:
    difference = abs(clock.database_now(session) - clock.now())
    seconds = f"{difference.total_seconds():.1f}"
    if difference <= WRONG_CLOCK:
        return Finding(_("Đồng hồ"), True, _("lệch %(seconds)s giây so với cơ sở dữ liệu", seconds=seconds))
    text = _("lệch %(seconds)s giây so với cơ sở dữ liệu: bật đồng bộ giờ (NTP) trên cả hai máy", seconds=seconds)
    return Finding(_("Đồng hồ"), False, text)


def _scheduler(session: Session) -> Finding:
    name = _("Bộ nhắc việc")
    now = clock.database_now(session)
    last = heartbeat.last_tick(session, now)
    alive = [beat for beat in heartbeat.latest(session) if now - beat.started_at <= heartbeat.DEAD_AFTER]
    failed = [f"{beat.job}: {beat.error}" for beat in alive if beat.error]
    if not failed and (last is None or now - last > heartbeat.DEAD_AFTER):
        return Finding(name, False, _("không chạy: khởi động dịch vụ (taskapp serve hoặc taskapp scheduler)"))
    if failed:
        return Finding(name, False, _("chạy nhưng có lỗi, xem nhật ký dịch vụ: %(errors)s", errors="; ".join(failed)))
    troubles = heartbeat.troubles(session, now)
    troubles.pop(audit_checks.SEALING, None)  # is looked at with the record
    if troubles:
        text = _("chạy nhưng có việc chưa làm được: %(troubles)s", troubles="; ".join(chain(*troubles.values())))
        return Finding(name, False, text)
    return Finding(name, True, _("đang chạy"))


def _queue(session: Session) -> Finding:
    name, held = _("Thư đang chờ"), floods.held(session)
    if held:
        text = _(
            "thư của %(count)s cơ quan bị giữ (nhiều bất thường, hoặc dữ liệu vừa được phục hồi): mở Nhật ký gửi thư, "
            "Thư đang giữ, rồi cho gửi hoặc hủy",
            count=len(held),
        )
        return Finding(name, False, text)
    in_doubt = queries.counts(session)[MessageState.IN_DOUBT]
    if in_doubt:
        text = _(
            "%(count)s thư chưa rõ kết quả: mở Nhật ký gửi thư, Chưa rõ, rồi gửi lại hoặc đóng từng thư", count=in_doubt
        )
        return Finding(name, False, text)
    return Finding(name, True, _("không có thư bị giữ, không có thư chưa rõ kết quả"))


def _record(means: Means, session: Session) -> Finding:
    name = _("Nhật ký")
    if not audit_checks.is_guarded(session):
        text = _(
            "các trigger chống sửa, xóa bảng nhật ký đã bị gỡ hoặc tắt: tìm xem ai đã gỡ, rồi chạy taskapp audit verify"
        )
        return Finding(name, False, text)
    for committee in session.scalars(unscoped(Committee).order_by(Committee.id)):
        hindered = sealing.hindrance(session, committee.id, means)
        if hindered is not None:
            return Finding(name, False, trouble.say(hindered.hindrance, hindered.detail))
        last = audit_checks.last_ended(session, committee.id)
        if last is not None and last.failure:
            return Finding(name, False, trouble.say(Hindrance(last.failure)))
        if last is not None and last.wrong:
            text = _("%(count)s chỗ sai lệch ở lần kiểm tra gần nhất: chạy taskapp audit verify", count=last.wrong)
            return Finding(name, False, text)
    unsealed = heartbeat.troubles(session, clock.database_now(session)).get(audit_checks.SEALING)
    if unsealed:
        return Finding(name, False, "; ".join(unsealed))
    return Finding(name, True, _("khóa và sổ neo dùng được, lần kiểm tra gần nhất không thấy sai lệch"))


def _mail(settings: Settings) -> Finding:
    name = _("Máy chủ thư")
    if settings.smtp_url is None:
        return Finding(name, True, _("chưa đặt TASKAPP_SMTP_URL: thư nằm ở trang Hộp thư"))
    transport = SmtpTransport(settings.smtp_url, domain(settings.mail_from))
    answer = transport.check()
    transport.close()
    if answer.verdict is Verdict.DELIVERED:
        return Finding(name, True, _("kết nối và đăng nhập được: %(server)s", server=transport.server))
    text = _(
        "%(server)s: %(code)s %(reply)s. Kiểm tra TASKAPP_SMTP_URL, mật khẩu, chứng thư và tường lửa.",
        server=transport.server,
        code=str(answer.code or ""),
        reply=answer.reply,
    )
    return Finding(name, False, text)


def _directory(settings: Settings) -> list[Finding]:
    """Only where passwords of a directory open accounts."""
    if settings.ldap is None:
        return []
    name, host, trouble = _("Thư mục (LDAP)"), settings.ldap.host, directory_door.trouble_with(settings.ldap)
    if not trouble:
        return [Finding(name, True, _("tìm và hỏi được: %(server)s", server=host))]
    text = _(
        "%(server)s: %(reason)s. Kiểm tra các biến TASKAPP_LDAP_…, chứng thư và tường lửa.", server=host, reason=trouble
    )
    return [Finding(name, False, text)]


def _documents(settings: Settings) -> list[Finding]:
    """Only where documents are taken in from a folder: what could not be read there waits for a person."""
    name, homes = _("Văn bản đến"), folder.homes(settings.data_dir)
    shut = next(filter(None, map(folder.unusable, homes)), None)
    if shut is not None:
        text = _("không đọc, ghi được %(path)s: cho tài khoản của dịch vụ quyền đọc và ghi", path=str(shut))
        return [Finding(name, False, text)]
    count = sum(map(folder.refused, homes))
    if count:
        text = _("%(count)s văn bản gửi vào thư mục không đọc được: xem documents-in/refused", count=count)
        return [Finding(name, False, text)]
    return [Finding(name, True, _("không có tệp nào bị từ chối"))] if homes else []


def _sources(settings: Settings) -> list[Finding]:
    """Only where other systems lay files into folders: what could not be taken waits for a person."""
    name = _("Nguồn hồ sơ, văn bản")
    if (shut := dropping.unusable(settings.data_dir)) is not None:
        text = _("không đọc, ghi được %(path)s: cho tài khoản của dịch vụ quyền đọc và ghi", path=str(shut))
        return [Finding(name, False, text)]
    if count := dropping.refused(settings.data_dir):
        text = _("%(count)s tệp có mục không nhận được: xem sources-in/…/refused", count=count)
        return [Finding(name, False, text)]
    return []


def _backups(settings: Settings) -> list[Finding]:
    """Only where the office has said where its backups lie. What bears the name of one was read back when written."""
    if settings.backup_dir is None:
        return []
    name, folder = _("Sao lưu"), str(settings.backup_dir)
    again = _("chạy taskapp backup và xem lịch sao lưu (systemctl list-timers giaoviec-backup)")
    try:
        kept = found(settings.backup_dir)
        if not kept:
            return [Finding(name, False, _("chưa có bản nào ở %(folder)s: %(again)s", folder=folder, again=again))]
        beginning = first_words(kept[-1], settings.backup_key)
    except OSError as error:
        text = _("không đọc được %(folder)s (%(reason)s)", folder=folder, reason=error.strerror or "")
        return [Finding(name, False, f"{text}: {again}")]
    except Refused as refused:
        return [Finding(name, False, f"{kept[-1].name}: {refused.reason}")]
    age = clock.now() - datetime.fromisoformat(beginning.made_at)
    hours = f"{age.total_seconds() / 3600:.0f}"
    if age > OLD_BACKUP:
        return [Finding(name, False, _("bản mới nhất đã %(hours)s giờ: %(again)s", hours=hours, again=again))]
    text = _("%(count)s bản, mới nhất %(hours)s giờ trước", count=len(kept), hours=hours)
    return [Finding(name, True, text)]


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    text = _("còn trống %(size)s GB ở %(path)s", size=f"{free / 1024**3:.1f}", path=str(settings.data_dir))
    if free >= LITTLE_SPACE:
        return Finding(_("Đĩa"), True, text)
    return Finding(_("Đĩa"), False, _("%(found)s: dọn bớt hoặc thêm đĩa", found=text))
