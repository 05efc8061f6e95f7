"""Whether the installation lives: probes for monitoring, and a banner for everybody when reminders have stopped."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import Blueprint, Flask, Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from taskapp.admin.backups import folder
from taskapp.base import clock, heartbeat, migrate
from taskapp.base.db import db
from taskapp.base.errors import Forbidden
from taskapp.base.i18n import _
from taskapp.base.settings import Settings
from taskapp.base.shell import Banner, add_banner
from taskapp.outbox import floods, pauses, queries
from taskapp.people.auth import Viewer, public, viewer_or_none
from taskapp.people.rights import Role
from taskapp.tasks.audit import checks

bp = Blueprint("health", __name__)

FRESH = 10.0  # seconds for which a page's banner believes what it saw last
DEAD_AFTER = heartbeat.DEAD_AFTER.total_seconds()
YOUNG = DEAD_AFTER  # a web process this young does not judge a scheduler that starts with it


@dataclass
class Watch:
    """What one web process knows about the scheduler and the mail server.

    Asked anew every FRESH seconds, and when by what was seen last the scheduler would be dead by now: that is known on
    the second. `age`: how many seconds before `asked` its last tick was.
    """

    born: float
    asked: float = float("-inf")
    age: float = 0.0
    is_dead: bool = False
    has_mail_trouble: bool = False
    held: frozenset[int] = frozenset()  # committees whose mails are held
    troubles: Mapping[str, Sequence[str]] = field(default_factory=dict)  # by job, what living processes cannot do
    tampered: frozenset[int] = frozenset()  # committees of whose record something was found to be wrong

    def look(self, session: Session) -> None:
        """Ask the database, unless it was asked a moment ago or this process has only just started."""
        now = clock.monotonic()
        if now - self.born < YOUNG or not self._is_stale(now - self.asked):
            return
        self.asked = now
        try:
            moment = clock.database_now(session)
            self.age = _silence(session, moment)
            self.is_dead = self.age > DEAD_AFTER
            self.has_mail_trouble = bool(pauses.trouble(session))
            self.held = floods.held(session)
            self.troubles = heartbeat.troubles(session, moment)
            self.tampered = checks.tampered(session)
        except SQLAlchemyError:  # the page that says so must still be drawn
            session.rollback()

    def _is_stale(self, passed: float) -> bool:
        return passed >= FRESH or (not self.is_dead and self.age + passed > DEAD_AFTER)


def init_app(app: Flask) -> None:
    """Register the probes and the banner."""
    app.register_blueprint(bp)
    app.extensions["watch"] = Watch(clock.monotonic())
    add_banner(app, _banners)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process lives: asks nothing, so that a slow database does not get the process killed."""
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The installation can serve: database, schema, scheduler. Held mails and the record are said, and stop no page."""
    parts = _parts()
    is_ready = all(parts.values())
    words = {name: "ok" if good else "failed" for name, good in parts.items()}
    words["record"] = _record() if parts["schema"] else "ok"
    words["mail"] = "held" if parts["schema"] and floods.held(db.session()) else "ok"
    return jsonify(status="ok" if is_ready else "failed", **words), 200 if is_ready else 503


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """Figures for Prometheus: from this machine itself, or for an administrator."""
    who = viewer_or_none()
    if not (_comes_from_here() or (who is not None and who.rights.has(Role.ADMIN))):
        raise Forbidden(_("Số liệu giám sát chỉ dành cho máy chủ này và quản trị hệ thống."))
    return Response(generate_latest(_collected(db.session())), content_type=CONTENT_TYPE_LATEST)


def _record() -> str:
    if checks.tampered(db.session()):
        return "tampered"
    is_unsealed = checks.SEALING in heartbeat.troubles(db.session(), clock.database_now(db.session()))
    return "unsealed" if is_unsealed else "ok"


def _parts() -> dict[str, bool]:
    try:
        return {"database": True, "schema": migrate.is_current(db.engine), "scheduler": _ticks(db.session())}
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": False, "schema": False, "scheduler": False}


def _ticks(session: Session) -> bool:
    return _silence(session, clock.database_now(session)) <= DEAD_AFTER


def _silence(session: Session, now: datetime) -> float:
    """Seconds since the job that is worst off last ended well."""
    last = heartbeat.last_tick(session, now)
    return (now - last).total_seconds() if last else float("inf")


def _comes_from_here() -> bool:
    # a proxy on this machine that TASKAPP_PROXY_HOPS does not know makes the whole world look local
    settings: Settings = current_app.extensions["taskapp"]
    forwarded = settings.proxy_hops == 0 and ("X-Forwarded-For" in request.headers or "Forwarded" in request.headers)
    return not forwarded and bool(request.remote_addr) and ip_address(request.remote_addr or "").is_loopback


def _collected(session: Session) -> CollectorRegistry:
    registry = CollectorRegistry()
    now = clock.database_now(session)
    messages = Gauge("taskapp_messages", "Messages by state", ["state"], registry=registry)
    for state, count in queries.counts(session).items():
        messages.labels(state.value).set(count)
    oldest = Gauge("taskapp_oldest_due_seconds", "Age of the oldest message that is due", registry=registry)
    oldest.set(_age(queries.oldest_due(session), now).total_seconds())
    beats = Gauge("taskapp_heartbeat_age_seconds", "Time since a job last ended", ["job"], registry=registry)
    failing = Gauge(
        "taskapp_job_failed", "1 when a job's last run failed or was in trouble", ["job"], registry=registry
    )
    for beat in heartbeat.latest(session):
        beats.labels(beat.job).set(_age(beat.ended_at or beat.started_at, now).total_seconds())
        failing.labels(beat.job).set(bool(beat.error or beat.trouble))
    held = Gauge("taskapp_mail_held", "Committees whose mails are held", registry=registry)
    held.set(len(floods.held(session)))
    _collect_disk(current_app.extensions["taskapp"], registry)
    paused = Gauge(
        "taskapp_mail_server_failures", "Failures in a row of the mail server", ["server"], registry=registry
    )
    for pause in pauses.trouble(session):
        paused.labels(pause.server).set(pause.failures)
    return registry


def _collect_disk(settings: Settings, registry: CollectorRegistry) -> None:
    free = Gauge("taskapp_disk_free_bytes", "Free space where the data lie", registry=registry)
    with suppress(OSError):  # a disk that is gone is not worth the other figures
        free.set(shutil.disk_usage(settings.data_dir).free)
    if settings.backup_dir is None:
        return
    age = Gauge("taskapp_backup_age_seconds", "Age of the newest backup; +Inf without any", registry=registry)
    newest = folder.newest_at(settings.backup_dir)
    age.set((clock.now() - newest).total_seconds() if newest else float("inf"))


def _age(since: datetime | None, now: datetime) -> timedelta:
    return max(now - since, timedelta()) if since else timedelta()


def _banners() -> list[Banner]:
    who = viewer_or_none()
    if who is None:
        return []
    watch: Watch = current_app.extensions["watch"]
    watch.look(db.session())
    banners = []
    if watch.is_dead:
        text = _("Bộ nhắc việc đang ngừng: thư nhắc chưa được gửi. Hãy báo quản trị hệ thống khởi động lại dịch vụ.")
        banners.append(Banner("danger", text))
    if who.committee.id in watch.held and who.rights.has(Role.ADMIN, Role.MONITOR):
        text = _("Thư của cơ quan đang bị giữ, chưa thư nhắc nào được gửi. Hãy xem vì sao rồi cho gửi hoặc hủy.")
        banners.append(Banner("danger", text, url_for("mail_hold.show")))
    banners += _record_banners(watch, who)
    if who.rights.has(Role.ADMIN, Role.MONITOR):
        banners += _job_banners(watch)
    return banners


def _record_banners(watch: Watch, who: Viewer) -> list[Banner]:
    if not who.rights.has(Role.ADMIN, Role.INSPECTOR):
        return []
    banners = []
    if who.committee.id in watch.tampered:
        text = _("Lần kiểm tra gần nhất thấy nhật ký bị sửa: hãy xem chỗ sai lệch.")
        banners.append(Banner("danger", text, url_for("audit.show")))
    if checks.SEALING in watch.troubles:
        text = _("Nhật ký chưa được niêm phong: hãy xem vì sao và cách khắc phục.")
        banners.append(Banner("danger", text, url_for("audit.show")))
    return banners


def _job_banners(watch: Watch) -> list[Banner]:
    texts = [text for job, said in watch.troubles.items() if job != checks.SEALING for text in said]
    banners = [Banner("warning", _("Bộ nhắc việc có việc chưa làm được: %(trouble)s", trouble=text)) for text in texts]
    if watch.has_mail_trouble:
        text = _("Chưa gửi được thư qua máy chủ thư; thư đang chờ và sẽ tự gửi lại.")
        banners.append(Banner("warning", text, url_for("mail.index")))
    return banners
