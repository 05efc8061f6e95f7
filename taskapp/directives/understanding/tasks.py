"""The tasks of a document: down its outline, which unit each instruction is meant for and until when. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from taskapp.directives.draft import NOT_DATED, DraftTask, DueKind, Line, Place
from taskapp.directives.reason import Reason
from taskapp.directives.understanding import clauses, field_lines, headings, leads, lexicon, rows, statements, tables
from taskapp.directives.understanding import statement_words as said
from taskapp.directives.understanding.clauses import Part
from taskapp.directives.understanding.field_lines import Field
from taskapp.directives.understanding.items import Item, Paragraph
from taskapp.directives.understanding.leads import Led
from taskapp.directives.understanding.lines import labelled
from taskapp.directives.understanding.outline import Means, Outline
from taskapp.directives.understanding.statements import Depth
from taskapp.directives.understanding.tables import Column

Lead = tuple[str, ...]
_LONGEST_LINE = 20_000  # characters: what is longer is no paragraph of a directive
_DASHES = {"-", "–", "+", "•"}
_ADDRESSES = re.compile(r"(?:\bđiện|[Kk]ính gửi|\bgửi)\s*:$")
_CALLS = re.compile(r"\s*(?:[^,;.]{0,60}\s)?(?:giao|yêu cầu|đề nghị|phân công)\b", re.IGNORECASE)
_LEAD_BEFORE = Reason("Đơn vị chủ trì lấy theo câu đứng trước. Hãy kiểm tra.")
_DUE_OF_SECTION = Reason("Thời hạn lấy theo thời hạn chung của mục. Hãy kiểm tra.")
# Each of those named before, and those whom a unit's own item says it is to press.
_EACH = re.compile(r"(?i:mỗi|từng) |(?:đơn vị|nhà thầu) (?:cung cấp|giám sát|thi công|thiết kế|trúng thầu|tư vấn)\b")
_END = re.compile(r"\s*\./\.\s*$")


def read(lines: Sequence[Line], begin: int, end: int, means: Means, issuer: str) -> list[DraftTask]:
    """The tasks of the lines from `begin` to `end` (not included), in their order."""
    walk = _Walk(means, issuer)
    for place in range(begin, end):
        if len(lines[place].text) <= _LONGEST_LINE:
            after = lines[place + 1].text if place + 1 < end else ""
            walk.line(place, lines[place], after, is_last=place == end - 1)
    return walk.tasks


class _Walk:
    """Goes down the lines once."""

    def __init__(self, means: Means, issuer: str) -> None:
        self.means, self.names, self.issuer = means, means.names, issuer
        self.outline = Outline(means)
        self.tasks: list[DraftTask] = []
        self.layout: tables.Layout | None = None
        self.has_opened = self.is_addressing = False
        self._item = Item("", 0)
        self._stated = NOT_DATED  # the day that words last stated: what "cùng ngày" means

    def line(self, place: int, line: Line, after: str, *, is_last: bool) -> None:
        if line.cells:
            self._row(place, line)
            return
        if self.layout and tables.is_group(line.text):
            return
        label, rest = labelled(line.text)
        if self.is_addressing and label.strip() in _DASHES:
            return
        stated = field_lines.read(rest, self.names)
        if stated and self._field(place, line, label, stated):
            return
        self.outline.enter(label, rest, len(self.tasks))
        if label:
            self._item = Item(headings.level(label), len(self.tasks))
        self.is_addressing = bool(_ADDRESSES.search(rest))
        if self._has_fields(rest, after) or not self.outline.take_heading(rest, label, labelled(after)[0]):
            text = _END.sub("", line.text)
            found = Paragraph(place, text, self.means.find(text), len(self.tasks), bool(label), is_last)
            self._paragraph(found, len(line.text) - len(rest))

    def _has_fields(self, text: str, after: str) -> bool:
        """Whether the line after this one, which is no unit itself, states the unit that this one is for."""
        stated = field_lines.read(labelled(after)[1], self.names)
        return stated is not None and stated.column is Column.LEAD and not headings.units_of(text, self.names)

    def _field(self, place: int, line: Line, label: str, stated: Field) -> bool:
        """Take what a line states of the item it belongs to, or as the start of one; False when it does neither."""
        if stated.column is Column.LEAD:
            self._begin_fields(label)
        if not self._item.has_fields or self.outline.frame.depth is Depth.NONE:
            return False
        frame, tasks = self.outline.frame, range(self._item.first, len(self.tasks))
        if stated.column is Column.CONTENT:
            found = Paragraph(place, line.text, self.means.find(line.text), len(self.tasks), True, False)
            self._paragraph(found, len(line.text) - len(stated.value))
        elif stated.column is Column.DUE:
            due = self.means.in_cell(stated.value)
            if due.kind is not DueKind.NONE or due.phrase:
                frame.due = due
                self._change(tasks, due=due)
        elif stated.column is Column.PRODUCT:
            self._change(tasks, product=stated.value)
        else:
            lead, helping = field_lines.units_of(stated, self.names)
            frame.lead, frame.helping = lead or frame.lead, helping or frame.helping
            self._change(tasks, **({"lead": lead} if lead else {}), **({"cooperating": helping} if helping else {}))
            for paragraph, part in self._item.waiting:
                self._record(paragraph, part, part.start, lead, [])
            self._item.waiting.clear()
        return True

    def _begin_fields(self, label: str) -> None:
        """Begin an item with its unit, unless the line says whom the one before is for."""
        level = headings.level(label) if label else ""
        is_of_item = self._item.waiting or (self._item.first < len(self.tasks) and level != self._item.level)
        if not is_of_item:
            self.outline.enter(label, "", len(self.tasks))
            self._item = Item(level or self._item.level, len(self.tasks))
        self._item.has_fields = bool(label) or not self.outline.is_preamble

    def _change(self, numbers: Iterable[int], **changes: Any) -> None:
        for number in numbers:
            self.tasks[number] = replace(self.tasks[number], **changes)

    def _row(self, place: int, line: Line) -> None:
        if layout := tables.layout_of(line.cells):
            self.layout = layout
        elif self.layout and (task := rows.read(place, line, self.layout, self.outline.frame, self.means)):
            self.tasks.append(task)

    def _paragraph(self, paragraph: Paragraph, start: int) -> None:
        lead: Lead = ()  # of the sentence before
        for first, end in clauses.sentences(paragraph.text, start):
            begin = leads.after_topic(paragraph.text, first, end, self.names)
            is_done = (
                (first > start and self._states(paragraph, first, end))
                or said.FINDINGS.match(paragraph.text, first, end)
                or self._finds_on(paragraph, start, first, end)
                or self._opens(paragraph, begin, end)
                or self._is_passed_over(paragraph, begin, end)
                or self._dates_others(paragraph, begin, end)
            )
            if not is_done:
                for part in clauses.parts(paragraph.text, begin, end, paragraph.dues, self.names):
                    lead = self._instruction(paragraph, part, lead)

    def _states(self, paragraph: Paragraph, begin: int, end: int) -> bool:
        """Take a sentence that states a field of the item: "Đơn vị thực hiện: Phòng Nội vụ."."""
        stated = field_lines.read(paragraph.text[begin:end], self.names)
        if stated is None or stated.column is Column.CONTENT:
            return False
        return self._field(paragraph.place, Line(paragraph.text), "", stated)

    def _finds_on(self, paragraph: Paragraph, start: int, begin: int, end: int) -> bool:
        """Whether a sentence after one that counts what there is finds too: neither a limit nor a known word orders."""
        text = paragraph.text
        led = leads.own(text, begin, end, self.names) if begin > start and said.HAS.match(text, start, begin) else None
        if led is None or leads.directed(text, begin, end, self.names) or paragraph.limits(begin, end):
            return False
        return not lexicon.begins_instruction(text, end - len(text[led.begins : end].lstrip(" :,")))

    def _opens(self, paragraph: Paragraph, begin: int, end: int) -> bool:
        """A sentence that ends in a colon opens a list: whom it names, and until when, holds for what follows."""
        sentence = paragraph.text[begin:end]
        if not sentence.rstrip().endswith(":") or end < len(paragraph.text.rstrip()):
            return False
        self.has_opened = True
        led = leads.addressed(paragraph.text, begin, end, self.names)
        led = led or leads.own(paragraph.text, begin, end, self.names)
        if led and not self._is_issuer(led, paragraph.text) and not statements.speaks(paragraph.text[led.begins : end]):
            self.outline.frame.lead = led.names
        inside = paragraph.limits(begin, end)
        if inside and (led or said.SETS_DUE.search(sentence)):
            self.outline.frame.due = inside[-1].due
        return True

    def _is_passed_over(self, paragraph: Paragraph, begin: int, end: int) -> bool:
        text, sentence = paragraph.text, paragraph.text[begin:end]
        if statements.is_closing(sentence, is_item=paragraph.is_item):
            return True
        if statements.is_statement(sentence) and not self._is_ahead(paragraph, begin, end):
            return not (leads.directed(text, begin, end, self.names) or self._is_entrusted(text, begin, end))
        if paragraph.is_last and not paragraph.is_item and not paragraph.limits(begin, end):
            led = leads.own(text, begin, end, self.names)  # the last sentence may ask everybody to set to work
            return led is not None and statements.is_to_everybody(led.names)
        return False

    def _is_ahead(self, paragraph: Paragraph, begin: int, end: int) -> bool:
        """Whether a sentence that opens with a time or a purpose orders: "Ngày 20 hằng tháng, UBND các xã …".

        The time must be to come; what follows an aim or a paper must name a unit that is to act.
        """
        text, sentence = paragraph.text, paragraph.text[begin:end]
        if aim := statements.aim_first(sentence):
            return (
                paragraph.is_item
                and bool(leads.own(text, begin + aim, end, self.names))
                and not said.PAST.search(sentence)
            )
        opening = statements.time_first(sentence)
        if not opening:
            return False
        own = self.means.frame.issued_on
        dues = [dated.due for dated in paragraph.limits(begin, end) if dated.start < begin + opening]
        if not dues and leads.own(text, begin + opening, end, self.names):
            dues = [self.means.in_cell(sentence[:opening])]
        if any(due.day or due.rrule for due in dues):
            return any(due.kind is DueKind.RECURRING or (due.day is not None and due.day >= own) for due in dues)
        return statements.orders_without_day(sentence, opening)

    def _is_entrusted(self, text: str, begin: int, end: int) -> bool:
        """Whether "Việc … do X thực hiện" says who is to do it."""
        led = leads.passive(text, begin, end, self.names) if text.startswith("Việc ", begin) else None
        return led is not None and not statements.is_not_work(text[led.begins : end].lstrip())

    def _dates_others(self, paragraph: Paragraph, begin: int, end: int) -> bool:
        """A sentence that is only a deadline gives it to the task before, or to all those it speaks of."""
        inside = paragraph.limits(begin, end)
        if not inside:
            return False
        sentence, due = paragraph.text[begin:end], inside[-1].due
        which = statements.dates_what(sentence.replace(paragraph.text[inside[-1].start : inside[-1].end], " "))
        if which is None or (which == "last" and paragraph.first == len(self.tasks)):
            return False
        start = {"last": len(self.tasks) - 1, "item": paragraph.first, "section": self.outline.section_start(sentence)}
        chosen = range(start[which], len(self.tasks))
        if not chosen:
            self.outline.frame.due = due
        for number in chosen:
            if self.tasks[number].due.kind is DueKind.NONE:
                self.tasks[number] = replace(self.tasks[number], due=due)
        return True

    def _instruction(self, paragraph: Paragraph, part: Part, before: Lead) -> Lead:
        """Record one instruction when a unit is known for it; gives the unit for what follows in the paragraph."""
        text, words = paragraph.text, paragraph.text[part.start : part.end]
        led = leads.own(text, part.start, part.end, self.names) or leads.passive(text, part.start, part.end, self.names)
        if led and self._is_issuer(led, text) and not leads.ordered(text, part.start, part.end, self.names):
            return before
        if statements.is_not_work(text[led.begins : part.end].lstrip(" ,") if led else words):
            return led.names if led else before
        above = before or self.outline.frame.lead
        lead = led.names if led and not (above and _EACH.match(led.names[0])) else above
        if not lead and paragraph.is_item and statements.is_instruction(words):
            self._item.waiting.append((paragraph, part))
        if not lead or not self._is_given(paragraph, part, led, goes_on=bool(before)):
            return before
        if led is None and not before and not statements.is_instruction(words):
            return before
        is_aside = led is not None and statements.is_said_of(text[part.start : led.begins])
        begin = led.start if led and is_aside else part.start
        self._record(paragraph, part, begin, lead, [_LEAD_BEFORE] if led is None and before else [])
        return lead if led else before

    def _is_given(self, paragraph: Paragraph, part: Part, led: Led | None, *, goes_on: bool) -> bool:
        """Whether tasks are given here: by the section, and before the first item by a word that orders.

        `goes_on` says that a part of the same paragraph gave one.
        """
        depth = self.outline.frame.depth
        if depth is Depth.NONE or (depth is Depth.NAMED_ONLY and led is None):
            return False
        if not self.outline.is_preamble or paragraph.is_item or (goes_on and led is None):
            return True
        is_called = _CALLS.match(paragraph.text[part.start : part.end])
        return led is not None and (bool(is_called) or bool(part.dues) or self.has_opened)

    def _is_issuer(self, led: Led, text: str) -> bool:
        """Whether the one named is the issuer; an office that issues for others may be given work among them."""
        if self.issuer.startswith("Văn phòng") and not statements.speaks(text[led.begins :]):
            return False
        return statements.is_body(led.names, self.issuer)

    def _record(self, paragraph: Paragraph, part: Part, begin: int, lead: Lead, doubts: list[Reason]) -> None:
        text, frame = paragraph.text, self.outline.frame
        end = part.start + len(text[part.start : part.end].rstrip(" ;,"))
        dated = self.means.due_of(text[part.start : part.end], self._stated)
        due = dated if dated.kind is not DueKind.NONE or dated.phrase else frame.due or dated
        if due is not dated:
            doubts.append(_DUE_OF_SECTION)
        helping = leads.helping(text, part.start, part.end, self.names, lead) or frame.helping
        self.has_opened = True
        self._stated = dated if dated.day else self._stated
        where = Place(paragraph.place, begin, end)
        self.tasks.append(DraftTask(text[begin:end], lead, where, helping, "", due, tuple(doubts)))
