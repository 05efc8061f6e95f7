"""The nouns of which units' names are made. Pure data, in small letters; each list in the order of the alphabet.

Verbs are without number, the fields that offices are named after are few: a name goes on through these words and
through no others, so that a verb which no list holds still ends it.
"""

from __future__ import annotations

import re

from taskapp.directives.understanding import lexicon

_NOUNS = """
an ninh; an sinh; an toàn; an toàn khu; ấp; ẩm thực; âm nhạc; ảnh; báo; báo chí; bảo hiểm; bảo tàng; bến xe; bệnh
nhiệt đới; biên giới; biên phòng; biển; biển đảo; bò sữa; bộ đội; bưu chính; ca múa nhạc; cá tra; cán bộ; cao cấp; cao
su; cao tốc; cà phê; cải lương; cảng biển; cảng cá; cây ăn quả; cây trồng; cây xanh; chất lượng; chất thải; chè; chiến
sĩ; chiếu sáng; chính phủ; chính quyền; chính sách; chính sách xã hội; chính trị; chợ; chung cư; chuyên khoa; chuyên
môn; chuyên ngành; chuyên nghiệp; chuyên trách; chữ thập đỏ; con người; công; công chức; công chứng; công đoàn; công
giáo; công ích; công lập; công nghệ; công nghệ cao; công nghệ số; công nghiệp; công nghiệp nhẹ; công nhân; công sản;
công thương; công trình; công viên; cộng đồng; cổ phần; cổ truyền; cơ bản; cơ điện; cơ động; cơ giới; cơ khí; cơ sở;
cơ yếu; cửa khẩu; cựu chiến binh; cựu giáo chức; cứu hộ; cứu nạn; cha mẹ học sinh; da giày; da liễu; dạy nghề; dân ca;
dân chủ; dân cư; dân quân; dân số; dân sự; dân tộc; dân tộc thiểu số; dân vận; dân y; dầu khí; dệt may; di sản; di sản
văn hóa; di tích; dịch bệnh; dịch vụ; dịch vụ công; dịch vụ công ích; doanh nghiệp; doanh nghiệp nhỏ và vừa; doanh
nhân; dự án; dự án xây dựng; dự phòng; du lịch; dược liệu; dược phẩm; đa khoa; đại chúng; đại học; đào tạo; đất đai;
đầm phá; đầu mối; đầu tư; đê; đê điều; địa chất; địa chính; địa ốc; địa phương; điện; điện ảnh; điện lực; điện tử;
điều dưỡng; đoàn thể; đoàn viên; đo lường; đô thị; đối ngoại; đời sống; động vật; đường bộ; đường sắt; đường thủy;
đường thủy nội địa; gạo; gia cầm; gia đình; gia súc; giao dịch; giao thông; giao thông vận tải; giao thông đường bộ;
giáo chức; giáo dục; giáo viên; giảm nghèo; giới thiệu việc làm; giống; giống cây trồng; giống vật nuôi; gỗ; hạ tầng;
hạ tầng giao thông; hạ tầng kỹ thuật; hải đảo; hải quan; hải sản; hàng hải; hàng hóa; hàng không; hành chính; hành
chính công; hậu cần; hóa chất; hồ chứa; hoạt động giáo dục; học đường; học sinh; hội viên; hợp tác; hợp tác quốc tế;
hợp tác xã; hướng nghiệp; hướng nghiệp dạy nghề; hữu nghị; kế hoạch; khí tượng; khí tượng thủy văn; khoa học; khoa học
kỹ thuật; khoáng sản; khu công nghiệp; khu kinh tế; khu vực; khuyến công; khuyến học; khuyến nông; kiểm lâm; kiến
thiết; kiến trúc; kinh tế; kinh tế mới; kỹ năng; kỹ thuật; kỹ thuật số; lao động; làng nghề; lâm nghiệp; lâm sản; lâm
trường; liên ngành; lịch sử; logistics; luật gia; luật sư; lúa; lúa gạo; lương thực; lưu động; lưu vực sông; mầm non;
mặt bằng; mẫu giáo; máy; may; may mặc; miền núi; môi trường; mồ côi; muối; mỹ nghệ; mỹ thuật; năng lượng; ngân sách;
nghề; nghề cá; nghề nghiệp; nghệ thuật; nghiệp vụ; ngoại giao; ngoại ngữ; ngoại thương; ngoại vụ; ngư dân; ngư nghiệp;
người cao tuổi; người có công; người khuyết tật; người mù; người tiêu dùng; người lao động; nhà đất; nhà nước; nhà ở;
nhà trường; nhà văn hóa; nhân ái; nhân dân; nhân đạo; nhân lực; nhiệt đới; nông dân; nông lâm; nông lâm thủy sản; nông
nghiệp; nông sản; nông thôn; nông thôn mới; nội bộ; nội chính; nội địa; nội tiết; nội vụ; nuôi trồng thủy sản; nước;
nước sạch; ô tô; pháp chế; pháp luật; pháp lý; pháp y; phát thanh; phần mềm; phòng hộ; phong trào; phổ thông; phụ nữ;
phụ sản; phương tiện; quan hệ; quân dân y; quân đội; quân nhân; quân sự; quần chúng; quận; quốc doanh; quốc gia; quốc
phòng; quốc tế; quy tắc; quỹ đất; quyền lợi; quyền lợi người tiêu dùng; răng hàm mặt; rau an toàn; rau quả; rừng; rừng
đặc dụng; rừng phòng hộ; rừng sản xuất; sản nhi; sản phẩm; sâm; sâu bệnh; sân bay; sân khấu; sinh học; sinh thái; sinh
vật cảnh; sinh viên; số; sở hữu trí tuệ; sông; sức khỏe; sự kiện; sự nghiệp; sự nghiệp công; tài chính; tài nguyên;
tài sản; tài sản công; tâm lý; tâm thần; tập thể; tập trung; than; thanh niên; thanh thiếu niên; thể chất; thể dục;
thể thao; thiên nhiên; thiên tai; thiếu nhi; thiếu niên; thị chính; thị trường; thông minh; thuế; thuốc; thủ công; thủ
công mỹ nghệ; thủ tục hành chính; thủy điện; thủy lợi; thủy nông; thủy sản; thủy văn; thuỷ lợi; thuỷ sản; thú y; thực
phẩm; thực vật; thương binh; thương mại; thương mại điện tử; tiền tệ; tiêu chuẩn; tiêu dùng; tin học; tình nguyện;
tình thương; tín dụng; tín ngưỡng; toàn dân; tổng hợp; tội phạm; tôn giáo; tôm; trái cây; trẻ em; trí thức; trọng
điểm; truyền hình; truyền nhiễm; truyền thanh; truyền thông; truyền thống; trung cấp; trung học; trung học cơ sở;
trung học phổ thông; trung ương; trực tuyến; tuồng; tư nhân; tư pháp; tự nhiên; tưới tiêu; ung bướu; vàng bạc; vải
thiều; vắc xin; văn hóa; văn hóa phẩm; văn học; văn học nghệ thuật; văn nghệ; văn thư; vật liệu; vật liệu xây dựng;
vật nuôi; vật tư; vận tải; vận tải ô tô; vệ sinh; viên chức; viễn thông; việc làm; vũ trang; vùng; xã hội; xăng dầu;
xe buýt; xe khách; xổ số; xổ số kiến thiết; xi măng; xuất bản; xuất nhập khẩu; y dược; y học; y học cổ truyền; y tế; y
tế dự phòng
"""
# Names whose parts are joined by a comma before a small letter.
_LISTED = """
chữa cháy; công chức; cứu hộ; cứu nạn, cứu hộ; lâm sản; thủy sản; viên chức; xây dựng; đào tạo
"""
# What only ever begins the work of the unit that stands before it.
_OPENERS = """
chỉ đạo; chịu trách nhiệm; chủ động; chủ trì; có trách nhiệm; khẩn trương; phối hợp; tham mưu; tiếp tục; tổ chức; triển
khai; xây dựng
"""
# Fields named by one syllable: what follows is no second one.
SINGLE = frozenset({"bộ", "đảng", "điện", "đoàn", "hội", "huyện", "nước", "phòng", "sở", "thuế", "tỉnh", "xã"})
NOUNS = lexicon.words_of(_NOUNS) | lexicon.INSIDE
OPENERS = lexicon.words_of(_OPENERS)
LISTED = re.compile(rf"(?:,|\s+và)\s+{lexicon.any_of(_LISTED)}\b")
