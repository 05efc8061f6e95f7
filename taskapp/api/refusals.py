"""What only programs are refused for; the other reasons are those of the pages. All are told as problems (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from flask import Response

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.web import request_id

MEDIA_TYPE = "application/problem+json"


class FieldProblem(msgspec.Struct, frozen=True):
    """What is wrong with one field of the body or one parameter; `field` is empty when it is the whole."""

    field: str
    reason: str


class Problem(msgspec.Struct):
    """A refusal or a fault: `title` names its kind, `detail` says what to do next, `request_id` finds it in the log."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldProblem]


class NoToken(Refused):
    """No token, or one that opens nothing (any more)."""

    status = 401

    def __init__(self, *, is_shown: bool) -> None:
        super().__init__(
            _("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy tạo mã khác ở trang tài khoản.")
            if is_shown
            else _("Hãy gửi mã truy cập trong dòng “Authorization: Bearer …”. Mã được tạo ở trang tài khoản.")
        )
        self.headers = {"WWW-Authenticate": 'Bearer error="invalid_token"' if is_shown else "Bearer"}


class TooFast(Refused):
    """The token has used up this minute."""

    status = 429

    def __init__(self, wait_s: int) -> None:
        super().__init__(_("Gọi quá nhanh. Hãy thử lại sau %(count)s giây.", count=wait_s))
        self.headers = {"Retry-After": str(wait_s)}


class Unseen(Refused):
    """The request does not say which version of the task it is about."""

    status = 428


class Stale(Refused):
    """The task is not as the program has seen it."""

    status = 412


class NotTaken(Refused):
    """A body of another type than is taken."""

    status = 415


class Invalid(Refused):
    """Fields of the body are wrong, each for its own reason."""

    status = 422

    def __init__(self, errors: Sequence[FieldProblem]) -> None:
        super().__init__(_("Dữ liệu gửi lên chưa đúng. Hãy sửa các mục được nêu rồi gửi lại."))
        self.errors = errors


class Reused(Refused):
    """The Idempotency-Key belongs to another request."""

    status = 422


def write_problem(status: int, title: str, reason: str, because: Refused | None) -> Response:
    """The answer that tells programs of a refusal or a fault."""
    errors: list[FieldProblem] = list(getattr(because, "errors", ()))
    if because is not None and not errors:
        errors = [FieldProblem(each.field, each.reason) for each in (because, *because.also) if each.field]
    told = Problem("about:blank", title, status, reason, request_id(), errors)
    return Response(msgspec.json.encode(told), status=status, mimetype=MEDIA_TYPE)
