"""The limits of a text: phrases joined where words part them, and kept where the words make them limits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from taskapp.directives.draft import NOT_DATED, Due
from taskapp.directives.phrases import rules
from taskapp.directives.phrases.dating import due_of
from taskapp.directives.phrases.grammar import phrases
from taskapp.directives.phrases.phrase import Phrase, Said
from taskapp.directives.phrases.rules import Rule
from taskapp.directives.phrases.tokens import Line, line
from taskapp.directives.phrases.values import Day, Every, Found, Frame, Hour, Mark, Period, Start, Term, Unit
from taskapp.directives.phrases.words import pattern

_JOINTS = pattern(r"(?:, |và |\( |\) |– |- |đồng thời |(?:lần|đợt|giai đoạn) (?:\d+|một|hai|ba|i{1,3}) |là |: )*$")
_MOST, _MOST_BETWEEN = 24, 40  # marks of one limit; characters between two phrases that may be one
_LIST_GOES_ON = re.compile(r"(?:, |và |[.;] |$)")
_NEAR = 400  # characters before a phrase that are looked at for what it belongs to
_SUMS = re.compile(r"(?:tính|lũy kế|luỹ kế|số liệu|cộng dồn|hiệu lực|đã|quá|sắp|chưa) $")
_NOT = re.compile(r"(?:^|[,;:.] )(?:không|tránh|chưa|hạn chế) [^,;:.]*$")
_HOW_LONG = re.compile(r"(?:^|[,;:.] )(?:tạm )?không (?!để|làm|quá|muộn|chậm|dồn|vượt|kéo|hoàn|xong)[^,;:.]*$")
_UNTIL = re.compile(r"(?:từ .* )?(?:cho )?đến (?:hết )?")  # "không cắt điện luân phiên đến hết tháng 8"
_HORIZON = re.compile(r"(?:giai đoạn )?(?:đến )?năm (?:19|20)\d\d ?")
_PLAN = re.compile(  # "tham mưu lộ trình trả nợ đến năm 2030": how far the plan reaches
    r"(?:chiến lược|chương trình|dự báo|định hướng|đề án|kế hoạch|lộ trình|mục tiêu|nhu cầu|phương hướng|quy hoạch|"
    r"tầm nhìn)(?! này)(?: (?!để|và|phải|hoàn|xong|trước|từ)[^\W\d]+){0,9} $"
)
_SHARE = re.compile(r"(?:mỗi|từng) (?:em|gia đình|hộ|hộ dân|học sinh|người|nhà)(?: \()? $")  # "mỗi hộ 03 ngày/lần"
_CASES = re.compile(r"(?:trường hợp|nếu|khi) (?!(?:đó|nào) )")
_IF = re.compile(r"(?:, )?(?:mà|nếu|trường hợp) ")  # "sau 05 ngày kể từ ngày nhận văn bản mà chưa trả lời thì …"
_PER_CASE = re.compile(r"(?:đối với|cho mỗi|với mỗi|mỗi (?!(?:ngày|tuần|tháng|quý|năm) ))")
_PURPOSE = re.compile(r"\bđể (?:tổng hợp|báo cáo|trình|kịp|phục vụ|theo dõi|chỉ đạo|xem xét)")
_CONTINUOUS = re.compile(r"(?:thường xuyên|liên tục|cả năm) ")
_SENTENCE = re.compile(r"[.;] ")
_URGENT = re.compile(
    r"(?:(?:hết sức |rất )?khẩn trương|(?:trong thời gian )?sớm nhất(?: có thể)?|ngay lập tức|càng sớm càng tốt"
    r"|(?:làm|thực hiện|triển khai) ngay) "
)


def find(text: str, frame: Frame) -> list[Found]:
    """Every phrase of a running text that sets a limit, in order, with its offsets in `text` as given.

    Starts ("từ ngày X"), cut-offs of figures ("tính đến ngày X"), days before the document's own and bare days are
    none. Phrases of a sentence that make one recurrence ("Hằng tháng, … trước ngày 20") carry the same limit. Days
    counted from an event without a day are given with kind NONE.
    """
    said = line(text)
    found: list[Found] = []
    before = NOT_DATED
    for phrase, whole in _with_recurrence(_limits(said), said):
        due = due_of(whole, said, text, frame, before)
        if due.rule != Rule.PAST:
            found.append(Found(*said.place(phrase.first, phrase.last), due))
            before = due if due.day else before
    return found


def deadline_of(text: str, frame: Frame, before: Due = NOT_DATED) -> Due:
    """The one limit of a clause; `before` is the limit stated before it, to which "cùng ngày" points.

    A recurrence wins over a day, of several days the last one counts. Words without a day give kind NONE with what is
    doubtful, and a clause without any NOT_DATED.
    """
    said = line(text)
    own = list(_own(_limits(said), said)) or _last_day(said) or _opening(said)
    due = due_of(own, said, text, frame, before) if own else NOT_DATED
    if due.rule in {"", Rule.PAST} and (urged := _URGENT.search(said.plain)):
        start, end = said.place(urged.start(), urged.end())
        return Due(rule=Rule.URGENT, doubt=rules.only_urgent(text[start:end]))
    return due


def _last_day(said: Line) -> list[Phrase]:
    """The whole day with which a clause without a limit ends: "báo cáo UBND phường ngày 25/12/2025"."""
    found = list(phrases(said))
    if not found or said.plain[found[-1].last :].strip(" .;,"):
        return []
    last = found[-1]
    is_day = len(last.said) == 1 and not last.said[0].keys and isinstance(last.marks[0], Day)
    day = last.marks[0] if is_day else None
    is_whole = isinstance(day, Day) and day.month and day.year and said.plain.startswith("ngày ", last.first)
    return [last] if is_whole and not _is_denied(_ahead(last, said)) else []


def _opening(said: Line) -> list[Phrase]:
    """The day or period with which a clause without a limit opens: "Tháng 11/2018, tổ chức xét xử lưu động"."""
    first = next(phrases(said), None)
    if first is None or first.first or not said.plain.startswith(", ", first.last):
        return []
    is_bare = not any(one.keys for one in first.said)
    return [first] if is_bare and any(_is_dated(mark) for mark in first.marks) else []


def _is_dated(mark: Mark) -> bool:
    return (isinstance(mark, Day) and mark.month is not None) or (
        isinstance(mark, Period) and bool(mark.number or mark.year)
    )


def in_cell(text: str, frame: Frame, before: Due = NOT_DATED) -> Due:
    """The limit that a table's cell of time states, where bare days, periods and recurrences are limits too."""
    said = line(text)
    found = [phrase for phrase in _joined(phrases(said), said) if phrase.limits]
    if _CONTINUOUS.search(said.plain):
        found = [phrase for phrase in found if any(not _is_year(mark) for mark in phrase.marks)]
    return due_of(found, said, text, frame, before) if found else NOT_DATED


