"""The nouns of which units' names are made. Pure data, in small letters; each list in the order of the alphabet.

Verbs are without number, the fields that offices are named after are few: a name goes on through these words and
through no others, so that a verb which no list holds still ends it.
"""

from __future__ import annotations

import re

from taskapp.directives.understanding import lexicon

_NOUNS = """
an ninh; an ninh mạng; an sinh; an toàn; an toàn khu; âm nhạc; ấp; ẩm thực; ảnh; báo; báo chí; bãi xe; bản đồ; bản
tin; bảo hiểm; bảo lãnh tín dụng; bảo tàng; bảo trợ; bảo trợ xã hội; bê tông; bến bãi; bến xe; bệnh nhiệt đới; biên
giới; biên phòng; biển; biển đảo; bò sữa; bóng đá; bộ đội; buôn lậu; bưu chính; ca múa nhạc; cao cấp; cao su; cao tốc;
cà phê; cá cảnh; cá tra; cán bộ; cây ăn quả; cây trồng; cây xanh; cầu đường; cải lương; cảng biển; cảng cá; cha mẹ học
sinh; chất độc da cam; chất lượng; chất thải; chè; chế biến; chế biến nông sản; chiến sĩ; chiếu phim; chiếu sáng;
chính phủ; chính quyền; chính sách; chính sách xã hội; chính trị; chỉnh hình; chợ; chợ đầu mối; chung cư; chuyên khoa;
chuyên môn; chuyên ngành; chuyên nghiệp; chuyên trách; chuyển đổi số; chuyển giao công nghệ; chứng khoán; chữ thập đỏ;
con người; công; công báo; công chức; công chứng; công đoàn; công giáo; công ích; công lập; công nghệ; công nghệ cao;
công nghệ số; công nghiệp; công nghiệp nhẹ; công nhân; công sản; công thương; công trình; công viên; công viên cây
xanh; cổ phần; cổ truyền; cơ bản; cơ điện; cơ động; cơ giới; cơ khí; cơ khí chế tạo; cơ sở; cơ yếu; cộng đồng; cứu hộ;
cứu nạn; cửa khẩu; cựu chiến binh; cựu giáo chức; cựu thanh niên xung phong; cựu tù; da giày; da liễu; dân ca; dân
chủ; dân cư; dân phố; dân quân; dân số; dân số và kế hoạch hóa gia đình; dân sự; dân tộc; dân tộc thiểu số; dân vận;
dân y; dầu khí; dạy nghề; dệt; dệt may; di sản; di sản văn hóa; di tích; dịch bệnh; dịch thuật; dịch vụ; dịch vụ công;
dịch vụ công ích; doanh nghiệp; doanh nghiệp nhỏ và vừa; doanh nhân; du lịch; dược liệu; dược phẩm; dữ liệu; dự án; dự
án xây dựng; dự phòng; đa khoa; đào tạo; đầm phá; đầu mối; đầu tư; đầu tư phát triển; đất đai; đấu giá tài sản; đại
chúng; đại học; đặc sản; đê; đê điều; điều dưỡng; điện; điện ảnh; điện lực; điện tử; địa chất; địa chính; địa ốc; địa
phương; đo lường; đoàn thể; đoàn viên; đô thị; đối ngoại; đổi mới sáng tạo; đời sống; động vật; đường bộ; đường cao
tốc; đường sắt; đường thủy; đường thủy nội địa; gạch; gạo; gia cầm; gia đình; gia đình và trẻ em; gia súc; gian lận
thương mại; giao dịch; giao thông; giao thông đường bộ; giao thông trật tự; giao thông vận tải; giày; giáo chức; giáo
dục; giáo viên; giảm nghèo; giống; giống cây trồng; giống thủy sản; giống vật nuôi; giới thiệu việc làm; gỗ; hàng giả;
hàng hải; hàng hóa; hàng không; hành chính; hành chính công; hải đảo; hải quan; hải sản; hạ tầng; hạ tầng giao thông;
hạ tầng kỹ thuật; hạ tầng số; hạt giống; hậu cần; hình sự; hoa cảnh; hoạt động giáo dục; hóa chất; hồ chứa; hợp tác;
hợp tác đầu tư; hợp tác quốc tế; hợp tác xã; học đường; học sinh; hộ tịch; hội nghị; hội nhập; hội viên; huyết học;
hướng nghiệp; hướng nghiệp dạy nghề; hưu trí; hữu nghị; kế hoạch; kế hoạch hóa gia đình; khách; khách sạn; khí tượng;
khí tượng thủy văn; kho vận; khoa học; khoa học kỹ thuật; khoáng sản; khởi nghiệp; khu công nghiệp; khu kinh tế; khu
vực; khuyến công; khuyến học; khuyến nông; khuyết tật; kiến thiết; kiến trúc; kiểm lâm; kiểm toán; kinh tế; kinh tế
mới; kinh tế số; kỹ năng; kỹ thuật; kỹ thuật hậu cần; kỹ thuật số; lao động; làm vườn; làng nghề; lâm nghiệp; lâm sản;
lâm trường; lão khoa; lễ tân; liên ngành; lịch sử; logistics; luật; luật gia; luật sư; lúa; lúa gạo; lương thực; lưu
động; lưu trú; lưu vực sông; lữ hành; ma túy; may; may mặc; máy; mầm non; mẫu giáo; mặt bằng; miền núi; môi trường; mồ
côi; một cửa; muối; múa rối; mỹ nghệ; mỹ thuật; năng lượng; nạn nhân chất độc da cam; ngân sách; nghề; nghề cá; nghề
nghiệp; nghệ thuật; nghiệp vụ; nghĩa trang; ngoại giao; ngoại khoa; ngoại ngữ; ngoại thương; ngoại vụ; ngư dân; ngư
nghiệp; người cao tuổi; người có công; người khuyết tật; người lao động; người mù; người tiêu dùng; người tù kháng
chiến; nhà đất; nhà hàng; nhà nước; nhà ở; nhà trường; nhà văn hóa; nhân ái; nhân dân; nhân đạo; nhân lực; nhân sự;
nhiệt đới; nhuộm; nông dân; nông lâm; nông lâm thủy sản; nông nghiệp; nông sản; nông thôn; nông thôn mới; nông trại;
nội bộ; nội chính; nội địa; nội khoa; nội tiết; nội vụ; nuôi dưỡng trẻ em; nuôi ong; nuôi trồng thủy sản; nước; nước
sạch; ô tô; pháp chế; pháp luật; pháp lý; pháp y; pháp y tâm thần; phát hành phim; phát thanh; phân bón; phần mềm;
phản ứng nhanh; phế liệu; phim; phong trào; phòng hộ; phổ thông; phổi; phương tiện; phụ nữ; phụ sản; phục hồi chức
năng; quan hệ; quân dân; quân dân y; quân đội; quân nhân; quân sự; quân y; quần chúng; quản lý hành chính; quản trị;
quận; quốc doanh; quốc gia; quốc phòng; quốc tế; quy tắc; quyền lợi; quyền lợi người tiêu dùng; quỹ; quỹ đất; quỹ hỗ
trợ; rau an toàn; rau quả; rác thải; răng hàm mặt; rừng; rừng đặc dụng; rừng phòng hộ; rừng sản xuất; sách; sâm; sân
bay; sân khấu; sâu bệnh; sản khoa; sản nhi; sản phẩm; sinh học; sinh thái; sinh vật; sinh vật cảnh; sinh viên; sông;
số; sỏi; sở hữu trí tuệ; sức khỏe; sự kiện; sự nghiệp; sự nghiệp công; tang lễ; taxi; tài chính; tài nguyên; tài sản;
tài sản công; tài vụ; tâm lý; tâm thần; tập thể; tập trung; than; thanh niên; thanh niên xung phong; thanh thiếu nhi;
thanh thiếu niên; thể chất; thể dục; thể thao; thi hành án dân sự; thiên nhiên; thiên tai; thiết bị; thiếu nhi; thiếu
niên; thị chính; thị trường; thông minh; thuế; thuốc; thuỷ lợi; thuỷ sản; thú y; thủ công; thủ công mỹ nghệ; thủ tục
hành chính; thủy điện; thủy lợi; thủy nông; thủy sản; thủy văn; thư viện; thương binh; thương mại; thương mại điện tử;
thừa phát lại; thức ăn chăn nuôi; thực phẩm; thực vật; tiêu chuẩn; tiêu dùng; tiền tệ; tim mạch; tin học; tin tức;
tình nguyện; tình thương; tín dụng; tín dụng nhân dân; tín ngưỡng; toàn dân; tôm; tôn giáo; tổ dân phố; tổng hợp; tội
phạm; trái cây; trại giam; trật tự; trật tự đô thị; trật tự xã hội; trẻ em; trí thức; trọng điểm; trọng tài; trung
cấp; trung học; trung học cơ sở; trung học phổ thông; trung ương; truyền hình; truyền máu; truyền nhiễm; truyền thanh;
truyền thông; truyền thống; trực tuyến; tuồng; tư nhân; tư pháp; tưới tiêu; từ thiện; tự nhiên; ung bướu; vàng bạc;
văn hóa; văn hóa phẩm; văn học; văn học nghệ thuật; văn nghệ; văn thư; vắc xin; vải thiều; vận tải; vận tải biển; vận
tải hành khách; vận tải ô tô; vật giá; vật liệu; vật liệu xây dựng; vật nuôi; vật tư; vệ sinh; vi mô; viên chức; viễn
thám; viễn thông; việc làm; vùng; vũ trang; vườn hoa; xã hội; xăng dầu; xe buýt; xe khách; xe máy; xi măng; xiếc; xổ
số; xổ số kiến thiết; xuất bản; xuất nhập cảnh; xuất nhập khẩu; xúc tiến đầu tư; y dược; y học; y học cổ truyền; y
khoa; y tế; y tế dự phòng; bán trú; bảo tồn; bảo tồn thiên nhiên; chi bộ; chi đoàn; chi hội; cơ sở dữ liệu; dân tộc
nội trú; đảng bộ; đảng ủy; đảng viên; đoàn kết; hòa giải; hội cựu; kỹ thuật nông nghiệp; lưu trữ; lịch sử đảng; nghề
nghiệp - giáo dục thường xuyên; nghi lễ; nội trú; phòng thủ dân sự; phòng thủ khu vực; sáng tạo; thiết bị trường học;
thông tin cơ sở; tuyên giáo; văn bằng; vườn quốc gia; xây dựng cơ bản; an sinh xã hội; an toàn thực phẩm; an toàn giao
thông; cải cách hành chính; cải cách tư pháp; cộng đồng dân cư; công nghệ số cộng đồng; giám sát đầu tư cộng đồng; hạt
nhân; không gian mạng; kinh doanh; lao động xã hội; người nghèo; người nước ngoài; phóng viên; tàu cá; tái định cư;
tổng đài; trí tuệ nhân tạo; văn minh đô thị; nếp sống văn minh; xây dựng nông thôn mới; dioxin; nhà thầu; dự trữ; dự
trữ nhà nước
"""
# Names whose parts are joined by a comma before a small letter.
_LISTED = """
chữa cháy; công chức; cứu hộ; cứu nạn, cứu hộ; đào tạo; đặc dụng; khen thưởng; lâm sản; phòng hộ; thủy sản; viên chức;
xây dựng; giải phóng mặt bằng; hỗ trợ và tái định cư; hỗ trợ, tái định cư; hỗ trợ tái định cư; giúp việc; trật tự ở cơ
sở; trật tự cơ sở
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
