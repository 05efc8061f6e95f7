"""What the API can do: each operation is declared once, at its view, and so stands in the document by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import msgspec
from flask import Blueprint, Response, make_response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from taskapp.api import entrance, repeating
from taskapp.api.refusals import Stale
from taskapp.base import clock
from taskapp.base.db import back_to_reading, db
from taskapp.base.forms import Form
from taskapp.base.i18n import _
from taskapp.people.auth import public, viewer
from taskapp.people.scopes import Scope

PREFIX = "/api/v1"
FILE = "file"  # an answer that is a file, of whatever type


@dataclass(frozen=True)
class Operation:
    """One method of one address. `answer`: the type of what comes back, FILE, or None for nothing.

    `form`: what the body fills, or `body`: its own type, where no page has such a form; `is_versioned`: whether
    If-Match must say which version of a task the program has seen.
    """

    method: str
    rule: str
    name: str
    summary: Any
    scope: Scope
    answer: Any
    query: type[msgspec.Struct] | None = None
    form: type[Form] | None = None
    body: type[msgspec.Struct] | None = None
    status: int = 200
    is_versioned: bool = False
    tag: str = ""

    @property
    def writes(self) -> bool:
        return self.method != "GET"


View = Callable[..., Any]
Decorator = Callable[[View], View]
OPERATIONS: dict[str, Operation] = {}


def operation(bp: Blueprint, declared: Operation) -> Decorator:
    """Put a view behind its address; it is let in by token and scope, and answers with what it gives."""

    def mark(view: View) -> View:
        OPERATIONS[f"{bp.name}.{declared.name}"] = declared
        bp.add_url_rule(declared.rule, declared.name, public(_guarded(declared, view)), methods=[declared.method])
        return view

    return mark


def told(shape: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """The answer in JSON; None is an answer without content."""
    if shape is None:
        return Response(status=204)
    return Response(msgspec.json.encode(shape), status, headers, mimetype="application/json")


def kept(answer: Response) -> Response:
    """The answer to what is about to be committed, kept for the same request sent again."""
    repeating.keep(db.session(), viewer().committee.id, answer, now=clock.now())
    return answer


def _guarded(declared: Operation, view: View) -> View:
    @wraps(view)
    def answered(**values: Any) -> Response:
        entrance.enter(declared.scope)
        given = _written(view, values) if declared.writes else view(**values)
        return make_response(given) if isinstance(given, Response) else told(given)

    return answered


def _written(view: View, values: Mapping[str, Any]) -> Any:
    """What the view answers, or what it answered to the same request before, even to one at the same moment."""
    committee_id = viewer().committee.id
    before = repeating.answered_before(db.session(), committee_id, now=clock.now())
    if before is not None:
        return before
    try:
        return view(**values)
    except StaleDataError as error:
        raise stale() from error
    except IntegrityError:
        back_to_reading(db.session())
        before = repeating.answered_before(db.session(), committee_id, now=clock.now())
        if before is None:
            raise
        return before


def stale() -> Stale:
    """That somebody else changed the task first."""
    return Stale(_("Đã có người cập nhật nhiệm vụ này. Hãy đọc lại nhiệm vụ, lấy ETag mới rồi gửi lại."))
