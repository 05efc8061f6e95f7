"""Which lists stand before whom, and what they are called: those of the left menu, and the tabs of the own work."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.people.rights import Rights, Role
from taskapp.tasks.selections import View

ROLES = {  # in the order of the menu
    View.UNIT: (Role.UNIT_HEAD,),
    View.MINE: (Role.OFFICER,),
    View.DECIDE: (Role.LEADER, Role.MONITOR, Role.UNIT_HEAD),
    View.GIVEN: (Role.LEADER, Role.MONITOR),
    View.URGED: (Role.LEADER, Role.MONITOR),
    View.UNATTENDED: (),
    View.DRAFTS: (Role.LEADER, Role.MONITOR, Role.CLERK),
    View.KNOW: (),
    View.DONE: (Role.UNIT_HEAD, Role.OFFICER),
}
RARE = (View.DECIDE, View.KNOW, View.UNATTENDED)  # stand in anybody's menu while they hold something
TITLES = {
    View.MINE: _l("Việc của tôi"),
    View.UNIT: _l("Việc cần xử lý"),
    View.SUPPORT: _l("Phối hợp"),
    View.KNOW: _l("Để biết"),
    View.DECIDE: _l("Chờ duyệt"),
    View.GIVEN: _l("Tôi giao đi"),
    View.URGED: _l("Đôn đốc nhiều lần chưa trả lời"),
    View.UNATTENDED: _l("Không có người phụ trách"),
    View.DRAFTS: _l("Dự thảo"),
    View.DONE: _l("Đã hoàn thành"),
    View.ALL: _l("Tất cả nhiệm vụ"),
}
WORK = (View.UNIT, View.MINE, View.SUPPORT, View.GIVEN, View.KNOW)  # the tabs of the own work, in their order


def views_of(rights: Rights) -> list[View]:
    """The lists of the person's menu by roles, in its order: own work stands there once, its other lists are tabs."""
    found = [view for view, roles in ROLES.items() if rights.has(*roles)]
    if View.UNIT in found and View.MINE in found:
        found.remove(View.MINE)
    return [*found, View.ALL] if rights.readable else found


def tabs_of(rights: Rights) -> list[View]:
    """The lists of the person's own work; none for those whose work is to assign and to follow."""
    heads, does = rights.has(Role.UNIT_HEAD), rights.has(Role.OFFICER)
    if not (heads or does):
        return []
    has = {View.UNIT: heads, View.MINE: does, View.GIVEN: heads and View.GIVEN not in views_of(rights)}
    return [view for view in WORK if has.get(view, True)]
