"""What belongs together in the menu: one line for each thought, whichever packages have pages about it.

Somebody who has one page of a section only finds that page itself in the menu.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from taskapp.base.i18n import _l


@dataclass(frozen=True)
class Section:
    """One line of the menu; its pages are tabs of each other. `order` sorts it among the other lines."""

    order: int
    label: Any
    icon: str


BOARD = Section(10, _l("Bảng điều hành"), "speedometer2")
GIVEN = Section(25, _l("Tôi giao, đôn đốc"), "send")
TASKS = Section(35, _l("Tất cả nhiệm vụ"), "list-task")
PAPERS = Section(60, _l("Văn bản, sổ theo dõi"), "file-text")
AWAY = Section(70, _l("Vắng mặt, bàn giao"), "person-dash")
REPORTS = Section(80, _l("Báo cáo, đánh giá"), "clipboard-data")
RULES = Section(82, _l("Quy định, lịch"), "clipboard-check")
MAIL = Section(85, _l("Thư"), "envelope-check")
PEOPLE = Section(90, _l("Người dùng, đơn vị"), "people")
ACCESS = Section(92, _l("Truy cập, quyền"), "key")
OUTSIDE = Section(94, _l("Kết nối phần mềm khác"), "link-45deg")
