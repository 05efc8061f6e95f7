"""Forms of imports: the file, the columns as a person sees them, what is agreed to, the reason of undoing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from taskapp.base.forms import Form
from taskapp.base.i18n import _l
from taskapp.directives.registers.headings import Meaning
from taskapp.directives.registers.importing import Agreed, NewUnit
from taskapp.directives.registers.register import Choice, SheetChoice
from taskapp.directives.registers.sheet import MOST_COLUMNS, MOST_SHEETS
from taskapp.people.models import UnitKind

MOST_UNITS = 300
NEW_KINDS = (UnitKind.OFFICE, UnitKind.COMMUNE, UnitKind.EXTERNAL)


class UploadForm(Form):
    """The register to look at."""

    file = FileField(_l("Tệp sổ theo dõi (.xlsx, .ods, .csv)"), [FileRequired(_l("Hãy chọn tệp sổ theo dõi."))])


class UndoForm(Form):
    """Why a batch is undone."""

    reason = TextAreaField(_l("Lý do hoàn tác"), [InputRequired(_l("Hãy ghi lý do hoàn tác.")), Length(max=1000)])


def choice_from(sent: MultiDict[str, str]) -> Choice:
    """What was chosen of each sheet: `sheet-<n>` its title, `read-<n>` ticked, `heading-<n>`, `height-<n>`, columns."""
    sheets = {
        sent[f"sheet-{n}"]: SheetChoice(
            is_read=f"read-{n}" in sent or f"only-{n}" in sent,
            heading=_heading(sent.get(f"heading-{n}", ""), sent.get(f"height-{n}", "")),
            columns=_columns(sent, n),
        )
        for n in range(MOST_SHEETS)
        if f"sheet-{n}" in sent
    }
    return Choice(sheets)


def _columns(sent: MultiDict[str, str], sheet: int) -> dict[int, Meaning | None]:
    """What each column means, from `column-<n>-<0-based number>`; of two columns with one meaning the first counts."""
    chosen: dict[int, Meaning | None] = {}
    for column in range(MOST_COLUMNS):
        name = f"column-{sheet}-{column}"
        if name in sent:
            meaning = _meaning(sent[name])
            chosen[column] = None if meaning in chosen.values() else meaning
    return chosen


def _heading(first: str, height: str) -> tuple[int, int] | None:
    if not (first.isascii() and first.isdigit() and len(first) < 8 and height in ("1", "2", "3")):
        return None
    return max(1, int(first)), int(height)


def agreed_from(sent: MultiDict[str, str], parents: Mapping[str, int]) -> Agreed:
    """What the person ticked, of new units and of changed tasks.

    `create-<n>` or `create-all` with `unit-<n>`, `kind-<n>`, `parent-<n>`; ids in `update`, or `update-all`.
    `parents` are the units that a new one may stand under, by the text of their id; others are passed over.
    """
    units = [
        NewUnit(sent.get(f"unit-{n}", ""), _kind(sent.get(f"kind-{n}")), parents.get(sent.get(f"parent-{n}", "")))
        for n in range(MOST_UNITS)
        if f"create-{n}" in sent or (f"unit-{n}" in sent and "create-all" in sent)
    ]
    update = {int(text) for text in sent.getlist("update") if text.isascii() and text.isdigit()}
    return Agreed(units, None if "update-all" in sent else update)


def _meaning(text: str | None) -> Meaning | None:
    with suppress(ValueError):
        return Meaning(text or "")
    return None


def _kind(text: str | None) -> UnitKind:
    return next((kind for kind in NEW_KINDS if kind.value == text), UnitKind.OFFICE)
