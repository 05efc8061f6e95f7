"""What people of an office write when they report, explain, decline, return and decide."""

from __future__ import annotations

from taskapp.tasks.paper_models import ExtensionReason

PROGRESS = {
    "Báo cáo": (
        "Đã có văn bản yêu cầu các đơn vị gửi số liệu, còn chờ {n} xã, thị trấn.",
        "Đã tổng hợp xong phần số liệu, đang viết phần đánh giá, nguyên nhân.",
        "Dự thảo lần 1 đã trình lãnh đạo phòng cho ý kiến.",
        "Đã đối chiếu số liệu với Kho bạc và bộ phận một cửa, đang hoàn chỉnh báo cáo.",
    ),
    "Kế hoạch": (
        "Đã dự thảo kế hoạch, gửi lấy ý kiến các đơn vị phối hợp.",
        "Đã tiếp thu ý kiến góp ý, đang thẩm định phần kinh phí.",
        "Đang rà soát nội dung để không trùng với kế hoạch của tỉnh.",
    ),
    "Tờ trình": (
        "Đã hoàn thành dự thảo tờ trình, đang lấy ý kiến Phòng Tài chính - Kế hoạch.",
        "Đã họp thống nhất nội dung với các ngành liên quan.",
        "Đang bổ sung phụ lục theo góp ý của Văn phòng.",
    ),
    "": (
        "Đã phân công công chức phụ trách, đang thu thập tài liệu.",
        "Đã làm việc với {n} đơn vị, kết quả cơ bản thống nhất.",
        "Đã hoàn thành phần việc tại cơ quan, còn khảo sát thực tế.",
        "Đã xong dự thảo, chờ ý kiến đơn vị phối hợp.",
        "Đang triển khai đúng tiến độ, chưa phát sinh vướng mắc.",
    ),
}
ONGOING = (
    "Tiếp tục thực hiện thường xuyên; trong kỳ không phát sinh vướng mắc.",
    "Đã thực hiện {n} đợt trong kỳ, kết quả đã gửi Văn phòng tổng hợp.",
    "Cập nhật tình hình: khối lượng thực hiện tăng so với kỳ trước, nhân sự bảo đảm.",
    "Đã lồng ghép với nhiệm vụ chuyên môn, có báo cáo riêng khi có phát sinh.",
    "Phối hợp tốt với các xã, thị trấn; kiến nghị bổ sung kinh phí xăng xe đi cơ sở.",
)
RESULTS = (
    "Đã hoàn thành, văn bản đã phát hành trên hệ thống quản lý văn bản iDesk.",
    "Đã thực hiện xong các nội dung được giao; kết quả nêu tại văn bản kèm theo.",
    "Đã tham mưu, trình ký đúng yêu cầu của Ủy ban nhân dân huyện.",
    "Hoàn thành 100% nội dung được giao, không phát sinh kiến nghị.",
    "Đã hoàn thành; kiến nghị tiếp tục theo dõi, đôn đốc các đơn vị còn chậm.",
    "Đã tổng hợp đầy đủ số liệu của các đơn vị, gửi kết quả để Văn phòng theo dõi.",
)
NO_EVIDENCE = (
    "Đã báo cáo trực tiếp tại cuộc họp giao ban, không phát hành văn bản riêng.",
    "Kết quả thể hiện trên phần mềm dùng chung, không ban hành văn bản.",
    "Đã thực hiện tại cơ sở, có xác nhận của Trưởng ấp; không phát hành văn bản.",
)
EXPLANATIONS = (
    "Một số đơn vị gửi số liệu chậm; Phòng đã nhắc 02 lần nhưng đến sau thời hạn mới đủ.",
    "Công chức phụ trách phải tham gia chốt kiểm soát dịch nên hoàn thành chậm, đơn vị xin rút kinh nghiệm.",
    "Nội dung phải xin ý kiến ngành cấp tỉnh, văn bản trả lời về sau thời hạn.",
    "Khối lượng hồ sơ nhiều, chỉ có 01 công chức phụ trách; đơn vị sẽ phân công thêm người.",
    "Hồ sơ phải chỉnh sửa nhiều lần theo góp ý của các ngành nên trình chậm so với yêu cầu.",
    "Lãnh đạo đơn vị chưa sâu sát đôn đốc, xin nghiêm túc rút kinh nghiệm.",
)
EXTENSIONS = {
    "Chờ ý kiến thẩm định của ngành cấp tỉnh, đơn vị đã có văn bản xin gia hạn.": ExtensionReason.OPINIONS,
    "Phát sinh thêm đối tượng rà soát, cần thêm thời gian xác minh tại cơ sở.": ExtensionReason.SCOPE,
    "Trùng thời gian giãn cách xã hội, chưa tổ chức kiểm tra thực tế được.": ExtensionReason.OBJECTIVE,
    "Khối lượng dữ liệu lớn hơn dự kiến, đơn vị đề nghị gia hạn và cam kết hoàn thành.": ExtensionReason.VOLUME,
}
GRANTED = "Đồng ý gia hạn; đề nghị đơn vị hoàn thành đúng thời hạn mới."
NOT_GRANTED = "Nội dung phục vụ phiên họp sắp tới nên không gia hạn được; đề nghị bố trí thêm người thực hiện."
SUPPORTING = (
    "Đã phân công công chức tham gia, đang chuẩn bị số liệu của đơn vị.",
    "Đã rà soát phần nội dung thuộc đơn vị, đang hoàn chỉnh văn bản góp ý.",
    "Đã gửi trước số liệu sơ bộ để đơn vị chủ trì tổng hợp, sẽ gửi văn bản chính thức.",
)
GIVEN = (
    "Đã gửi số liệu, tài liệu thuộc phạm vi của đơn vị để đơn vị chủ trì tổng hợp.",
    "Đã tham gia ý kiến bằng văn bản, thống nhất với dự thảo và đề nghị bổ sung một số nội dung.",
    "Đã cử công chức tham gia, các nội dung được phân công đã thực hiện xong.",
    "Đã góp ý dự thảo; nội dung liên quan đến đơn vị đã được tiếp thu.",
)
PIECES = (
    "Thu thập, đối chiếu hồ sơ, số liệu có liên quan",
    "Dự thảo văn bản, trình lãnh đạo đơn vị cho ý kiến",
    "Lấy ý kiến các đơn vị, hoàn chỉnh văn bản trước khi trình ký",
)
URGINGS = (
    "Đề nghị đơn vị báo cáo ngay tiến độ và thời gian hoàn thành.",
    "Nội dung đã quá thời hạn, đề nghị thủ trưởng đơn vị trực tiếp chỉ đạo.",
    "Ủy ban nhân dân huyện yêu cầu hoàn thành trong ngày, nêu rõ trách nhiệm nếu tiếp tục chậm.",
)
OBJECTIVE_CAUSE = (
    "Phải chờ dữ liệu do cơ quan cấp tỉnh cung cấp; đơn vị đã có 02 văn bản đề nghị nhưng về sau thời hạn."
)
CAUSE_CONFIRMED = "Đã kiểm tra các văn bản đề nghị của đơn vị; việc chậm không do lỗi chủ quan."
LIMIT_WRONG = (
    "Thời hạn ghi trên hệ thống sớm hơn thời hạn tại văn bản giao việc; "
    "đề nghị đối chiếu và điều chỉnh để không tính quá hạn cho đơn vị."
)
DAY_WRONG = "Văn bản kết quả đã phát hành trong hạn; do mất đường truyền nên hôm sau mới cập nhật được lên hệ thống."
DAY_CORRECTED = "Đã đối chiếu sổ văn bản đến của Văn phòng: kết quả gửi trong hạn. Điều chỉnh ngày nộp."
LIMIT_STANDS = "Đã đối chiếu văn bản giao việc: thời hạn ghi trên hệ thống là đúng, giữ nguyên số liệu."
RETURNS = (
    "Thiếu phụ lục số liệu theo từng xã, thị trấn. Đề nghị bổ sung.",
    "Phần kiến nghị chưa nêu rõ đơn vị chịu trách nhiệm và thời gian thực hiện.",
    "Số liệu chưa khớp với báo cáo kỳ trước, đề nghị đối chiếu lại.",
    "Văn bản chưa ghi nguồn kinh phí thực hiện, đề nghị hoàn chỉnh.",
)
APPROVALS = ("", "", "", "Đạt yêu cầu.", "Đồng ý kết quả.", "Đạt yêu cầu, lưu hồ sơ theo dõi.", "Hoàn thành tốt.")
DECLINE = "Nội dung này thuộc chức năng, nhiệm vụ của {unit}, đề nghị Ủy ban nhân dân huyện chuyển đơn vị chủ trì."
REASSIGN = "Thống nhất với đề nghị; giao {unit} chủ trì theo đúng chức năng."
KEEP = "Đơn vị đang trực tiếp quản lý nội dung này, đề nghị tiếp tục chủ trì thực hiện."
WITHDRAW = "Nội dung đã được giao tại kế hoạch khác của Ủy ban nhân dân huyện, thu hồi để tránh giao trùng."
LATER_WITHDRAW = "Đơn vị chủ trì không còn người phụ trách nội dung này; thu hồi để giao lại."
REOPEN = "Cơ quan cấp trên yêu cầu bổ sung, chỉnh lý nội dung; đề nghị thực hiện lại phần này."
LATE_NOTE = "Đã hoàn thành; đơn vị xin rút kinh nghiệm về thời gian."
RELEASED = "Nhiệm vụ đã hoàn thành chung, các phần việc còn lại không phải thực hiện tiếp."
