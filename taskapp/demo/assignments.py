"""From a line of a story file to what is typed when a task is assigned: document, number, units, limit in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from itertools import cycle, islice
from random import Random

from taskapp.demo.cast import Office
from taskapp.demo.papers import Paper, Work
from taskapp.demo.posts import COMMUNES
from taskapp.people.models import Person, Unit
from taskapp.tasks.assigning import Assignment
from taskapp.tasks.directive_models import Urgency
from taskapp.tasks.documents import DocumentGiven
from taskapp.tasks.states import LimitKind, Source
from taskapp.workdays.arithmetic import Calendar, add_workdays, workday_on_or_before, workdays_between

KINDS = {
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "TB": "Thông báo",
    "KH": "Kế hoạch",
    "CV": "Công văn",
    "KL": "Kết luận",
}
SECTIONS = {  # which section of the office wrote a công văn: its notation has no kind
    "Tư pháp": "NC",
    "Nội vụ": "NC",
    "Thanh tra": "NC",
    "Kinh tế": "KT",
    "Tài chính": "KT",
    "Nông nghiệp": "KT",
    "Tài nguyên": "KT",
    "Tổng hợp": "TH",
}
SIGNERS = {  # who signs: the person in whose name the task is assigned, and the title as written
    "ct": ("chutich", "Chủ tịch UBND huyện"),
    "ub": ("chutich", "UBND huyện"),
    "pct": ("phochutich", "Phó Chủ tịch UBND huyện"),
    "pct2": ("nguyenthimydung", "Phó Chủ tịch UBND huyện"),
    "tinh": ("chutich", "Chủ tịch UBND huyện"),
    "ttg": ("chutich", "Chủ tịch UBND huyện"),
}
FROM_ABOVE = {"tinh": (Source.PROVINCE, "UBND tỉnh Đồng Tháp"), "ttg": (Source.GOVERNMENT, "Thủ tướng Chính phủ")}
DOCUMENTS_A_YEAR = 1900
LONG_ENOUGH = 6  # working days that a task must have for supporting units to get a day of their own
DIRECTIVE_16 = "16/CT-TTg"  # Chỉ thị of 31/3/2020 on keeping apart: the one real document
CONTINUOUS, NO_LIMIT = "tx", "-"
UNDATED = {CONTINUOUS: LimitKind.CONTINUOUS, NO_LIMIT: LimitKind.NONE}


@dataclass(frozen=True)
class Limit:
    """A limit as resolved: kind, day, hour, the words of the document, and the day of the supporting units."""

    kind: LimitKind
    on: date | None = None
    at: time | None = None
    words: str = ""
    support_on: date | None = None


def document(office: Office, paper: Paper, issued_on: date, rng: Random) -> DocumentGiven:
    """The document itself, numbered as the year has gone on so far."""
    number = f"{running_number(issued_on, DOCUMENTS_A_YEAR, rng)}/{_notation(paper)}"
    above = FROM_ABOVE.get(paper.signer)
    who, _title = SIGNERS[paper.signer]
    return DocumentGiven(
        number=DIRECTIVE_16 if paper.signer == "ttg" else number,
        issued_on=issued_on,
        issuer=above[1] if above else office.committee.name,
        kind=KINDS[paper.kind],
        subject=paper.subject,
        signer="" if above else office.people[who].full_name,
        urgency=Urgency.URGENT if paper.field == "Y tế" else Urgency.ORDINARY,
    )


def running_number(day: date, a_year: int, rng: Random) -> int:
    """A number of a register that begins anew each year (NĐ 30/2020/NĐ-CP Art. 15) and has come to this day."""
    return 1 + (day.timetuple().tm_yday * a_year) // 366 + rng.randrange(3)


def assignment(
    office: Office, paper: Paper, work: Work, lead: Unit, *, limit: Limit, given_by: DocumentGiven
) -> Assignment:
    """What is typed for one lead unit."""
    who, title = SIGNERS[paper.signer]
    return Assignment(
        content=work.content,
        leads=[lead],
        supporting=[office.units[key] for key in work.supporting],
        limit_kind=limit.kind,
        due_on=limit.on,
        due_time=limit.at,
        support_due_on=limit.support_on if work.supporting else None,
        deadline_text=limit.words,
        document=given_by,
        product=work.product,
        assigner=office.people[who],
        assigner_title=title,
        starred="star" in work.marks,
        source=FROM_ABOVE[paper.signer][0] if paper.signer in FROM_ABOVE else Source.OWN,
        field=paper.field,
    )


class Rota:
    """Communes in turn, so that each gets its share of what is asked of some."""

    def __init__(self, rng: Random) -> None:
        order = list(COMMUNES)
        rng.shuffle(order)
        self._turns = cycle(order)

    def leads(self, office: Office, work: Work) -> list[Unit]:
        """The lead units of a line: one, every commune, some by name or the next ones in turn."""
        first, _colon, rest = work.leads.partition(":")
        if first == "xa*":
            chosen = list(COMMUNES)
        elif first == "xa":
            chosen = list(islice(self._turns, int(rest))) if rest.isdigit() else rest.split(",")
        else:
            chosen = [first]
        return [office.units[key] for key in chosen]


def enterer(office: Office, signer: Person, rng: Random) -> Person:
    """Who types the task: mostly the office that follows it, now and then the leader himself."""
    return rng.choice((*(office.people["vanphong"],) * 3, office.heads[office.units["vp"].id], signer))


def limit_of(words: str, issued_on: date, calendar: Calendar) -> Limit:
    """The limit of a line of the history: dd/mm, a number of working days, none or continuous."""
    if words in UNDATED:
        return Limit(UNDATED[words], words="thường xuyên" if words == CONTINUOUS else "")
    if words.isdigit():
        on = add_workdays(issued_on, int(words), calendar)
        text = f"trong thời hạn {int(words):02d} ngày làm việc kể từ ngày ký"
    else:
        day, month = map(int, words.split("/"))
        on = date(issued_on.year, month, day)
        on = workday_on_or_before(on if on > issued_on else on.replace(year=on.year + 1), calendar)
        text = f"chậm nhất ngày {on:%d/%m/%Y}"
    return Limit(LimitKind.DATED, on, words=text, support_on=support_day(issued_on, on, calendar))


def support_day(issued_on: date, due_on: date, calendar: Calendar) -> date | None:
    """The supporting units' own day, when there is time enough: two working days before that of the whole."""
    is_long = workdays_between(issued_on, due_on, calendar) >= LONG_ENOUGH
    return add_workdays(due_on, -2, calendar) if is_long else None


def _notation(paper: Paper) -> str:
    if paper.kind == "CV":
        return f"UBND-{SECTIONS.get(paper.field, 'VX')}"
    return f"{paper.kind}-UBND"
