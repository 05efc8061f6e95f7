"""Names of the kinds of step and of what is to be thought of them."""

from __future__ import annotations

from collections.abc import Mapping

from taskapp.base.i18n import _, _l
from taskapp.reminders.effect import ENOUGH, NOISE, WORKS, Step, Verdict
from taskapp.reminders.words import STEP_NAMES

VERDICT_NAMES: Mapping[Verdict, object] = {
    Verdict.WORKS: _l("Có tác dụng"),
    Verdict.PARTLY: _l("Có tác dụng một phần"),
    Verdict.NOISE: _l("Ít tác dụng"),
    Verdict.FEW: _l("Chưa đủ số liệu"),
    Verdict.TELLS: _l("Chỉ báo tin"),
}
VERDICT_KINDS: Mapping[Verdict, str] = {
    Verdict.WORKS: "done",
    Verdict.PARTLY: "info",
    Verdict.NOISE: "soon",
    Verdict.FEW: "none",
    Verdict.TELLS: "none",
}


def step_name(step: Step) -> str:
    """What a kind of step is called; one that is not known yet by its key."""
    return str(STEP_NAMES.get(step.kind, step.kind))


def step_days(step: Step) -> str:
    """Which days of such a step the row counts; empty when it comes once."""
    if step.days is None:
        return ""
    if step.kind == "before":
        return _("còn %(days)s ngày", days=step.days) if step.days else _("đúng ngày đến hạn")
    names = {3: _("ngày thứ 3 đến thứ 5"), 6: _("sau ngày thứ 5")}
    return names.get(step.days) or _("ngày thứ %(day)s", day=step.days)


def rules() -> list[str]:
    """How the table is counted, in sentences."""
    shares = {"works": round(WORKS * 100), "noise": round(NOISE * 100), "enough": ENOUGH}
    return [
        _(
            "Một lời nhắc được làm theo khi từ lúc máy chủ thư nhận thư đến hết ngày làm việc tiếp theo, người nhận "
            "hoặc người làm thay có làm điều lời nhắc cần: tiếp nhận, cập nhật tiến độ, nộp kết quả, xin gia hạn, giải "
            "trình, phân công, quyết định, trao đổi… Mở thư, mở trang thì không tính."
        ),
        _(
            "“Việc có chuyển biến” tính cả khi người khác làm: thư gửi thủ trưởng mà công chức hoàn thành thì việc có "
            "chuyển biến, dù thủ trưởng không ghi gì."
        ),
        _(
            "Có tác dụng: từ %(works)s %% được làm theo. Ít tác dụng: dưới %(noise)s %%; nên bớt, đổi ngày hoặc đổi "
            "người nhận. Dưới %(enough)s lời nhắc thì chưa kết luận.",
            **shares,
        ),
        _(
            "Một hành động có thể theo sau nhiều lời nhắc và được tính cho từng lời nhắc. Bảng không so với những ngày "
            "không có thư: ai còn nợ việc thì hầu như ngày nào gần hạn cũng có thư, nên không có ngày nào để so cho "
            "công bằng. Tỷ lệ cho biết nhắc xong có ai làm không, không chứng minh họ làm vì thư."
        ),
    ]
