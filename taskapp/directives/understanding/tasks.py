"""The tasks of a document: down its outline, which unit each instruction is meant for and until when. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from taskapp.base.text import fold
from taskapp.directives.draft import DraftTask, Due, DueKind, Line, Place
from taskapp.directives.understanding import clauses, leads, statements, tables, units
from taskapp.directives.understanding.clauses import Dated, Part
from taskapp.directives.understanding.lines import is_capital, labelled
from taskapp.directives.understanding.statements import Depth
from taskapp.directives.understanding.units import Names, person

_LONGEST_TITLE = 160
Find = Callable[[str], Sequence[Dated]]
InCell = Callable[[str], Due]


@dataclass
class Frame:
    """An item of the outline that others may stand under: for whom, until when, whether tasks are given in it."""

    kind: str
    lead: tuple[str, ...] = ()
    helping: tuple[str, ...] = ()
    due: Due | None = None
    depth: Depth = Depth.TASKS


@dataclass(frozen=True)
class Reading:
    """The means to read with: deadlines in running text, deadlines in cells, the units the document names."""

    find: Find
    in_cell: InCell
    names: Names


def read(lines: Sequence[Line], begin: int, end: int, reading: Reading, issuer: str) -> list[DraftTask]:
    """The tasks of the lines from `begin` to `end` (not included), in their order."""
    walk = _Walk(reading, issuer)
    for place in range(begin, end):
        walk.line(place, lines[place], is_last=place == end - 1)
    return walk.tasks


class _Walk:
    def __init__(self, reading: Reading, issuer: str) -> None:
        self.reading, self.names = reading, reading.names
        self.issuer = issuer
        self.tasks: list[DraftTask] = []
        self.frames: list[Frame] = [Frame("")]
        self.layout: tables.Layout | None = None
        self.sections: dict[
            str, int
        ] = {}  # label of a section, and the number of its first task; "" is the present one
        self.has_opened, self.is_addressing = False, False

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def line(self, place: int, line: Line, *, is_last: bool) -> None:
        if line.cells:
            self._row(place, line)
            return
        if self.layout and tables.is_group(line.text):
            return
        label, rest = labelled(line.text)
        start = len(line.text) - len(rest)
        if label:
            self._enter(_kind_of(label), label)
        elif self._is_plain_heading(rest):
            self._enter("capital" if is_capital(rest) else "plain", "")
        if self.is_addressing and label.strip() in {"-", "–", "+", "•"}:
            return
        self.is_addressing = bool(re.search(r"(?:\bđiện|[Kk]ính gửi|\bgửi)\s*:$", rest))
        if not self._heading(rest, label):
            self._paragraph(place, line.text, start, is_item=bool(label), is_last=is_last)

    def _enter(self, kind: str, label: str) -> None:
        """Go up to the item's own level, or down into a new one."""
        if kind in {"part", "roman", "capital"}:
            self.sections[""] = self.sections[label.strip(" .)")] = len(self.tasks)
        kinds = [frame.kind for frame in self.frames]
        if kind in kinds:
            del self.frames[kinds.index(kind) :]
        elif kind == "capital":
            del self.frames[1:]
        above = self.frames[-1]
        self.frames.append(Frame(kind, above.lead, above.helping, above.due, above.depth))

    def _is_plain_heading(self, text: str) -> bool:
        if len(text) > 160 or text.endswith((".", ";")):
            return False
        return bool(self._unit_heading(text)) or (is_capital(text) and not statements.is_authority(text))

    # headings

    def _heading(self, text: str, label: str) -> bool:
        """Take the line as a heading when it is one: the units it is for, or the title of a section."""
        named = self._unit_heading(text)
        if named:
            self.frame.lead, self.frame.helping = named
            self.frame.depth = min(self.frame.depth, Depth.NAMED_ONLY) and self.frame.depth
            self._take_due(text)
            return True
        depth = statements.section(text, is_roman=_kind_of(label) in {"part", "roman", "capital"} or is_capital(text))
        is_title = bool(label) and self._is_title(text)
        if is_title or (is_capital(text) and not label):
            self.frame.lead, self.frame.helping = (), ()
            self.frame.depth = (
                depth if depth is not None else self.frames[-2].depth if len(self.frames) > 1 else Depth.TASKS
            )
            self._take_due(text)
            return True
        if depth is not None and bool(label) and depth is not Depth.TASKS:
            self.frame.depth = depth
        return False

    def _is_title(self, text: str) -> bool:
        bare = re.sub(r"\s*\([^()]*\)", "", text).strip()
        if is_capital(bare):
            return True
        if bare.endswith((".", ";", ":")) or len(bare) > _LONGEST_TITLE or leads.own(bare, 0, len(bare), self.names):
            return False
        if re.match(r"(?:Về|Đối với|Công tác)\b", bare):
            return True
        is_dated = any(found.due.kind is not DueKind.NONE for found in self.reading.find(bare))
        return not is_dated and not (self.frame.lead and lexicon.begins_instruction(bare))

    def _unit_heading(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        return leads_of_heading(text, self.names)

    def _take_due(self, text: str) -> None:
        if statements.SETS_DUE.search(text):
            dated = [found for found in self.reading.find(text) if found.due.kind is not DueKind.NONE]
            if dated:
                self.frame.due = dated[-1].due

    # paragraphs

    def _paragraph(self, place: int, text: str, start: int, *, is_item: bool, is_last: bool) -> None:
        text = re.sub(r"\s*\./\.\s*$", "", text)
        dues = self.reading.find(text)
        first = len(self.tasks)
        lead: tuple[str, ...] | None = None
        for begin, end in clauses.sentences(text, start):
            begin = leads.after_topic(text, begin, end, self.names)
            if self._opens(text, begin, end, dues) or self._is_passed_over(text, begin, end, is_item=is_item):
                continue
            if is_last and not is_item and self._is_to_everybody(text, begin, end, dues):
                continue
            if self._dates_before(text, begin, end, dues, first):
                continue
            for part in clauses.parts(text, begin, end, dues, self.names):
                lead = self._instruction(place, text, part, lead, is_item=is_item)

    def _is_passed_over(self, text: str, begin: int, end: int, *, is_item: bool) -> bool:
        sentence = text[begin:end]
        if statements.is_closing(sentence, is_item=is_item):
            return True
        return statements.is_statement(sentence) and not leads.directed(text, begin, end, self.names)

    def _is_to_everybody(self, text: str, begin: int, end: int, dues: Sequence[Dated]) -> bool:
        """The last sentence asks everybody to set to work; with a day in it, it is a duty of its own."""
        led = leads.own(text, begin, end, self.names)
        return (
            led is not None
            and statements.is_to_everybody(led.names)
            and not any(d.start >= begin and d.due.kind is not DueKind.NONE for d in dues)
        )

    def _opens(self, text: str, begin: int, end: int, dues: Sequence[Dated]) -> bool:
        """A sentence that ends in a colon opens a list: whom it names, and until when, holds for what follows."""
        if not text[begin:end].rstrip().endswith(":") or end < len(text.rstrip()):
            return False
        self.has_opened = True
        led = statements.addressed(text, begin, end, self.names) or leads.own(text, begin, end, self.names)
        if led and not statements.is_body(led.names, self.issuer) and not statements.speaks(text[led.begins : end]):
            self.frame.lead = led.names
        inside = [d for d in dues if d.start >= begin and d.due.kind is not DueKind.NONE]
        if inside and (led or statements.SETS_DUE.search(text[begin:end])):
            self.frame.due = inside[-1].due
        return True

    def _dates_before(self, text: str, begin: int, end: int, dues: Sequence[Dated], first: int) -> bool:
        """A sentence that is only a deadline gives it to the task before, or to all those it speaks of."""
        inside = [d for d in dues if d.start >= begin and d.end <= end and d.due.kind is not DueKind.NONE]
        if not inside:
            return False
        rest = text[begin:end].replace(text[inside[-1].start : inside[-1].end], " ")
        which = statements.dates_what(rest)
        if which is None:
            return False
        if which == "last" and first == len(self.tasks):
            return False
        chosen = range(len(self.tasks) - 1, len(self.tasks)) if which == "last" else range(first, len(self.tasks))
        if which == "section":
            chosen = range(self._section_start(text[begin:end]), len(self.tasks))
            if not chosen:
                self.frame.due = inside[-1].due
        for number in chosen:
            if self.tasks[number].due.kind is DueKind.NONE:
                self.tasks[number] = replace(self.tasks[number], due=inside[-1].due)
        return True

    def _section_start(self, sentence: str) -> int:
        """The first task of the section that a sentence speaks of, of the one it stands in when it names none."""
        match = re.search(r"[Mm]ục\s+([IVXLC]+|\d+)\b", sentence)
        return self.sections.get(match[1] if match else "", self.sections.get("", 0))

    def _instruction(
        self, place: int, text: str, part: Part, before: tuple[str, ...] | None, *, is_item: bool
    ) -> tuple[str, ...] | None:
        """Record one instruction when a unit is known for it; gives the unit for what follows in the sentence."""
        led = leads.own(text, part.start, part.end, self.names) or leads.passive(text, part.start, part.end, self.names)
        words = text[part.start : part.end]
        is_ordered = led is not None and bool(leads.ordered(text, part.start, part.end, self.names))
        if led and statements.is_body(led.names, self.issuer) and not is_ordered:
            return before
        if led and statements.is_not_work(text[led.begins : part.end].lstrip(" ,")):
            return led.names
        if self.frame.depth is Depth.NONE or (self.frame.depth is Depth.NAMED_ONLY and led is None):
            return before
        if led is None and statements.is_not_work(words):
            return before
        lead = led.names if led else before or self.frame.lead
        is_preamble = len(self.frames) == 1 and not is_item
        if not lead or (is_preamble and not self._is_called(led, text, part)):
            return before
        if led is None and not before and not statements.is_instruction(words):
            return before
        begin = part.start
        if led and statements.is_said_of(text[part.start : led.begins]):
            begin = led.start
        self._record(place, text, begin, part, lead)
        return lead if led else before

    def _is_called(self, led: leads.Led | None, text: str, part: Part) -> bool:
        return led is not None and (
            bool(
                re.match(
                    r"\s*(?:[^,;.]{0,60}\s)?(?:giao|yêu cầu|đề nghị|phân công)\b",
                    text[part.start : part.end],
                    re.IGNORECASE,
                )
            )
            or bool(part.dues)
            or self.has_opened
        )

    def _record(self, place: int, text: str, begin: int, part: Part, lead: tuple[str, ...]) -> None:
        end = part.start + len(text[part.start : part.end].rstrip(" ;,"))
        dated = self._on_same_day(statements.due_of(part.dues))
        due = dated if dated.kind is not DueKind.NONE or dated.phrase else self.frame.due or dated
        helping = leads.helping(text, part.start, part.end, self.names, lead) or (
            self.frame.helping if self.frame.helping else ()
        )
        self.has_opened = True
        self.tasks.append(DraftTask(text[begin:end], lead, Place(place, begin, end), helping, "", due))

    def _on_same_day(self, due: Due) -> Due:
        """ "cùng ngày" is the day of the deadline stated just before."""
        if not re.search(r"cùng ngày", due.phrase, re.IGNORECASE):
            return due
        day = next((task.due.day for task in reversed(self.tasks) if task.due.day), due.day)
        return replace(due, day=day, doubt=None)

    # tables

    def _row(self, place: int, line: Line) -> None:
        if layout := tables.layout_of(line.cells):
            self.layout = layout
            return
        layout = self.layout
        if layout is None or not layout.width - 1 <= len(line.cells) <= layout.width:
            return
        content = layout.cell(line.cells, tables.Column.CONTENT)
        lead_cell, due_cell = layout.cell(line.cells, tables.Column.LEAD), layout.cell(line.cells, tables.Column.DUE)
        if not content or not (lead_cell or due_cell):
            return
        if fold(content) == fold(layout.cell(line.cells, tables.Column.ORDER)) or re.fullmatch(r"\(?\d+\)?", content):
            return
        lead = cell_units(lead_cell, self.names) or self.frame.lead
        helping = cell_units(layout.cell(line.cells, tables.Column.COOPERATING), self.names)
        if lead_cell and not layout.columns.get(tables.Column.COOPERATING):
            lead, helping = _split_cell(lead_cell, self.names)
        due = self.reading.in_cell(due_cell) if due_cell else statements.due_of(tuple(self.reading.find(content)))
        if not due_cell and due.kind is DueKind.NONE and self.frame.due:
            due = self.frame.due
        start = line.text.find(content)
        where = Place(place, max(start, 0), max(start, 0) + len(content))
        self.tasks.append(DraftTask(content, lead, where, helping, layout.cell(line.cells, tables.Column.PRODUCT), due))


def leads_of_heading(text: str, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The leading and helping units that make up a heading, None when it says anything else."""
    bare = re.sub(r"\s*\([^()]*\)\s*:?\s*$", "", text).strip()
    bare = re.sub(
        r"^(?:Giao|Đề nghị|Yêu cầu|Đối với|Về phía|Riêng|Trách nhiệm của|Nhiệm vụ của|Đồng ý giao|Phân công)\s*:?\s+",
        "",
        bare,
        flags=re.IGNORECASE,
    )
    named = names.alone(bare)
    if named:
        return named.names, ()
    listed = names.listed(bare)
    if listed is None:
        return None
    rest = bare[listed.end :].strip()
    if re.match(r"[-–,]\s*(?:là\s+)?(?:cơ quan|đơn vị|Cơ quan|Đơn vị|thường trực)[^.;:]{0,60}:?$", rest):
        return listed.names, ()
    is_person = bool(re.match(r"(?:các )?(?:ông|bà|đồng chí|đ/c)\b", listed.names[0], re.IGNORECASE))
    if (
        is_person
        and re.match(r"[-–,]\s*[^.;:]{2,160}:?$", rest)
        and not re.search(r"\b(?:ngụ|trú|địa chỉ|thường trú)\b", rest)
    ):
        return listed.names[:1], ()
    if rest.endswith(":") and statements.OPENS_DUTIES.match(rest):
        return listed.names, leads.helping(bare, listed.end, len(bare), names, listed.names)
    return None


def cell_units(cell: str, names: Names) -> tuple[str, ...]:
    """The units of a cell: one for each line, semicolon or comma before another unit's name; as written where none is known."""
    cell = re.sub(r"^[-–—\s./]+$", "", cell)
    found: list[str] = []
    for piece in re.split(r"\s*[;\n]\s*|\s+\+\s+", cell):
        piece = piece.strip(" .,-–")
        if not piece:
            continue
        named = names.alone(piece) or person(piece)
        found.extend(named.names if named else _by_commas(piece, names))
    return tuple(dict.fromkeys(found))


def _by_commas(piece: str, names: Names) -> list[str]:
    pieces: list[str] = []
    for part in re.split(r"\s*,\s*", piece):
        if pieces and not names.listed(part):
            pieces[-1] = f"{pieces[-1]}, {part}"
        else:
            pieces.append(part)
    return pieces


def _split_cell(cell: str, names: Names) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """'X chủ trì; Y, Z phối hợp' and 'Chủ trì: X. Phối hợp: Y' in one column."""
    lead: list[str] = []
    helping: list[str] = []
    pieces = re.split(r"\s*[;.]\s*(?=\S)", cell)
    if not re.search(r"chủ trì|phối hợp", cell, re.IGNORECASE):
        return cell_units(cell, names), ()
    for piece in pieces:
        bare = re.sub(
            r"^(?:cơ quan |đơn vị )?(?:chủ trì|phối hợp)\s*(?:với|:)?\s*|\s*\(?(?:chủ trì|phối hợp)(?: thực hiện)?\)?$",
            "",
            piece,
            flags=re.IGNORECASE,
        )
        (helping if re.search(r"phối hợp", piece, re.IGNORECASE) else lead).extend(cell_units(bare, names))
    return tuple(lead), tuple(helping)


def _kind_of(label: str) -> str:
    """The level of a label: those of one kind stand side by side."""
    bare = label.strip(" .:()")
    if re.match(r"(?:Phần|Chương|Mục)\b", bare):
        return "part"
    if bare.startswith("Điều"):
        return "article"
    if re.fullmatch(r"[IVXLC]+", bare):
        return "roman"
    if re.fullmatch(r"\d+(?:\.\d+)*", bare):
        return f"number{bare.count('.') + 1}"
    if re.fullmatch(r"[a-zđ]{1,2}", bare):
        return "letter"
    return "plus" if bare in {"+", "*", "○", "▪"} else "dash" if label else ""
