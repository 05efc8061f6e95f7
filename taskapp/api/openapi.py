"""The document of the API (OpenAPI 3.1), made from what its operations declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from taskapp.api import repeating, shapes, versions
from taskapp.api.bodies import JSON, MULTIPART, body_of, files_of
from taskapp.api.operations import FILE, OPERATIONS, PREFIX, Operation
from taskapp.api.refusals import MEDIA_TYPE, Problem
from taskapp.base.i18n import _
from taskapp.base.web import LARGEST_ID
from taskapp.sources import keeping
from taskapp.tasks import evidence

Json = dict[str, Any]
REF = "#/components/schemas/{name}"
PATH_ARGUMENT = re.compile(r"<(int:)?(\w+)>")
NAME = {"type": "string", "pattern": f"^{keeping.NAME.pattern}$"}
TAGS = ("tasks", "moves", "talk", "handovers", "duties", "directives", "people", "reports", "sources")


def document(version: str) -> Json:
    """The whole document; `version` is that of the software."""
    types = list(dict.fromkeys(_types()))
    schemas, components = msgspec.json.schema_components(types, ref_template=REF)
    known = dict(zip(types, schemas, strict=True))
    paths: dict[str, Json] = {}
    for endpoint, declared in OPERATIONS.items():
        place = paths.setdefault(PREFIX + PATH_ARGUMENT.sub(r"{\2}", declared.rule), {})
        place[declared.method.lower()] = _operation(endpoint, declared, known, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Giao Việc",
            "version": version,
            "summary": _("Giao việc, thực hiện, duyệt và báo cáo cho phần mềm khác, với đúng quyền của người tạo mã."),
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": _names()[name]} for name in TAGS],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": _("Mã truy cập, tạo ở trang “Mã truy cập cho phần mềm” của tài khoản."),
                }
            },
        },
    }


def _names() -> dict[str, str]:
    return {
        "tasks": _("Nhiệm vụ"),
        "moves": _("Những việc làm với một nhiệm vụ"),
        "talk": _("Trao đổi, người để biết"),
        "handovers": _("Bàn giao"),
        "duties": _("Việc định kỳ"),
        "directives": _("Văn bản chỉ đạo"),
        "people": _("Người, đơn vị, lời nhắc"),
        "reports": _("Báo cáo"),
        "sources": _("Hồ sơ, văn bản của phần mềm khác"),
    }


def _types() -> Iterator[Any]:
    yield Problem
    for declared in OPERATIONS.values():
        if declared.answer not in (None, FILE):
            yield declared.answer
        body = _body_type(declared)
        if body and msgspec.structs.fields(body):
            yield body


def _body_type(declared: Operation) -> type[msgspec.Struct] | None:
    return body_of(declared.form) if declared.form else declared.body


def _operation(endpoint: str, declared: Operation, known: dict[Any, Json], components: Json) -> Json:
    told: Json = {
        "operationId": endpoint.removeprefix("api_").replace(".", "_"),
        "summary": str(declared.summary),
        "tags": [declared.tag],
        "security": [{"token": [declared.scope.value]}],
        "parameters": list(_parameters(declared)),
        "responses": dict(_responses(declared, known)),
    }
    body = _body(declared, known, components)
    return told | ({"requestBody": body} if body else {})


def _parameters(declared: Operation) -> Iterator[Json]:
    for whole, name in PATH_ARGUMENT.findall(declared.rule):
        schema = {"type": "integer", "minimum": 0, "maximum": LARGEST_ID} if whole else NAME
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if declared.query:
        components = msgspec.json.schema_components([declared.query], ref_template=REF)[1]
        for name, schema in components[declared.query.__name__]["properties"].items():
            yield {"name": name, "in": "query", "schema": _inlined(schema, components)}
    if declared.is_versioned:
        schema = {"type": "string", "pattern": r'^(\*|"[0-9]{1,9}")$'}
        about = _("ETag của nhiệm vụ khi đọc; * nếu phiên bản nào cũng được.")
        yield {"name": versions.HEADER, "in": "header", "required": True, "schema": schema, "description": about}
    if declared.writes:
        schema = {"type": "string", "pattern": f"^{repeating.KEY.pattern}$"}
        about = _("Khóa tự chọn: gửi lại cùng khóa và cùng nội dung trong 24 giờ thì không làm lại.")
        yield {"name": repeating.HEADER, "in": "header", "schema": schema, "description": about}


def _inlined(schema: Json, components: Json) -> Json:
    """A parameter's own schema, with the words of its enumeration."""
    if "$ref" in schema:
        found = components[schema["$ref"].rsplit("/", 1)[-1]]
        return {key: value for key, value in found.items() if key in ("type", "enum")}
    return {key: value for key, value in schema.items() if key != "default" or value != ""}


def _body(declared: Operation, known: dict[Any, Json], components: Json) -> Json | None:
    kind = _body_type(declared)
    if kind is None or kind not in known:
        return None
    content: Json = {JSON: {"schema": known[kind]}}
    if names := files_of(declared.form) if declared.form else ():
        whole = dict(components[kind.__name__])
        files = {"type": "array", "items": {"type": "string", "format": "binary"}}
        whole["properties"] = {**whole["properties"], **dict.fromkeys(names, files)}
        whole["title"] = kind.__name__.removesuffix("Body") + "WithFiles"
        components[whole["title"]] = whole
        content[MULTIPART] = {"schema": {"$ref": REF.format(name=whole["title"])}}
    return {"required": bool(components[kind.__name__].get("required")), "content": content}


def _responses(declared: Operation, known: dict[Any, Json]) -> Iterator[tuple[str, Json]]:
    yield str(declared.status), _success(declared, known)
    problem = {MEDIA_TYPE: {"schema": known[Problem]}}
    wait = {"headers": {"Retry-After": {"schema": {"type": "string"}, "required": True}}}
    for status, why in _refusals(declared):
        yield status, {"description": why, "content": problem} | (wait if status in ("429", "503") else {})


def _success(declared: Operation, known: dict[Any, Json]) -> Json:
    told: Json = {"description": str(declared.summary)}
    if declared.answer is FILE:
        binary = {"schema": {"type": "string", "format": "binary"}}
        return told | {"content": dict.fromkeys(sorted({media for media, _start in evidence.TYPES.values()}), binary)}
    if declared.answer is shapes.Task:
        told["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
    if declared.answer is not None:
        told["content"] = {JSON: {"schema": known[declared.answer]}}
    return told


def _refusals(declared: Operation) -> Iterator[tuple[str, str]]:
    yield "400", _("Không đọc được tham số hoặc nội dung")
    yield "401", _("Không có mã truy cập, hoặc mã không dùng được")
    yield "403", _("Người của mã không có quyền, hoặc mã không được tạo cho việc này")
    yield "404", _("Không có, hoặc nằm ngoài phạm vi của người đó")
    if declared.writes:
        yield "409", _("Chưa làm được: trạng thái hoặc một quy tắc không cho phép")
        yield "413", _("Dung lượng gửi lên vượt mức cho phép")
        yield "415", _("Kiểu nội dung không được nhận")
    if declared.writes or declared.query:
        yield "422", _("Có mục chưa đúng, hoặc Idempotency-Key đã dùng cho yêu cầu khác")
    if declared.is_versioned:
        yield "412", _("Nhiệm vụ đã thay đổi từ khi phần mềm đọc")
        yield "428", _("Thiếu If-Match")
    yield "429", _("Gọi quá nhanh; Retry-After cho biết phải chờ bao lâu")
    yield "503", _("Cơ sở dữ liệu đang bận; hãy thử lại sau Retry-After giây")
