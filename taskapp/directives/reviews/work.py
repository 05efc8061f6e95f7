"""A document under review: its tasks as a person has them by now, and what can be done to them. Pure.

All that can be typed is kept as typed, so that what cannot be read yet is not lost either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from taskapp.directives.reviews.naming import Found, How
from taskapp.people.unit_names import unit_key
from taskapp.tasks.states import LimitKind

SPLIT_MARK = "||"  # where a person without scripts wants a task cut in two
ROLES = ("lead", "support")
Place = tuple[int, int, int]  # line, first character, character after the last


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the person who decides, and the values in it."""

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """A name at the place of a unit: as written (empty: added by the person), the units kept, those it stood for."""

    written: str = ""
    units: tuple[int, ...] = ()
    how: How = How.CHOSEN
    likely: tuple[int, ...] = ()
    found: tuple[int, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether a person has yet to say which unit is meant."""
        return self.how is How.UNKNOWN and not self.units


@dataclass(frozen=True, slots=True)
class Piece:
    """One task under review. `due`, `hour`, `more_*` are as typed; `places` where it stands in the document."""

    key: str
    content: str = ""
    lead: tuple[Named, ...] = ()
    support: tuple[Named, ...] = ()
    more_lead: str = ""
    more_support: str = ""
    product: str = ""
    limit: str = LimitKind.DATED.value
    due: str = ""
    hour: str = ""
    words: str = ""  # the deadline in the words of the document
    rule: str = ""
    rrule: str = ""
    places: tuple[Place, ...] = ()
    doubts: tuple[Said, ...] = ()
    due_doubt: Said | None = None
    is_seen: bool = False  # the person has looked at what was doubtful
    is_dropped: bool = False

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The names of which a person has yet to say which unit is meant: (role, as written)."""
        return tuple((role, name.written) for role in ROLES for name in self.named(role) if name.is_asked)

    def named(self, role: str) -> tuple[Named, ...]:
        """The names at the place of the lead units or of the supporting ones."""
        return self.lead if role == "lead" else self.support

    def units(self, role: str) -> tuple[int, ...]:
        """Ids of the units kept in a role, each once; a lead unit does not support itself."""
        kept = dict.fromkeys(unit for name in self.named(role) for unit in name.units)
        leads = set(self.units("lead")) if role == "support" else set()
        return tuple(unit for unit in kept if unit not in leads)


@dataclass(frozen=True, slots=True)
class Work:
    """The heading as typed, the tasks in their order, what holds for all of them."""

    header: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    assigner: str = ""
    past_due_known: bool = False
    again_known: bool = False  # the document is in the register already, these tasks are further ones
    doubts: tuple[Said, ...] = ()  # of the whole document
    is_seen: bool = False  # the person has looked at them
    count: int = 0  # how many keys were given out

    @property
    def kept(self) -> tuple[Piece, ...]:
        """The tasks that were not dropped."""
        return tuple(piece for piece in self.pieces if not piece.is_dropped)

    def piece(self, key: str) -> Piece | None:
        """The task with this key."""
        return next((piece for piece in self.pieces if piece.key == key), None)


def drop(work: Work, key: str) -> Work:
    """Leave a task out; restore() brings it back."""
    return change(work, key, lambda piece: replace(piece, is_dropped=True))


def restore(work: Work, key: str) -> Work:
    """Bring a dropped task back."""
    return change(work, key, lambda piece: replace(piece, is_dropped=False))


def merge(work: Work, key: str) -> Work:
    """Join a task to the one before it: both contents, the units of both, the later one's limit if that had none."""
    kept = list(work.kept)
    at = next((place for place, piece in enumerate(kept) if piece.key == key), 0)
    if not at:
        return work
    before, after = kept[at - 1], kept[at]
    joined = _joined(before, after)
    pieces = tuple(joined if p.key == before.key else p for p in work.pieces if p.key != after.key)
    return replace(work, pieces=pieces)


def split(work: Work, key: str, at: int | None) -> Work | None:
    """Cut a task in two before the character `at`, or where it says "||"; None where there is nothing to cut."""
    piece = work.piece(key)
    if piece is None:
        return None
    parts = piece.content.split(SPLIT_MARK, 1) if at is None else [piece.content[:at], piece.content[at:]]
    first, second = (parts[0].strip(" ;,\n"), parts[1].strip(" ;,\n")) if len(parts) == 2 else ("", "")
    if not first or not second:
        return None
    second = second[:1].upper() + second[1:]
    made = replace(piece, key=_key(work), content=second, doubts=(), due_doubt=None)
    return _after(change(work, key, lambda old: replace(old, content=first)), key, made)


def add(work: Work, content: str, places: tuple[Place, ...] = ()) -> tuple[Work, str]:
    """Add a task, blank or from words of the document, where it stands in it; gives its key too."""
    made = Piece(_key(work), content=content, places=places, limit=LimitKind.DATED.value)
    earlier = [p for p in work.pieces if places and p.places and p.places[0] <= places[0]]
    if places and (earlier or work.pieces):
        before = earlier[-1].key if earlier else ""
        return _after(work, before, made), made.key
    return replace(work, pieces=(*work.pieces, made), count=work.count + 1), made.key


def choose(work: Work, key: str, role: str, at: int, unit: int) -> Work:
    """Say which unit a name stands for: here, and wherever the document asks about the same name."""

    def said(piece: Piece) -> Piece:
        names = list(piece.named(role))
        if 0 <= at < len(names):
            names[at] = replace(names[at], units=(unit,), how=How.CHOSEN)
        return with_names(piece, role, names)

    return answered_alike(change(work, key, said))


def skip(work: Work, written: str) -> Work:
    """Say that a name is none of the units, wherever the document asks about it."""
    key = unit_key(written)
    return _each_name(
        work, lambda name: replace(name, how=How.SKIPPED) if name.is_asked and unit_key(name.written) == key else name
    )


def ask(work: Work, written: str) -> Work:
    """Take back that a name is none of the units: it is asked about again."""
    key = unit_key(written)
    return _each_name(
        work,
        lambda name: (
            replace(name, how=How.UNKNOWN) if name.how is How.SKIPPED and unit_key(name.written) == key else name
        ),
    )


def answered_alike(work: Work) -> Work:
    """What a person has said of a name answers every open question about the same name."""
    answers = {
        unit_key(name.written): name.units
        for piece in work.pieces
        for name in (*piece.lead, *piece.support)
        if name.written and name.how is How.CHOSEN and name.units
    }

    def told(name: Named) -> Named:
        units = answers.get(unit_key(name.written)) if name.is_asked else None
        return replace(name, units=units, how=How.CHOSEN) if units else name

    return _each_name(work, told)


def _each_name(work: Work, told: Callable[[Named], Named]) -> Work:
    pieces = (
        replace(piece, lead=tuple(map(told, piece.lead)), support=tuple(map(told, piece.support)))
        for piece in work.pieces
    )
    return replace(work, pieces=tuple(pieces))


def change(work: Work, key: str, how: Callable[[Piece], Piece]) -> Work:
    """The work with one of its tasks changed."""
    return replace(work, pieces=tuple(how(piece) if piece.key == key else piece for piece in work.pieces))


def with_names(piece: Piece, role: str, names: Sequence[Named]) -> Piece:
    """The task with other names in one of the two roles."""
    return replace(piece, lead=tuple(names)) if role == "lead" else replace(piece, support=tuple(names))


def named(written: str, found: Found) -> Named:
    """A name with what was found for it."""
    return Named(written, found.units, found.how, found.likely, found.units)


def dump(work: Work) -> dict[str, Any]:
    """As it is kept: plain values only."""
    return asdict(work)


def load(kept: Mapping[str, Any]) -> Work:
    """As dump() gave it; what a later version of the product does not know is passed over."""
    pieces = tuple(_piece(each) for each in kept.get("pieces", ()))
    return Work(**(_known(Work, kept) | {"pieces": pieces, "doubts": _doubts(kept)}))


def _piece(kept: Mapping[str, Any]) -> Piece:
    values = _known(Piece, kept)
    for role in ROLES:
        values[role] = tuple(_name(each) for each in kept.get(role, ()))
    values["places"] = tuple((each[0], each[1], each[2]) for each in kept.get("places", ()))
    values["doubts"] = _doubts(kept)
    values["due_doubt"] = Said(**kept["due_doubt"]) if kept.get("due_doubt") else None
    return Piece(**values)


def _doubts(kept: Mapping[str, Any]) -> tuple[Said, ...]:
    return tuple(Said(**each) for each in kept.get("doubts", ()))


def _name(kept: Mapping[str, Any]) -> Named:
    lists = {name: tuple(kept.get(name, ())) for name in ("units", "likely", "found")}
    return Named(written=kept.get("written", ""), how=How(kept.get("how", How.CHOSEN)), **lists)


def _known(kind: type[Work | Piece], kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in kept.items() if name in names}


def _key(work: Work) -> str:
    return f"t{work.count + 1}"


def _after(work: Work, key: str, made: Piece) -> Work:
    pieces: list[Piece] = [made] if not key else []
    for piece in work.pieces:
        pieces.append(piece)
        if piece.key == key:
            pieces.append(made)
    return replace(work, pieces=tuple(pieces), count=work.count + 1)


def _joined(before: Piece, after: Piece) -> Piece:
    limited: Piece = before if before.due or before.limit == LimitKind.RECURRING.value else after
    ending = "" if before.content.endswith((".", ";", ":", "\n")) else ";"
    return replace(
        before,
        content=f"{before.content}{ending} {after.content}".strip("; "),
        lead=_both(before.lead, after.lead),
        support=_both(before.support, after.support),
        more_lead=before.more_lead or after.more_lead,
        more_support=before.more_support or after.more_support,
        product=before.product or after.product,
        places=(*before.places, *after.places),
        doubts=(*before.doubts, *after.doubts),
        is_seen=before.is_seen and after.is_seen,
        limit=limited.limit,
        due=limited.due,
        hour=limited.hour,
        words=limited.words,
        rule=limited.rule,
        rrule=limited.rrule,
        due_doubt=limited.due_doubt,
    )


def _both(first: Sequence[Named], second: Sequence[Named]) -> tuple[Named, ...]:
    have = {(name.written, name.units) for name in first}
    return (*first, *(name for name in second if (name.written, name.units) not in have))
