"""The words of administrative Vietnamese that tell a unit's name from what it is to do. Pure data, in small letters."""

from __future__ import annotations

import re

# What an instruction begins with. A word that also stands in units' names ("quản lý", "xây dựng") is told by its letters.
VERBS = """
ban hành; báo cáo; bám sát; bàn giao; bảo dưỡng; bảo đảm; bảo quản; bảo vệ; bãi bỏ; biên soạn; biểu dương; bình xét; bóc tách; bổ
sung; bổ trí; bố trí; bồi dưỡng; cam kết; can thiệp; cài đặt; cải tạo; cải thiện; cải tiến; cảnh báo; cân đối; cấp; cấp phát; cập
nhật; chấm dứt; chấm điểm; chấn chỉnh; chấp hành; chỉ đạo; chỉnh lý; chỉnh sửa; chỉnh trang; chi trả; chia sẻ; chịu trách nhiệm; cho;
chốt; chủ động; chủ trì; chuẩn bị; chuẩn hóa; chuyển; chuyển đổi; chuyển giao; chụp; chủ trương; chữa cháy; có trách nhiệm; có giải pháp; có biện
pháp; có kế hoạch; có phương án; có văn bản; có ý kiến; công bố; công khai; công nhận; cơ cấu; củng cố; cung cấp; cung ứng; cưỡng chế; cử; cụ thể hóa; cứu hộ; dán; dặm
vá; dập dịch; di dời; dự báo; dự kiến; dự thảo; dự toán; duy trì; duy tu; duyệt; dừng; dứt điểm; đàm phán; đánh giá; đào tạo; đặt hàng; đăng;
đăng ký; đăng tải; đẩy mạnh; đẩy nhanh; đấu mối; đấu nối; đấu thầu; đấu tranh; đặt; đề nghị; đề xuất; đề ra; đền bù; đi kiểm tra; điều chỉnh;
điều động; điều hành; điều phối; điều tra; điều tiết; đình chỉ; định hướng; định kỳ; đối chiếu; đối soát; đối thoại; đổi mới; đôn đốc; đồng bộ; đồng ý;
động viên; đóng góp; đưa; đưa vào; ghi nhận; gia cố; gia hạn; giải đáp; giải ngân; giải quyết; giải trình; giám sát; giảm; giảng dạy; giáo dục; giao;
giao ban; giới thiệu; gỡ bỏ; góp ý; gửi; giữ; giữ vững; hạn chế; hiệp đồng; hiệp thương; hoàn chỉnh; hoàn thành; hoàn thiện; hòa giải; học tập; hỗ trợ; hợp
tác; họp; hủy bỏ; huy động; hưởng ứng; hướng dẫn; hướng dẩn; in; in ấn; kê khai; kết hợp; kết luận; kết nối; kết thúc; khai thác; khai trương; khám; khảo sát; khắc phục; khen thưởng; khẩn
trương; khoanh vùng; khởi công; khơi thông; khuyến cáo; khuyến khích; khử khuẩn; kịp thời; kiểm điểm; kiểm đếm; kiểm kê; kiểm soát; kiểm tra; kiểm định; kiện toàn; kiến nghị; kiên quyết; ký; ký cam kết; ký
kết; ký hợp đồng; lan tỏa; lãnh đạo; làm; làm đầu mối; làm rõ; làm sạch; làm tốt; làm việc; lắp đặt; lấy mẫu; lấy ý kiến; liên hệ; liên thông; lồng ghép; lập;
lưu trữ; lựa chọn; mở; mở rộng; mời; mua sắm; nắm; nắm bắt; nạo vét; nâng cao; nâng cấp; nêu; nêu cao; nêu rõ; nghiêm túc; nghiên cứu; nghiệm thu; ngăn chặn; nhân rộng;
nhập; nhập liệu; nhắc nhở; niêm yết; nộp; nuôi dưỡng; ổn định; phát; phát động; phát hành; phát hiện; phát huy; phát lệnh; phát quang; phát sóng; phát thanh; phát triển; phân bổ; phân cấp; phân công; phân khai; phân loại; phân luồng; phân
tích; phân nhóm; phản ánh; phản biện; phản hồi; phấn đấu; phê duyệt; phòng ngừa; phòng chống; phối hợp; phổ biến; phục vụ; phúc tra; phủ sóng; quan tâm; quan trắc; quán triệt; quảng bá; quản lý;
quy định; quyết định; quyết liệt; quyết toán; ra quân; ra thông báo; ra soát; rà soát; rào chắn; rút kinh nghiệm; sắp xếp; san lấp; sáp nhập; sẵn sàng; sàng lọc; soạn thảo; số hóa; sơ kết; sơ tán; sưu tầm; sửa chữa; sửa đổi; sử dụng; tạm
dừng; tạm ứng; tái lập; tạo; tạo điều kiện; tập huấn; tập hợp; tập trung; tăng; tăng cường; tặng; tặng quà; thẩm định; thẩm tra; tham dự; tham gia; tham khảo; tham mưu; thanh lý; thanh quyết
toán; thanh toán; thanh tra; thành lập; tháo dỡ; tháo gỡ; thay thế; thăm; thăm hỏi; theo dõi; thí điểm; thi công; thiết kế; thiết lập; thông báo; thông qua; thông tin; thống kê; thống nhất; thu; thu gom; thu hồi; thu thập; thu hút; thuê; thúc đẩy;
thử nghiệm; thực hành; thực hiện; thường xuyên; thường trực; thử; tích cực; tích hợp; tiếp cận; tiếp công dân; tiếp nhận; tiếp thu; tiếp tục; tiêm; tiêm phòng; tiến hành; tiêu hủy; tìm; tính; tinh giản; tổ chức; tổng duyệt; tổng hợp; tổng kết; tổng kiểm tra; tổng rà soát; tôn vinh; trả; trả kết quả;
trả lời; trang bị; trang trí; tranh thủ; trao; trao đổi; trao tặng; triển khai; trích; trình; trồng; trưng bày; trực; trực tiếp; trực ban; truy quét; truy thu; truy xuất; truyền thông; tu sửa; tuần tra; tuyên dương; tuyên truyền; tuyển chọn; tuyển dụng; tuyển
sinh; tự chấm; tự chấm điểm; tự đánh giá; tự kiểm tra; tư vấn; ứng cứu; ứng dụng; ứng phó; ứng trực; ưu tiên; vá; vận động; vận hành; vệ sinh; vẽ; viết; vinh danh; xác định; xác minh; xác nhận; xác thực; xây dựng; xem xét; xét; xét duyệt; xét nghiệm; xếp hạng; xóa; xúc
tiến; xuất; xuống; xử lý; xử phạt; yêu cầu; phụ trách; chăm lo; chăm sóc; đảm bảo; đảm nhận; đảm nhiệm; chỉ huy; cứu trợ; diễn tập; dọn dẹp; dọn vệ sinh; giới thiệu; khôi phục; nhân bản; nhận; nối; phun; rải; trám; vớt; lát; kẻ; sơn; cắm; cắt; cắt giảm; cắt tỉa; chặt tỉa; chặt hạ;
chốt trực; trực chốt; chống; đắp; đóng; tháo; đo; đo đạc; cắm mốc; bấm; bốc; quét; quay; dỡ; hạ; hạ tải; xả; tích nước; tiếp; đón; đón tiếp; tiễn; tri ân; thắp; dâng hương; thu nhận; kích hoạt; khai; khai báo; cài; đồng hành; mua; bán; tái định cư; bồi thường; giải phóng; giải tỏa; chi; tạm giữ;
tiết kiệm; tiết giảm; tinh gọn; bảo trì; đánh số; đặt tên; gắn; gắn biển; gắn kết; liên kết; vay; cho vay; cho thuê; giãn; hoãn; miễn; miễn giảm; giảm trừ; khấu trừ; hoàn trả; điểm danh; khoán; nghiên cứu; tham vấn; thỏa thuận; thương lượng; vào cuộc; bắt tay; dành; hình thành; nhân; phủ; tách; tìm kiếm; truy cứu; lên; lên phương án; lên kế hoạch; rút ngắn; mạnh dạn; chủ trì họp; thụ lý; phân định; đề cao; khởi tố; truy tố; tịch thu; xác lập; tra cứu; tích lũy; nhắn tin; gọi; ghi; ghi hình; chụp ảnh; tuyên thệ; nhận diện; gia nhập; bàn; bàn bạc; phân tuyến; sàng lọc; cách ly; điều trị; cứu chữa; thu dung; khám bệnh; khám sàng lọc; đình hoãn; lùi; hoàn tất; soát xét; tự rà soát; tự giác; trở lại; dời; thắt chặt; siết chặt; đưa ra; trực tuyến hóa; khớp; khớp nối; chạy thử; nhập khẩu; xuất khẩu; kích cầu; nâng; thả; thả cá; tỉa; tưới; tiêu; bơm; bơm tát; gieo; gieo cấy; xuống giống; thu hoạch; gặt; đặc tả; kê; lưu; lưu ý; lưu giữ; bổ nhiệm; miễn nhiệm; điều chuyển; luân chuyển; biệt phái; chi viện; phân bố; xin; xin ý kiến; trả nợ; đóng cửa; dẹp; quy hoạch; tái cơ cấu; thoái vốn; cổ phần hóa; nghiêm cấm; cấm; ngừng; tước; truy tìm; lắng nghe; tập kết; thu xếp; tổng vệ sinh; rà phá; rà; huấn luyện; luân phiên; hoàn ứng; kết xuất; sửa; hoạt động; dự trù; kiểm dịch; khóa; đóng quyển; nhắc việc; phối kết hợp; cấp đổi; chứng thực; sinh hoạt; luyện tập; khai mạc; bế mạc; lắp; thay; dẫn; tổng duyệt; truyền hình; chuyển tải; gắn kết; tập luyện; thiết lập; phân tách; bốc dỡ; sấy; ủ; thả giống; khoan; đúc; làm việc; đi; ở; bảo lãnh; giám định; xử trí; ghi chép; đối ứng; tính toán; vượt; chạy; mang; đem; chở; vận chuyển; đẩy lùi; khống chế; khoanh nuôi; trồng dặm; rà lại; soi; đọc; nghe; trích lập; phát tờ rơi; dừng; cảnh giác; kiểm nghiệm; xác minh; phúc đáp; hồi đáp; kê biên; thi hành; cưỡng chế; kết thúc; khép lại; tổ chức lại; đấu giá; đặt; vớt rác; thu phí; thu nợ; khử trùng; cho phép; cấp phép; cấp giấy; điểm; phun xịt; kê đơn; mắc; treo; dọn; khai thông; mở cửa; trực chiến; rút; điều; huy động; kêu gọi; thông tuyến; bảo lưu; chép; ra; cân nhắc; tham luận; nêu gương; sao gửi; sao lục; quyên góp; nhận đỡ đầu; đỡ đầu; nhận; cùng; tái; bắc; xây; sửa sang; tôn tạo; phục dựng; phục hồi; trùng tu; gìn giữ; bảo tồn; giao nhận
"""
# Words that may stand before the verb of an instruction.
ADVERBS = """
khẩn trương; kịp thời; chủ động; tiếp tục; thường xuyên; tích cực; nghiêm túc; kiên quyết; quyết liệt; tăng cường; trực tiếp; định kỳ; đồng thời; phải; cần; sớm; ngay; tập trung; nhanh chóng; trước mắt; riêng; cùng;
có trách nhiệm; chịu trách nhiệm; căn cứ; trên cơ sở; theo; hằng; hàng; mỗi; trước; chậm nhất; trong; khi; sau khi; từ; đến; không; tuyệt đối; thật; rà; nhất là; phấn đấu; lưu ý; hết; đúng; cơ bản; là cơ quan; là đơn vị; là đầu mối; là; tạm thời; trân trọng; tự; cùng với; nếu; trường hợp; đối với; qua; phát huy; với; hoàn; vào; tối thiểu; bằng
"""
# Runs of small letters inside units' names that hold a verb; looked for before verbs are.
INSIDE = """
đầu tư xây dựng; xây dựng công trình; công trình giao thông; xây dựng công trình giao thông; xây dựng công trình dân dụng; giao thông; giao dịch; giao lưu; nhân dân; tổ chức xã hội; tổ chức tín dụng; cấp xã; cấp huyện; cấp tỉnh; công tác xã hội; trực thuộc; in ấn phẩm; công trình dân dụng; công trình công cộng; công trình thủy lợi; quản lý dự án; quản lý đô thị; quản lý thị trường; quản lý đất đai; quản lý rừng; quản lý chợ; quản lý khu; quản lý các khu; quản lý công trình; quản lý cụm; quản lý di tích;
đăng ký đất đai; phục vụ hành chính công; hành chính công; phát triển quỹ đất; phát triển nông thôn; phát triển đô thị; phát triển cụm công nghiệp; phát triển hạ tầng; phát triển du lịch; khai thác công trình thủy lợi; khai thác thủy lợi; cung ứng dịch vụ; kiểm soát bệnh tật; kiểm soát thủ tục hành chính; kiểm soát dịch bệnh; kiểm tra đảng; hỗ trợ nông dân; hỗ trợ phụ nữ; hỗ trợ doanh nghiệp; ứng dụng công nghệ;
dịch vụ việc làm; giải phóng mặt bằng; xúc tiến đầu tư; xúc tiến thương mại; giám định; trợ giúp pháp lý; tiếp công dân; tiếp nhận và trả kết quả; phòng chống thiên tai; tìm kiếm cứu nạn; tuyên truyền viên; cấp thoát nước; cấp nước; thoát nước; nước sạch; nghĩa vụ quân sự; bảo trợ xã hội; chăm sóc sức khỏe; tổ chức cán bộ; tổ chức - cán bộ; tổ chức chính trị; thi đua khen thưởng; thi đua - khen thưởng;
quản lý dự án và phát triển quỹ đất; kiểm định; cổ phần; bảo vệ thực vật; bảo vệ rừng; phòng cháy chữa cháy; chữa cháy; cảnh sát; quân sự; dân quân; điện lực; thể thao; du lịch; giáo dục thường xuyên; đào tạo nghề; kinh tế tổng hợp; dân sự; thi hành án; chữ thập đỏ; chăn nuôi; thú y; trồng trọt; khuyến nông; đăng kiểm; vận tải; công cộng; sự nghiệp; công nghệ thông tin; nghiệp vụ
"""
# Small words that never stand inside a unit's name.
_STOPS = """
của; cho; về; để; với; theo; trong; tại; khi; có; đã; đang; sẽ; không; nếu; thì; trước; sau; từ; đến; được; bị; do; phải; cần; chậm; nhằm; bằng; nên; vào; qua; nêu; này; trên; rất; quan; hằng; hàng; mỗi; ngay; sớm; cùng; đồng; chưa; còn; vẫn; như; mà; rằng; lại; đều; cũng; hiện; mới; nhưng; hoặc; kể; kèm; gồm; trừ; riêng; là; sẵn
"""
# Words for a level, after which only the place's own name follows.
LEVELS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "huyện", "tỉnh", "xã(?! hội)", "phường", "quận")


def phrases(text: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a list parted by semicolons, each as its words."""
    return frozenset(tuple(phrase.split()) for phrase in text.replace("\n", " ").split(";") if phrase.strip())


VERB_PHRASES, ADVERB_PHRASES, INSIDE_PHRASES = phrases(VERBS), phrases(ADVERBS), phrases(INSIDE)
STOP_WORDS = frozenset(word for phrase in phrases(_STOPS) for word in phrase)
LONGEST = max(len(phrase) for phrase in VERB_PHRASES | INSIDE_PHRASES | ADVERB_PHRASES)
WORD = re.compile(r"[^\W_]+")
UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"  # capital letters, for a class of a pattern
