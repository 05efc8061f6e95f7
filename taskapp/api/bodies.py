"""What a program sends, read through the forms of the pages: each form is also the type of a body.

From a form's fields comes a type that says what JSON is taken, for the document and for the check alike; what passes it
is given to the form as if it had been typed, and the form judges as it does on its page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from types import GenericAlias
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import msgspec
from flask import request
from msgspec import UNSET, Meta, UnsetType
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from taskapp.api.refusals import FieldProblem, Invalid, NotTaken
from taskapp.base.errors import BadInput
from taskapp.base.forms import DayField, Form, HourField, VersionField
from taskapp.base.i18n import _
from taskapp.base.web import LARGEST_ID

Read = TypeVar("Read")
F = TypeVar("F", bound=Form)

JSON, MULTIPART = "application/json", "multipart/form-data"
VISIBLE = r"\S"  # what holds blanks only counts as not typed
HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
UNTYPED = (HiddenField, VersionField, MultipleFileField)  # a page's own, or sent as files


class Taken(NamedTuple):
    """What a form takes: the type of its body, which of its fields are lists, and under which names files."""

    body: type[msgspec.Struct]
    lists: frozenset[str]
    files: tuple[str, ...]


_TAKEN: dict[str, Taken] = {}


def read_query(kind: type[Read]) -> Read:
    """The parameters of the address. Raises BadInput with the one at fault: a filter is never quietly left out."""
    repeated = next((name for name, values in request.args.lists() if len(values) > 1), None)
    if repeated:
        raise BadInput(_("Mỗi tham số chỉ gửi một lần."), field=repeated)
    try:
        return msgspec.convert(request.args.to_dict(), kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadInput(_told(error), field=_place(error)) from error


def read_form(kind: type[F], offer: Callable[[F], None] = lambda _form: None) -> F:
    """The form, filled with the body and checked. `offer` gives it what can be chosen. Raises NotTaken, Invalid."""
    _check_files(kind)
    form = kind(formdata=_as_typed(body_of(kind), _sent(kind)), meta={"csrf": False})
    offer(form)
    if not form.validate():
        raise Invalid([FieldProblem(name or "", str(text)) for name, texts in form.errors.items() for text in texts])
    return form


def read_body(kind: type[Read]) -> Read:
    """The body, where no page has a form for it. Raises NotTaken, BadInput, Invalid."""
    if request.mimetype != JSON:
        raise NotTaken(_("Hãy gửi nội dung kiểu %(types)s.", types=JSON))
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.ValidationError as error:
        raise Invalid([FieldProblem(_place(error), _told(error))]) from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadInput(_("Nội dung gửi lên không phải JSON đúng.")) from error


def body_of(form: type[Form]) -> type[msgspec.Struct]:
    """The type of the body that the form takes."""
    return _taken(form).body


def files_of(form: type[Form]) -> tuple[str, ...]:
    """The names under which files go with the form."""
    return _taken(form).files


def prepare(forms: Iterable[type[Form]]) -> None:
    """Look at the forms once, when the application starts: their labels are in the installation's language."""
    for form in forms:
        _taken(form)


def _taken(form: type[Form]) -> Taken:
    name = form.__name__.removesuffix("Form") + "Body"
    if name not in _TAKEN:
        bound = form(formdata=None, meta={"csrf": False})
        body = msgspec.defstruct(name, list(_struct_fields(bound)), kw_only=True, forbid_unknown_fields=True)
        lists = frozenset(field.name for field in bound if isinstance(field, SelectMultipleField))
        files = tuple(field.name for field in bound if isinstance(field, MultipleFileField))
        _TAKEN[name] = Taken(body, lists, files)
    return _TAKEN[name]


def _struct_fields(bound: Form) -> Iterator[tuple[str, Any] | tuple[str, Any, Any]]:
    for field in bound:
        if not isinstance(field, UNTYPED):
            kind, is_needed = _typed(field)
            yield (field.name, kind) if is_needed else (field.name, kind | UnsetType, UNSET)


def _typed(field: Any) -> tuple[Any, bool]:
    """The type of a field's value, and whether it must be there."""
    is_needed = any(isinstance(each, InputRequired) for each in field.validators) or _has_to_choose(field)
    bare, limits = _bare(field, is_needed=is_needed)
    return Annotated[bare, Meta(description=str(field.label.text), **limits)], is_needed