def _is_year(mark: Mark) -> bool:
    return isinstance(mark, Period) and mark.unit is Unit.YEAR


def _limits(said: Line) -> list[Phrase]:
    found = _joined(phrases(said), said)
    found = [_with_day(phrase, last, said) for last, phrase in pairwise([None, *found]) if phrase]
    return [_weighed(phrase, said) for phrase in found if phrase.is_limit and not _is_no_limit(phrase, said)]


def _is_denied(ahead: str) -> bool:
    """Whether the words before a phrase make it a cut-off of figures, or what must not be: "không dồn vào cuối năm"."""
    return bool(_SUMS.search(ahead) or _NOT.search(ahead[-80:]))


def _is_no_limit(phrase: Phrase, said: Line) -> bool:
    """Whether the words before a phrase deny that it is a limit; how long something must not be done is one."""
    ahead, own = _ahead(phrase, said), said.plain[phrase.first : phrase.last]
    if _UNTIL.match(own) and _HOW_LONG.search(ahead[-80:]):
        return False
    if _HORIZON.fullmatch(own) and _PLAN.search(ahead[-100:]):
        return True
    return _is_denied(ahead) or bool(phrase.recurs and _SHARE.search(ahead))


def _ahead(phrase: Phrase, said: Line) -> str:
    return said.plain[max(0, phrase.first - _NEAR) : phrase.first]


