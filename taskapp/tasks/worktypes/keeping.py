"""Writing types of work down: a new one, another version of one, its end. Nothing that was written is changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from taskapp.base.errors import Refused
from taskapp.base.i18n import _
from taskapp.base.text import fold
from taskapp.people.models import Person
from taskapp.tasks.secrecy import check_secrecy
from taskapp.tasks.states import Source
from taskapp.tasks.worktypes import queries
from taskapp.tasks.worktypes.models import WorkType, WorkTypeVersion
from taskapp.tasks.worktypes.terms import MOST, TermUnit
from taskapp.tasks.worktypes.words import COLUMN_NAMES, count_text

LONGEST = {"code": 40, "name": 300, "field": 60, "content": 4000, "product": 300, "legal_basis": 300}  # characters


@dataclass(frozen=True)
class Said:
    """What a version says, as typed; limits are counted in `unit`, None where there is none."""

    name: str
    valid_from: date
    field: str = ""
    content: str = ""
    product: str = ""
    source: Source = Source.OWN
    lead_unit_id: int | None = None
    supporting_ids: tuple[int, ...] = ()
    unit: TermUnit = TermUnit.WORKDAYS
    statutory: int | None = None
    legal_basis: str = ""
    committed: int | None = None
    decision: str = ""


def add(
    session: Session, committee_id: int, code: str, said: Said, *, by: Person | None, now: datetime
) -> WorkTypeVersion:
    """A new type with its first version. Raises Refused, naming the field. Does not commit."""
    if not code:
        raise Refused(_("Hãy ghi mã loại việc, ví dụ HT-03."), field="code")
    if fold(code) in queries.known(session, committee_id):
        raise taken(code)
    return begin(session, committee_id, code, said, by=by, now=now)


def taken(code: str) -> Refused:
    """What to say when there is a type of this code, or one that reads like it."""
    return Refused(
        _("Đã có loại việc mã %(code)s. Hãy mở loại việc ấy để ghi phiên bản mới, hoặc chọn mã khác.", code=code),
        field="code",
    )


def begin(
    session: Session, committee_id: int, code: str, said: Said, *, by: Person | None, now: datetime
) -> WorkTypeVersion:
    """The same for a code that no type is known to have. Raises IntegrityError when one has got it meanwhile."""
    check_length("code", code)
    check(said)
    work_type = WorkType(committee_id=committee_id, code=code)
    session.add(work_type)
    return _write(session, work_type, said, by=by, now=now)


def revise(session: Session, work_type: WorkType, said: Said, *, by: Person | None, now: datetime) -> WorkTypeVersion:
    """Another version, from its own day on; with the same day it takes the place of the one before.

    Raises Refused, naming the field, also when nothing is different. Does not commit.
    """
    check(said)
    if is_said(work_type, said):
        raise Refused(_("Không có gì khác phiên bản đang áp dụng ngày này. Hãy sửa rồi ghi lại."), field="name")
    if not said.decision:
        raise Refused(_("Hãy ghi số, ngày văn bản hoặc lý do thay đổi."), field="decision")
    return _write(session, work_type, said, by=by, now=now)


def end(
    session: Session, work_type: WorkType, day: date, decision: str, *, by: Person | None, now: datetime
) -> WorkTypeVersion:
    """No longer used from the day on; what was assigned keeps its limits. Raises Refused. Does not commit."""
    before = on(work_type, day)
    if before is None:
        raise Refused(_("Ngày này loại việc chưa có hiệu lực. Hãy chọn ngày muộn hơn."), field="ended_on")
    if before.is_ended:
        raise Refused(_("Loại việc đã thôi áp dụng vào ngày này."), field="ended_on")
    if not decision:
        raise Refused(_("Hãy ghi số, ngày văn bản hoặc lý do thôi áp dụng."), field="ended_decision")
    made = _write(session, work_type, said_by(before, day, decision), by=by, now=now)
    made.is_ended = True
    return made


def on(work_type: WorkType, day: date) -> WorkTypeVersion | None:
    """The version that holds on a local day; None before the first."""
    begun = [version for version in work_type.versions if version.valid_from <= day]
    return max(begun, key=lambda version: (version.valid_from, version.id), default=None)


def is_said(work_type: WorkType, said: Said) -> bool:
    """Whether the type says so already on that day; another document counts only for a version of the same day."""
    before = on(work_type, said.valid_from)
    if before is None or before.is_ended:
        return False
    decision = None if before.valid_from == said.valid_from else said.decision
    return said_by(before, said.valid_from, decision) == said


def said_by(version: WorkTypeVersion, valid_from: date, decision: str | None = None) -> Said:
    """What a version says, as if said again from another day on."""
    return Said(
        name=version.name,
        valid_from=valid_from,
        field=version.field,
        content=version.content,
        product=version.product,
        source=version.source,
        lead_unit_id=version.lead_unit_id,
        supporting_ids=tuple(version.supporting_ids),
        unit=version.unit,
        statutory=version.statutory,
        legal_basis=version.legal_basis,
        committed=version.committed,
        decision=version.decision if decision is None else decision,
    )


def check(said: Said) -> None:
    """Raise Refused when a version breaks a rule, naming the field."""
    if not said.name:
        raise Refused(_("Hãy ghi tên loại việc."), field="name")
    check_secrecy(said.name, said.content)
    for name in ("name", "field", "content", "product", "legal_basis"):
        check_length(name, getattr(said, name))
    most = MOST[said.unit]
    for name, count in (("statutory", said.statutory), ("committed", said.committed)):
        if count is not None and not 1 <= count <= most:
            raise Refused(_("Từ 1 đến %(most)s.", most=count_text(most, said.unit)), field=name)
    if said.statutory is not None and not said.legal_basis:
        raise Refused(
            _("Hãy ghi căn cứ của thời hạn theo luật: tên Luật hoặc Nghị định, điều khoản."), field="legal_basis"
        )
    if said.statutory is not None and said.committed is not None and said.committed > said.statutory:
        raise Refused(
            _(
                "Cam kết %(committed)s dài hơn thời hạn theo luật %(statutory)s. Cơ quan chỉ được cam kết bằng hoặc "
                "ngắn hơn; hãy sửa một trong hai số.",
                committed=count_text(said.committed, said.unit),
                statutory=count_text(said.statutory, said.unit),
            ),
            field="committed",
        )
    if said.lead_unit_id in said.supporting_ids:
        raise Refused(_("Một đơn vị không vừa chủ trì vừa phối hợp. Hãy bỏ một trong hai."), field="supporting")


def check_length(name: str, text: str) -> None:
    """Raise Refused when a text is longer than the column of that name holds."""
    if len(text) > LONGEST[name]:
        what = COLUMN_NAMES[name]
        raise Refused(
            _("%(what)s dài quá %(most)s ký tự. Hãy ghi ngắn lại.", what=what, most=LONGEST[name]), field=name
        )


def _write(session: Session, work_type: WorkType, said: Said, *, by: Person | None, now: datetime) -> WorkTypeVersion:
    values = asdict(said) | {"supporting_ids": list(said.supporting_ids)}
    made = WorkTypeVersion(committee_id=work_type.committee_id, recorded_at=now, by=by, **values)
    work_type.versions.append(made)
    session.flush()
    return made
