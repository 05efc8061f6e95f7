"""The form of a review: everything typed taken over into the work, and what a button asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from taskapp.base.errors import Changed, Refused
from taskapp.base.forms import Form
from taskapp.base.i18n import _, _l
from taskapp.base.text import clean, one_line
from taskapp.directives.reviews import work
from taskapp.directives.reviews.naming import How
from taskapp.directives.reviews.starting import HEADER
from taskapp.directives.reviews.work import Named, Piece, Place, Work
from taskapp.tasks.states import LimitKind

Sent = MultiDict[str, str]
LONGEST = 20_000  # of one field, whatever it is
MOST_PIECES = 300
LIMITS = frozenset(kind.value for kind in LimitKind)


class DocumentForm(Form):
    """The document to read: a file, or its text."""

    file = FileField(_l("Tệp văn bản"))
    text = TextAreaField(_l("Hoặc dán nội dung văn bản"))


@dataclass(frozen=True)
class Act:
    """What a button asks for: its name, the key of the task, and what follows (a role, a place, a unit)."""

    name: str = "save"
    key: str = ""
    rest: tuple[str, ...] = ()


def act_of(sent: Sent) -> Act:
    """The button that was pressed, `act` = name:key:…"""
    name, key, *rest = f"{sent.get('act', 'save')[:100]}:".split(":")
    return Act(name, key, tuple(part for part in rest if part))


def taken(before: Work, sent: Sent) -> Work:
    """The work with all that the form holds; what the form does not speak of stays as it was."""
    header = {name: one_line(sent.get(f"h-{name}", before.header.get(name, "")))[:LONGEST] for name in HEADER}
    header["is_incoming"] = "y" if sent.get("h-is_incoming") == "y" else ""
    pieces = tuple(_piece(piece, sent) if f"{piece.key}-content" in sent else piece for piece in before.pieces)
    return replace(
        before,
        header=header,
        pieces=pieces,
        assigner=sent.get("assigner", before.assigner)[:20],
        past_due_known="past_due_known" in sent,
        again_known="again_known" in sent,
        is_seen="whole-seen" in sent,
    )


def acted(now: Work, act: Act, sent: Sent, *, seen: int) -> tuple[Work, str]:
    """The work after what the button asks for, and the key of the task to go on with.

    `seen` is the version that a page must have shown to rearrange tasks. Raises Refused where it cannot be done.
    """
    if act.name != "save" and sent.get("version") != str(seen):
        raise Changed(_("Trang này đã cũ nên chưa làm được; nội dung đã nhập được giữ. Hãy xem lại rồi làm lần nữa."))
    known = _ACTS.get(act.name)
    return known(now, act, sent) if known else (now, act.key)


def _drop(now: Work, act: Act, _sent: Sent) -> tuple[Work, str]:
    return work.drop(now, act.key), _neighbour(now, act.key)


def _restore(now: Work, act: Act, _sent: Sent) -> tuple[Work, str]:
    return work.restore(now, act.key), act.key


def _merge(now: Work, act: Act, _sent: Sent) -> tuple[Work, str]:
    return work.merge(now, act.key), _before(now, act.key)


def _split(now: Work, act: Act, sent: Sent) -> tuple[Work, str]:
    made = work.split(now, act.key, _number(sent.get("at")))
    if made is None:
        raise Refused(_("Chưa rõ tách ở đâu. Đặt con trỏ vào chỗ cần tách, hoặc gõ || vào đó, rồi bấm “Tách”."))
    return made, act.key


def _choose(now: Work, act: Act, _sent: Sent) -> tuple[Work, str]:
    role, at, unit = (*act.rest, "", "", "")[:3]
    place, unit_id = _number(at), _number(unit)
    if role not in work.ROLES or place is None or unit_id is None:
        return now, act.key
    return work.choose(now, act.key, role, place, unit_id), act.key


def _skip(now: Work, act: Act, _sent: Sent) -> tuple[Work, str]:
    return work.skip(now, _written(now, act)), act.key


def _ask(now: Work, act: Act, _sent: Sent) -> tuple[Work, str]:
    return work.ask(now, _written(now, act)), act.key


def _written(now: Work, act: Act) -> str:
    """The name at the place that a button stands beside."""
    role, at = (*act.rest, "", "")[:2]
    piece, place = now.piece(act.key), _number(at)
    names = piece.named(role) if piece and role in work.ROLES else ()
    return names[place].written if place is not None and place < len(names) else ""


def _add(now: Work, _act: Act, sent: Sent) -> tuple[Work, str]:
    if len(now.pieces) >= MOST_PIECES:
        raise Refused(_("Văn bản đã có quá nhiều nhiệm vụ. Hãy giao bớt rồi thêm."))
    return work.add(now, clean(sent.get("add-text", ""))[:LONGEST], _places(sent.get("add-place", "")))


_ACTS = {
    "drop": _drop,
    "restore": _restore,
    "merge": _merge,
    "split": _split,
    "choose": _choose,
    "skip": _skip,
    "ask": _ask,
    "add": _add,
}


def _piece(piece: Piece, sent: Sent) -> Piece:
    said = {name: sent.get(f"{piece.key}-{name}", "")[:LONGEST] for name in _TYPED}
    limit = sent.get(f"{piece.key}-limit", piece.limit)
    piece = replace(
        piece,
        content=clean(said["content"]),
        more_lead=one_line(said["more_lead"]),
        more_support=one_line(said["more_support"]),
        product=one_line(said["product"]),
        due=one_line(said["due"]),
        hour=one_line(said["hour"]),
        words=one_line(said["words"]),
        limit=limit if limit in LIMITS else piece.limit,
        is_seen=f"{piece.key}-seen" in sent,
    )
    for role in work.ROLES:
        names = [_name(name, f"{piece.key}-{role}-{at}", sent) for at, name in enumerate(piece.named(role))]
        piece = work.with_names(piece, role, [name for name in names if name.written or name.units])
    return piece


_TYPED = ("content", "more_lead", "more_support", "product", "due", "hour", "words")


def _name(name: Named, field: str, sent: Sent) -> Named:
    ticked = set(sent.getlist(field))
    kept = tuple(unit for unit in dict.fromkeys((*name.found, *name.units)) if str(unit) in ticked)
    if name.how is How.UNKNOWN:
        return name
    is_undone = name.how is How.CHOSEN and bool(name.written) and not kept and not name.found
    return replace(name, units=kept, how=How.UNKNOWN if is_undone else name.how)


def _places(text: str) -> tuple[Place, ...]:
    parts = [_number(part) for part in text.split("-")]
    if len(parts) != 3 or any(part is None for part in parts):
        return ()
    line, start, end = (part or 0 for part in parts)
    return ((line, start, end),) if start < end else ()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _before(now: Work, key: str) -> str:
    keys = [piece.key for piece in now.kept]
    return keys[keys.index(key) - 1] if key in keys[1:] else key


def _neighbour(now: Work, key: str) -> str:
    keys = [piece.key for piece in now.kept]
    if key not in keys:
        return key
    at = keys.index(key)
    return keys[at + 1] if at + 1 < len(keys) else keys[at - 1]