def _joined(found: Iterator[Phrase], said: Line) -> list[Phrase]:
    """Phrases that only a comma, "và" or a bracket parts, made one where they tell of one limit."""
    joined: list[Phrase] = []
    for phrase in found:
        last = joined[-1] if joined else None
        if last and _is_one(last, phrase, said.plain):
            joined[-1] = Phrase(last.first, phrase.last, last.said + _inherited(last, phrase))
        else:
            joined.append(phrase)
    return joined


def _is_one(one: Phrase, other: Phrase, plain: str) -> bool:
    gap = plain[one.last : other.first]
    if len(gap) > _MOST_BETWEEN or len(one.said) > _MOST or not _JOINTS.match(gap):
        return False
    if one.recurs or other.recurs:
        return (one.recurs and other.recurs) or _recur_as_one(one, other)
    if one.is_partial or other.is_partial:
        return True
    if one.is_limit and other.is_limit:
        return gap != ", "
    return one.is_limit and _goes_on(one.marks[-1], other.marks[-1], gap, plain[other.last : other.last + 5])


def _goes_on(last: Mark, more: Mark, gap: str, rest: str) -> bool:
    """Whether bare marks after a limit go on with its list: "trước ngày 31/10, ngày 30/11 và ngày 31/12/2025"."""
    if not (isinstance(more, Day | Period) and isinstance(last, Day | Period)) or type(more) is not type(last):
        return False
    return "và" in gap or (gap == ", " and (last.year is None or bool(_LIST_GOES_ON.match(rest))))


def _inherited(one: Phrase, other: Phrase) -> tuple[Said, ...]:
    if other.is_limit:
        return other.said
    return tuple(replace(said, keys=said.keys | one.said[-1].keys) for said in other.said)


def _with_day(phrase: Phrase, last: Phrase | None, said: Line) -> Phrase:
    """An hour alone ends on the day that its sentence named before: "Ngày 15/6, báo cáo trước 16 giờ"."""
    if not last or not all(isinstance(mark, Hour) for mark in phrase.marks):
        return phrase
    day = next((one for one in last.limits if isinstance(one.mark, Day) and one.mark.month), None)
    if day is None or last.is_limit or _SENTENCE.search(said.plain, last.last, phrase.first):
        return phrase
    return replace(phrase, said=(*phrase.said, day))


def _weighed(phrase: Phrase, said: Line) -> Phrase:
    """A count of days that a case sets going ("trường hợp … thì trong 05 ngày") starts with an event."""
    after = said.plain[phrase.last : phrase.last + 20]
    sentence = _SENTENCE.split(_ahead(phrase, said))[-1]
    is_later = said.plain.startswith("sau ", phrase.first) and _IF.match(after)
    if not (_CASES.search(sentence) or _PER_CASE.match(after) or is_later):
        return phrase
    return replace(phrase, said=tuple(_of_case(one) for one in phrase.said))


def _of_case(one: Said) -> Said:
    if isinstance(one.mark, Term) and one.mark.start in {Start.UNSAID, Start.RECEIPT}:
        return replace(one, mark=replace(one.mark, start=Start.EVENT))
    return one


def _own(found: list[Phrase], said: Line) -> Iterator[Phrase]:
    """Without the limits of what the result is for: "trước ngày 20/8 để tổng hợp, báo cáo tỉnh trước ngày 25/8"."""
    last: Phrase | None = None
    for phrase in found:
        if last is None or not _PURPOSE.search(said.plain, last.last, phrase.first):
            yield phrase
            last = phrase


def _with_recurrence(found: list[Phrase], said: Line) -> Iterator[tuple[Phrase, list[Phrase]]]:
    """Each phrase with those of its sentence that make one recurrence with it."""
    for place, phrase in enumerate(found):
        near = [*found[max(0, place - 1) : place], phrase, *found[place + 1 : place + 2]]
        yield (
            phrase,
            [
                other
                for other in near
                if other is phrase or (_recur_as_one(phrase, other) and _in_sentence(phrase, other, said))
            ],
        )


def _in_sentence(one: Phrase, other: Phrase, said: Line) -> bool:
    first, second = sorted((one, other), key=lambda phrase: phrase.first)
    return not _SENTENCE.search(said.plain, first.last, second.first)


def _recur_as_one(one: Phrase, other: Phrase) -> bool:
    return any(
        isinstance(mark, Every) and that.completes(mark)
        for this, that in ((one, other), (other, one))
        for mark in this.marks
    )
