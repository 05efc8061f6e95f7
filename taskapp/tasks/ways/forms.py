"""Forms about lists: the columns of a table, a filter kept under a name."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import Length

from taskapp.base.forms import NEEDED, Form
from taskapp.base.i18n import _l
from taskapp.tasks.ways.shapes import Layout, Shape, chosen_columns


class ColumnsForm(Form):
    """Which columns a person's tables have, and whether his lists open as tables."""

    columns = SelectMultipleField(_l("Các cột"), validate_choice=False)
    opens = BooleanField(_l("Luôn mở danh sách bằng bảng"))
    next = HiddenField()

    def layout(self) -> Layout:
        """What was chosen."""
        shape = Shape.TABLE if self.opens.data else Shape.LIST
        return Layout(shape, chosen_columns(self.columns.data or ()))


class FilterForm(Form):
    """A name for a filter, and whether the own unit sees it."""

    name = StringField(_l("Tên bộ lọc"), [NEEDED, Length(max=80)])
    is_shared = BooleanField(_l("Chia sẻ với đơn vị của tôi"))
