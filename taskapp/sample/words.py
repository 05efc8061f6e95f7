"""What the people of load data write: the demo's phrases, and subjects put together from parts. Pure."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

from taskapp.base import formats
from taskapp.base.text import fold
from taskapp.demo import phrases
from taskapp.sample.courses import Step
from taskapp.tasks.paper_models import ExtensionReason

VERBS = (
    "Lập", "Trình", "Rà soát", "Tổng hợp", "Báo cáo", "Kiểm tra", "Hoàn thiện", "Thẩm định", "Triển khai", "Tham mưu",
    "Xây dựng", "Cập nhật", "Góp ý", "Ban hành", "Xử lý", "Theo dõi", "Chuẩn bị", "Đề xuất",
)  # fmt: skip
OBJECTS = (
    "kế hoạch công tác quý", "báo cáo thu chi ngân sách", "hồ sơ đấu thầu", "biên bản nghiệm thu công trình",
    "dự toán kinh phí", "quy chế làm việc", "danh sách cán bộ, công chức", "đơn thư khiếu nại, tố cáo",
    "giấy phép xây dựng", "thủ tục hành chính", "chỉ số cải cách hành chính", "lịch tiếp công dân",
    "tờ trình phê duyệt quy hoạch", "đề án chuyển đổi số", "hồ sơ một cửa", "số liệu thống kê kinh tế - xã hội",
    "phương án phòng chống thiên tai", "tiến độ giải ngân vốn đầu tư công", "công tác thi đua, khen thưởng",
    "kết luận thanh tra", "chương trình nông thôn mới", "bản đồ hiện trạng sử dụng đất", "hồ sơ địa chính",
    "tài sản công", "công trình thủy lợi", "chính sách người có công", "hộ nghèo, cận nghèo", "an toàn thực phẩm",
    "vệ sinh môi trường", "y tế dự phòng", "tuyển sinh đầu cấp", "lễ hội truyền thống", "di tích lịch sử",
    "hạ tầng giao thông nông thôn", "phòng cháy, chữa cháy", "nghĩa vụ quân sự", "hòa giải ở cơ sở",
    "trợ giúp pháp lý", "bảo hiểm y tế", "việc làm cho thanh niên",
)  # fmt: skip
PLACES = (
    "trên địa bàn.", "tại các xã ven sông.", "ở khu dân cư mới.", "thuộc cụm công nghiệp.", "của các trường học.",
    "tại trạm y tế cơ sở.", "dọc tuyến đường tỉnh.", "ở vùng trũng thấp.", "của các hợp tác xã.", "tại chợ trung tâm.",
)  # fmt: skip
CLOSINGS = (
    "Phối hợp với các đơn vị liên quan thực hiện đúng tiến độ.",
    "Báo cáo kết quả bằng văn bản về Văn phòng trước thời hạn nêu trên.",
    "Nếu có khó khăn, vướng mắc phải kịp thời báo cáo để xem xét, giải quyết.",
)
FIELDS = ("", "Tài chính", "Đất đai", "Xây dựng", "Giáo dục", "Y tế", "Nông nghiệp", "Văn hóa", "Tư pháp", "Nội vụ")
KINDS = (("Công văn", "UBND"), ("Kế hoạch", "KH-UBND"), ("Thông báo", "TB-UBND"), ("Chỉ thị", "CT-UBND"))
DECLINED = phrases.DECLINE.format(unit="đơn vị khác")
_EXTENSIONS = tuple(phrases.EXTENSIONS)


def content(random: Random, number: int) -> tuple[str, str]:
    """The words of a task, and the same as a search compares them; `number` tells it from all others."""
    parts = [random.choice(each) for each in (VERBS, OBJECTS, PLACES, CLOSINGS)]
    return f"{' '.join(parts)} Mã {number}.", f"{' '.join(map(folded, parts))} ma {number}."


@cache
def folded(text: str) -> str:
    """What a search compares of a text that comes again and again."""
    return fold(text)


def of(texts: tuple[str, ...], step: Step) -> str:
    """One of the phrases, always the same for a step."""
    return texts[step.minute % len(texts)]


def progress(step: Step) -> str:
    """The note of a report of progress."""
    return f"{step.value} % · {progress_words(step)}"


def progress_words(step: Step) -> str:
    """What is said of the progress."""
    return of(phrases.PROGRESS[""], step).format(n=step.minute % 5 + 2)


def urging(count: int, step: Step) -> str:
    """The note of an urging, the how many-th it is."""
    return f"Lần {count}. {of(phrases.URGINGS, step)}"


def asking(step: Step) -> tuple[ExtensionReason, str]:
    """Why more time is asked for."""
    reason = of(_EXTENSIONS, step)
    return phrases.EXTENSIONS[reason], reason


def asked(day: str) -> str:
    """The note of a request for a limit on this day, written ISO."""
    return f"Xin gia hạn đến {formats.day(date.fromisoformat(day))}."


def refused(day: str) -> str:
    """The note of a request that was refused."""
    return f"Không gia hạn đến {formats.day(date.fromisoformat(day))}."


def evidence(task_id: int, day: int, step: Step) -> tuple[str, str]:
    """Number of the result document, or why there is none."""
    if step.minute % 6 == 0:
        return "", of(phrases.NO_EVIDENCE, step)
    return f"{(task_id * 7 + day) % 2900 + 1}/BC-ĐV", ""