def _has_to_choose(field: Any) -> bool:
    """Whether one of the field's words has to be chosen, and none is when nothing is said."""
    is_single = isinstance(field, SelectField) and not isinstance(field, SelectMultipleField)
    return is_single and bool(field.validate_choice) and field.data is None


def _bare(field: Any, *, is_needed: bool) -> tuple[Any, dict[str, Any]]:
    if isinstance(field, DayField):
        return date, {}
    if isinstance(field, HourField):
        return str, {"pattern": HOUR}
    if isinstance(field, BooleanField):
        return bool, {}
    if isinstance(field, IntegerField):
        return int, _limits(field, NumberRange, ge="min", le="max")
    if isinstance(field, FieldList):
        return GenericAlias(list, (body_of(field.unbound_field.args[0]),)), {"max_length": field.max_entries}
    if isinstance(field, SelectMultipleField):
        return GenericAlias(list, (_choice(field),)), {}
    if isinstance(field, SelectField):
        return _choice(field), {}
    return str, _limits(field, Length, max_length="max") | ({"pattern": VISIBLE} if is_needed else {})


def _limits(field: Any, validator: type, **names: str) -> dict[str, Any]:
    """What a validator of the field demands, in the words of a schema."""
    found = [each for each in field.validators if isinstance(each, validator)]
    return {word: getattr(each, name) for each in found for word, name in names.items()}


def _choice(field: Any) -> Any:
    """One of the field's own words, or the id of something that is chosen among what there is."""
    if field.coerce is int:
        return Annotated[int, Meta(ge=0, le=LARGEST_ID)]
    words = tuple(str(choice.value) for choice in field.choices or ())
    return Literal[words] if words else str


def _sent(form: type[Form]) -> Any:
    """The body as plain values. Raises NotTaken for other types, BadInput for what is no JSON."""
    if request.mimetype == MULTIPART and files_of(form):
        lists = _taken(form).lists
        return {name: values if name in lists else values[0] for name, values in request.form.lists()}
    if request.mimetype == JSON:
        try:
            return msgspec.json.decode(request.get_data())
        except (msgspec.DecodeError, RecursionError) as error:  # the latter: brackets in brackets without end
            raise BadInput(_("Nội dung gửi lên không phải JSON đúng.")) from error
    if not request.get_data():
        return {}
    raise NotTaken(
        _("Hãy gửi nội dung kiểu %(types)s.", types=" / ".join([JSON, *([MULTIPART] if files_of(form) else [])]))
    )


def _check_files(form: type[Form]) -> None:
    """Raise Invalid for files under a name that the form does not have: they would be lost without a word."""
    unknown = sorted(set(request.files) - set(files_of(form))) if request.mimetype == MULTIPART else []
    if unknown:
        raise Invalid([FieldProblem(name, _("Không có mục nào nhận tệp này.")) for name in unknown])


def _as_typed(kind: type[msgspec.Struct], sent: Any) -> MultiDict[str, Any]:
    """The body as a browser would send it. Raises Invalid."""
    try:
        body = msgspec.convert(sent, kind, strict=request.mimetype != MULTIPART)
    except msgspec.ValidationError as error:
        raise Invalid([FieldProblem(_place(error), _told(error))]) from error
    typed: MultiDict[str, Any] = MultiDict(_pairs(body))
    if request.mimetype == MULTIPART:
        typed.update(request.files)
    return typed


def _pairs(body: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Names and texts; what belongs to a row is named after its place, as in `rows-0-content`."""
    for name, value in msgspec.structs.asdict(body).items():
        for place, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, msgspec.Struct):
                yield from _pairs(each, f"{prefix}{name}-{place}-")
            elif each is not UNSET and each is not False:
                yield prefix + name, "y" if each is True else str(each)


def _told(error: msgspec.ValidationError) -> str:
    return _("Giá trị không đúng: %(why)s.", why=str(error).partition(" - at `$")[0])


def _place(error: msgspec.ValidationError) -> str:
    """`percent` of “… - at `$.percent`”; empty when it is the whole."""
    _text, _at, place = str(error).rpartition(" - at `$")
    return place.rstrip("`").lstrip(".")
