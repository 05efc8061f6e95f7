"""Idempotency-Key: the same request again gets the answer that it got, and nothing is done twice. None commits.

Only what was done is kept: a refusal has changed nothing, so the same key may try again.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from flask import Response, g, request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from taskapp.api.models import ApiAnswer
from taskapp.api.refusals import Reused
from taskapp.base.db import scoped
from taskapp.base.errors import BadInput
from taskapp.base.i18n import _

KEPT = timedelta(hours=24)
KEY = re.compile("[!-~]{1,200}")
HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
TOLD = ("ETag", "Location")


def answered_before(session: Session, committee_id: int, *, now: datetime) -> Response | None:
    """What this very request was answered, if it was. Raises Reused when its key belongs to another one."""
    key = _key()
    if key is None:
        return None
    asked = _hash()  # before anything of the files is read
    known = scoped(ApiAnswer, committee_id).where(ApiAnswer.token_id == g.api_token_id, ApiAnswer.key == key)
    found = session.scalars(known.where(ApiAnswer.made_at > now - KEPT)).one_or_none()
    if found is None:
        return None
    if found.request_hash != asked:
        raise Reused(_("Khóa Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khóa mới."))
    headers = {**found.headers, REPEATED: "true"}
    return Response(found.body, status=found.status, headers=headers, mimetype="application/json")


def keep(session: Session, committee_id: int, answer: Response, *, now: datetime) -> None:
    """Keep the answer with what it tells, in the same transaction; an older one of the same key goes."""
    key = _key()
    if key is None:
        return
    old = (ApiAnswer.committee_id == committee_id, ApiAnswer.token_id == g.api_token_id, ApiAnswer.key == key)
    session.execute(delete(ApiAnswer).where(*old, ApiAnswer.made_at <= now - KEPT))
    session.add(
        ApiAnswer(
            committee_id=committee_id,
            token_id=g.api_token_id,
            key=key,
            request_hash=_hash(),
            status=answer.status_code,
            headers={name: answer.headers[name] for name in TOLD if name in answer.headers},
            body=answer.get_data(as_text=True),
            made_at=now,
        )
    )


def prune(session: Session, *, now: datetime) -> int:
    """Forget answers of a day ago and earlier, of all committees; their number."""
    gone = delete(ApiAnswer).where(ApiAnswer.made_at <= now - KEPT).returning(ApiAnswer.id)
    return len(session.execute(gone).all())


def _key() -> str | None:
    key = request.headers.get(HEADER)
    if key is not None and not KEY.fullmatch(key):
        raise BadInput(_("Idempotency-Key dài từ 1 đến 200 ký tự ASCII, không có dấu cách."), field=HEADER)
    return key


def _hash() -> str:
    """What is asked, reckoned once."""
    if "request_hash" not in g:
        g.request_hash = _reckoned()
    found: str = g.request_hash
    return found


def _reckoned() -> str:
    """The hash of address and body; of a form with files what they hold, not how it was packed."""
    whole = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    if request.mimetype != "multipart/form-data":
        whole.update(request.get_data())
        return whole.hexdigest()
    for name, value in sorted(request.form.items(multi=True)):
        whole.update(repr((name, value)).encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        content = hashlib.sha256(file.stream.read()).hexdigest()
        file.stream.seek(0)
        whole.update(repr((name, file.filename, content)).encode())
    return whole.hexdigest()
