"""What every response needs: headers, request id, read or write transactions, pages for refusals and faults."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Flask, Response, current_app, g, render_template, request
from flask_babel import get_locale
from flask_wtf.csrf import CSRFError, CSRFProtect
from markupsafe import escape
from sqlalchemy.exc import DatabaseError, DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, ValidationError

from taskapp.base import clock, formats, storage
from taskapp.base.db import back_to_reading, db, start_reading
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, _l

log = logging.getLogger("taskapp.web")
csrf = CSRFProtect()

# Writes a refusal or a fault for programs: status, title, reason, and what was raised when it was a rule.
Writer = Callable[[int, str, str, Refused | None], Response]
Answer = tuple[str | Response, int] | tuple[str | Response, int, Mapping[str, str]]

NOT_FRAMED = "frame-ancestors 'none'"
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        NOT_FRAMED,
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LARGEST_ID = 2**63 - 1
YEAR = 365 * 24 * 3600


class _Id(IntegerConverter):
    """A number in an address: one that no column can hold leads nowhere."""

    def to_python(self, value: str) -> int:
        number = int(value) if len(value) < 20 else LARGEST_ID + 1
        if number > LARGEST_ID:
            raise ValidationError
        return number


def init_web(app: Flask) -> None:
    """Hang headers, transactions, filters and error pages on the application."""
    csrf.init_app(app)
    app.extensions["error_writers"] = {}
    app.before_request(_begin)
    app.after_request(_finish)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(OverflowError, _too_large)
    app.register_error_handler(DataError, _too_large)
    app.url_map.converters["int"] = _Id
    app.register_error_handler(CSRFError, csrf_refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    app.add_template_filter(lambda value: formats.day(here(value)), "day")
    app.add_template_filter(lambda value: formats.hour(here(value)), "hour")
    app.add_template_global(here, "local")
    app.add_template_filter(formats.sentence, "sentence")
    app.add_template_test(lambda value: isinstance(value, date | datetime | time), "temporal")


def here(value: Any) -> Any:
    """A stored instant as the office's wall clock shows it (`g.zone`, else the installation's zone).

    Anything else stays as it is. So no page can show an instant by the wrong clock.
    """
    if not isinstance(value, datetime) or value.tzinfo is not UTC:
        return value
    return clock.local(value, g.get("zone") or current_app.extensions["taskapp"].timezone)


def write_errors(app: Flask, prefix: str, writer: Writer) -> None:
    """Below `prefix` programs ask: there every refusal and every fault is written by `writer` instead of as a page."""
    app.extensions["error_writers"][prefix] = writer


def _begin() -> None:
    start_reading(request.method in ("GET", "HEAD", "OPTIONS"))


def framed_by(response: Response, origins: Sequence[str]) -> None:
    """Let pages of these origins, and no others, show this one answer in a frame."""
    if origins:
        response.headers["Content-Security-Policy"] = CSP.replace(NOT_FRAMED, f"frame-ancestors {' '.join(origins)}")
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        g.is_framed = True


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if "is_framed" in g:
        del response.headers["X-Frame-Options"]  # it knows no origins, and the policy above says more
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    if request.endpoint == "static" and response.status_code in (200, 304):
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable" if request.args.get("v") else "no-cache"
        )
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = request_id()
    return response


def request_id() -> str:
    """What this request is called in the log, in its answer's header and on error pages."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    found: str = g.request_id
    return found


def error_page(status: int, title: str, reason: str, because: Refused | None = None) -> tuple[str | Response, int]:
    """The page for a refusal or a fault; a rollback has undone whatever was begun."""
    request_id()
    try:
        back_to_reading(db.session())
        for prefix, writer in current_app.extensions["error_writers"].items():
            if request.path.startswith(prefix):
                return writer(status, title, reason, because), status
        return render_template("errors/error.html", status=status, title=title, reason=reason), status
    except Exception:
        log.exception("the error page itself failed [%s]", request_id())
        texts = {"title": escape(title), "reason": escape(reason), "request_id": request_id()}
        return PLAIN.format(language=get_locale(), **texts), status


# The page of last resort: needs no template, no database, no signed-in person.
PLAIN = (
    "<!doctype html><html lang={language}><meta charset=utf-8><title>{title}</title>"
    "<h1>{title}</h1><p>{reason}<p>{request_id}"
)

TITLES = {
    400: _l("Dữ liệu gửi lên chưa đúng"),
    403: _l("Anh/chị không có quyền làm việc này"),
    404: _l("Không tìm thấy"),
    405: _l("Thao tác không được hỗ trợ"),
    401: _l("Cần mã truy cập"),
    409: _l("Chưa thực hiện được"),
    412: _l("Đã có người cập nhật"),
    413: _l("Tệp quá lớn"),
    415: _l("Kiểu nội dung không được nhận"),
    422: _l("Dữ liệu gửi lên chưa đúng"),
    428: _l("Thiếu phiên bản đã xem"),
    429: _l("Thử lại sau ít phút"),
    503: _l("Hệ thống đang bận"),
}


def _title(status: int) -> str:
    return str(TITLES.get(status, _l("Có lỗi xảy ra")))


def _refused(error: Refused) -> Answer:
    return *error_page(error.status, _title(error.status), error.reason, error), error.headers


def _stale(_error: StaleDataError) -> Answer:
    return error_page(
        409, _("Đã có người cập nhật"), _("Đã có người cập nhật trước anh/chị. Hãy tải lại trang và làm lại.")
    )


def _database(error: DatabaseError) -> Answer:
    fault = storage.fault_of(error)
    if fault is None and not isinstance(error, OperationalError):
        return _fault(error)
    log.error("database error [%s]: %s", request_id(), error.orig)
    title = _title(503) if fault is None else _("Máy chủ không lưu được")
    page, status = error_page(503, title, storage.told(error))
    return page, status, {"Retry-After": "5" if fault is None else "120"}


def _too_large(_error: OverflowError | DataError) -> Answer:
    return error_page(400, _title(400), _("Có số quá lớn trong dữ liệu gửi lên. Hãy quay lại và kiểm tra các con số."))


def csrf_refused(_error: CSRFError) -> Answer:
    """The page for a form without its token, or with that of a sign-in before."""
    reason = _("Trang đã mở quá lâu hoặc phiên đăng nhập đã đổi. Hãy quay lại, tải lại trang rồi gửi lại.")
    return error_page(400, _title(400), reason)


def _http(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    reasons = {
        404: _("Trang không có, đã chuyển đi, hoặc nằm ngoài phạm vi đơn vị của anh/chị."),
        413: _("Dung lượng gửi lên vượt mức cho phép. Hãy giảm dung lượng hoặc chia nhỏ tệp rồi gửi lại."),
    }
    page, status = error_page(status, _title(status), reasons.get(status, _("Hãy quay lại trang trước và thử lại.")))
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return page, status, kept


def _fault(error: Exception) -> Answer:
    log.exception("fault [%s]: %s", request_id(), error)
    reason = _("Lỗi đã được ghi lại. Hãy thử lại; nếu vẫn lỗi, báo quản trị mã yêu cầu bên dưới.")
    return error_page(500, _title(500), reason)
