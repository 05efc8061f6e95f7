"""The words of the page of rights: relations, groups of actions, actions, and what a cell says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from taskapp.admin.rights_table import Cell, Group, Own, Relation, Row
from taskapp.base.formats import sentence
from taskapp.base.i18n import _, _l
from taskapp.tasks.states import OPEN, Kind, State
from taskapp.tasks.words import MOVE_NAMES, STATE_NAMES

RELATION_NAMES = {
    Relation.LEADER: _l("Lãnh đạo"),
    Relation.MONITOR: _l("Văn phòng"),
    Relation.CLERK: _l("Văn thư"),
    Relation.ASSIGNER: _l("Người giao"),
    Relation.HEAD: _l("Trưởng đơn vị chủ trì"),
    Relation.OFFICER: _l("Công chức được giao"),
    Relation.SUPPORTING_HEAD: _l("Trưởng đơn vị phối hợp"),
    Relation.SUPPORTING_OFFICER: _l("Công chức phối hợp"),
    Relation.INSPECTOR: _l("Thanh tra"),
    Relation.ADMIN: _l("Quản trị"),
    Relation.DEPUTY: _l("Người làm thay"),
    Relation.DELEGATE: _l("Người được ủy quyền"),
}
# How a relation is called inside a cell: whose place is filled.
PLACE_NAMES = {
    Relation.LEADER: _l("lãnh đạo"),
    Relation.MONITOR: _l("văn phòng"),
    Relation.CLERK: _l("văn thư"),
    Relation.ASSIGNER: _l("người giao"),
    Relation.HEAD: _l("trưởng đơn vị"),
    Relation.SUPPORTING_HEAD: _l("trưởng đơn vị"),
    Relation.OFFICER: _l("công chức"),
    Relation.SUPPORTING_OFFICER: _l("công chức"),
    Relation.INSPECTOR: _l("thanh tra"),
    Relation.ADMIN: _l("quản trị"),
}
GROUP_NAMES = {
    Group.GIVING: _l("Giao việc, phân công"),
    Group.TAKING: _l("Nhận việc, chuyển việc"),
    Group.REPORTING: _l("Thực hiện, báo cáo"),
    Group.DECIDING: _l("Duyệt, kết luận"),
    Group.LIMITS: _l("Thời hạn"),
    Group.FOLLOWING: _l("Theo dõi, điều hành"),
    Group.TALKING: _l("Trao đổi"),
    Group.READING: _l("Xem: nhiệm vụ cùng nhật ký, trao đổi, tệp của nó"),
}
KIND_WORDS = {Kind.OFFICIAL: _l("nhiệm vụ"), Kind.PART: _l("phần phối hợp"), Kind.CHILD: _l("việc con")}
ROW_NAMES = {
    "draft": _l("Soạn dự thảo nhiệm vụ"),
    "comment": _l("Ghi ý kiến trao đổi"),
    "direct": _l("Ghi ý kiến chỉ đạo"),
    "share": _l("Gửi người khác để biết"),
    "take_off": _l("Bỏ người khác khỏi mục để biết"),
    "read": _l("Đã giao, thuộc các đơn vị liên quan"),
    "read_draft": _l("Dự thảo chưa giao"),
    "read_far": _l("Của đơn vị không liên quan"),
    "read_known": _l("Của đơn vị không liên quan, được gửi để biết"),
}
_WORDS = {move.value: name for move, name in MOVE_NAMES.items()}
_STATES_TOGETHER = {
    frozenset(State) - {State.DRAFT}: _l("mọi trạng thái, sau khi giao"),
    OPEN: _l("chưa kết thúc"),
    OPEN | {State.DONE}: _l("chưa kết thúc hoặc đã hoàn thành"),
    OPEN - {State.SUBMITTED}: _l("chưa kết thúc, chưa nộp kết quả"),
}


class Said(NamedTuple):
    """What a cell shows: its mark (yes, when or no) and its words."""

    mark: str
    text: str


def row_name(row: Row) -> str:
    """The action in words, as a heading."""
    return sentence(str(ROW_NAMES.get(row.key) or _WORDS[row.key]))


def states_text(row: Row) -> str:
    """In which states the action is possible; empty when it is not about one state of a task."""
    if row.states in _STATES_TOGETHER:
        return str(_STATES_TOGETHER[row.states])
    return ", ".join(_lower(str(STATE_NAMES[state])) for state in State if state in row.states)


def said(row: Row, relation: Relation) -> Said:
    """What stands in the cell of a row."""
    cell = row.cells[relation]
    if not cell.kinds:
        return Said("no", _("Không"))
    conditions = list(_conditions(row, cell, relation))
    return Said("when", sentence("; ".join(conditions))) if conditions else Said("yes", _("Được"))


def _conditions(row: Row, cell: Cell, relation: Relation) -> Iterable[str]:
    names = ", ".join(_places(row, cell))
    if relation is Relation.DEPUTY:
        yield _("thay %(who)s", who=names)
    if relation is Relation.DELEGATE:
        yield _("thay mặt %(who)s", who=names)
    if cell.kinds != row.kinds and not cell.places:
        yield _("chỉ %(kinds)s", kinds=_kinds(cell.kinds))
    if cell.own is Own.ONLY:
        yield _("do chính mình gửi")
    if cell.own is Own.NEVER:
        yield _("trừ việc chính mình trình")


def _places(row: Row, cell: Cell) -> Iterator[str]:
    """In whose place, with the kinds of task where they are not those of the row."""
    places: dict[str, frozenset[Kind]] = {}
    for relation, kinds in cell.places.items():
        name = str(PLACE_NAMES[relation])
        places[name] = places.get(name, frozenset()) | kinds
    for name, kinds in places.items():
        yield name if kinds == row.kinds else f"{name} ({_kinds(kinds)})"


def _kinds(kinds: frozenset[Kind]) -> str:
    return ", ".join(str(KIND_WORDS[kind]) for kind in Kind if kind in kinds)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
