"""The table of rights as a workbook, for the yearly review: one line for each action."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

from taskapp.admin.rights_table import Group, Relation, Row
from taskapp.admin.rights_words import GROUP_NAMES, RELATION_NAMES, row_name, said, states_text
from taskapp.base.i18n import _
from taskapp.base.workbook import IN_MEMORY


def rights_xlsx(groups: Mapping[Group, tuple[Row, ...]]) -> bytes:
    """The workbook's bytes: group, action, states, and a column for each relation; landscape, one page wide."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, IN_MEMORY) as book:
        sheet = book.add_worksheet(_("Quyền trong hệ thống"))
        bold, plain = (
            book.add_format({"bold": is_bold, "text_wrap": True, "valign": "top"}) for is_bold in (True, False)
        )
        names = [
            _("Nhóm"),
            _("Thao tác"),
            _("Khi nhiệm vụ ở trạng thái"),
            *(str(RELATION_NAMES[each]) for each in Relation),
        ]
        sheet.write_row(0, 0, names, bold)
        lines = [(group, row) for group, rows in groups.items() for row in rows]
        for number, (group, row) in enumerate(lines, start=1):
            texts = [said(row, relation).text for relation in Relation]
            sheet.write_row(number, 0, [str(GROUP_NAMES[group]), row_name(row), states_text(row), *texts], plain)
        sheet.set_column(0, 2, 26)
        sheet.set_column(3, 2 + len(Relation), 15)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return buffer.getvalue()
