"""Phases, outcomes and notes as people read them."""

from __future__ import annotations

from taskapp.base.i18n import _l
from taskapp.duties.models import DutyPhase, Note, Outcome
from taskapp.duties.plan import Shift

SHIFT_NAMES = {
    Shift.BEFORE: _l("Làm việc liền trước"),
    Shift.AFTER: _l("Làm việc liền sau"),
    Shift.AS_IT_FALLS: _l("Giữ nguyên ngày"),
}
PHASE_NAMES = {
    DutyPhase.DRAFT: _l("Chờ giao"),
    DutyPhase.RUNNING: _l("Đang thực hiện"),
    DutyPhase.ENDED: _l("Đã dừng"),
}
OUTCOME_NAMES = {
    Outcome.GIVEN: _l("Đã giao"),
    Outcome.SKIPPED: _l("Bỏ kỳ này"),
    Outcome.MISSED: _l("Lỡ vì hệ thống ngừng"),
}
NOTE_NAMES = {
    Note.WRITTEN: _l("Lập việc định kỳ"),
    Note.BEGUN: _l("Giao việc định kỳ"),
    Note.CHANGED: _l("Sửa"),
    Note.GIVEN: _l("Giao một kỳ"),
    Note.SKIPPED: _l("Bỏ một kỳ"),
    Note.MISSED: _l("Lỡ một kỳ"),
    Note.GIVEN_AFTER_ALL: _l("Giao bù một kỳ"),
    Note.ENDED: _l("Dừng"),
    Note.RESUMED: _l("Tiếp tục"),
}
