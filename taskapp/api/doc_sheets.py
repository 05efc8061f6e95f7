"""The document of the API as people read it: its operations under their headings, the shapes of bodies and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from taskapp.base.i18n import _

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One parameter or field: what it is called, what it may hold, whether it must be there."""

    name: str
    kind: str
    about: str
    is_needed: bool


@dataclass(frozen=True)
class Entry:
    """One operation. `answer` and `body` name shapes; `takes_files`: files may come with the body."""

    method: str
    path: str
    name: str
    summary: str
    scope: str
    parameters: Sequence[Field]
    body: str
    takes_files: bool
    answer: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shape:
    """A body or an answer, field by field; or the words of which one stands there."""

    name: str
    about: str
    fields: Sequence[Field]
    words: Sequence[str]


def entries(document: Json) -> list[tuple[str, list[Entry]]]:
    """The operations under the headings of the document."""
    found = [(tag["description"], tag["name"]) for tag in document["tags"]]
    return [(title, _entries(document, name)) for title, name in found]


def shapes(document: Json) -> list[Shape]:
    """All shapes, by name."""
    known = document["components"]["schemas"]
    return [_shape(name, known[name]) for name in sorted(known)]


def _entries(document: Json, tag: str) -> list[Entry]:
    return [
        _entry(method.upper(), path, told)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if tag in told["tags"]
    ]


def _entry(method: str, path: str, told: Json) -> Entry:
    done = next(status for status in told["responses"] if status.startswith("2"))
    content = told.get("requestBody", {}).get("content", {})
    return Entry(
        method=method,
        path=path,
        name=told["operationId"],
        summary=told["summary"],
        scope=told["security"][0]["token"][0],
        parameters=[
            Field(each["name"], _kind(each["schema"]), _about(each), bool(each.get("required")))
            for each in told["parameters"]
            if each["in"] != "path"
        ],
        body=_named(content.get("application/json", {})),
        takes_files="multipart/form-data" in content,
        answer=_named(told["responses"][done].get("content", {}).get("application/json", {})),
        answers=[(status, each["description"]) for status, each in told["responses"].items()],
    )


def _about(parameter: Json) -> str:
    return str(parameter.get("description") or parameter["schema"].get("description", ""))


def _shape(name: str, schema: Json) -> Shape:
    needed = schema.get("required", ())
    fields = [
        Field(field, _kind(each), each.get("description", ""), field in needed)
        for field, each in schema.get("properties", {}).items()
    ]
    return Shape(name, schema.get("description", ""), fields, schema.get("enum", ()))


def _named(media: Json) -> str:
    return str(media.get("schema", {}).get("$ref", "")).rsplit("/", 1)[-1]


def _kind(schema: Json) -> str:
    """What may stand there, in a few words: "string (date)", "array of File", "Kind or null"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(str(word) for word in schema["enum"])
    if schema.get("type") == "array":
        return f"[{_kind(schema['items'])}]"
    limits = [f"{sign} {schema[word]}" for word, sign in (("minimum", "≥"), ("maximum", "≤")) if word in schema]
    limits += [_("dài đến %(most)s", most=schema["maxLength"])] if "maxLength" in schema else []
    more = [schema["format"]] if "format" in schema else limits
    return f"{schema.get('type', '')}{' (' + ', '.join(more) + ')' if more else ''}"
