"""The nouns of which units' names are made. Pure data, in small letters; each list in the order of the alphabet.

Verbs are without number, the fields that offices are named after are few: a name goes on through these words and
through no others, so that a verb which no list holds still ends it.
"""

from __future__ import annotations

import re

from taskapp.directives.understanding import lexicon

_NOUNS = """
an ninh; an ninh mạng; an sinh; an sinh xã hội; an toàn; an toàn giao thông; an toàn khu; an toàn thực phẩm; ảnh; âm
nhạc; ẩm thực; ấp; bãi biển; bãi xe; bản đồ; bản tin; bán trú; bảo hiểm; bảo lãnh tín dụng; bảo tàng; bảo tồn; bảo tồn
thiên nhiên; bảo trợ; bảo trợ xã hội; báo; báo chí; bê tông; bến bãi; bến phà; bến thủy; bến xe; bệnh nhiệt đới; biên
giới; biên phòng; biển; biển đảo; bò sữa; bóng đá; bộ đội; buôn lậu; bưu chính; ca múa nhạc; cà phê; cá cảnh; cá tra;
cải cách hành chính; cải cách tư pháp; cải lương; cán bộ; cảng biển; cảng cá; cao cấp; cao su; cao tốc; cầu đường; cây
ăn quả; cây trồng; cây xanh; cha mẹ học sinh; chất độc da cam; chất lượng; chất thải; chè; chế biến; chế biến nông
sản; chi bộ; chi đoàn; chi hội; chiến sĩ; chiếu phim; chiếu sáng; chỉnh hình; chính phủ; chính quyền; chính sách;
chính sách xã hội; chính trị; chợ; chợ đầu mối; chợ đêm; chung cư; chuyên khoa; chuyên môn; chuyên ngành; chuyên
nghiệp; chuyên trách; chuyển đổi số; chuyển giao công nghệ; chữ thập đỏ; chứng khoán; con người; cổ phần; cổ truyền;
công; công báo; công chức; công chứng; công đoàn; công giáo; công ích; công lập; công nghệ; công nghệ cao; công nghệ
số; công nghệ số cộng đồng; công nghiệp; công nghiệp nhẹ; công nhân; công sản; công thương; công trình; công trình xây
dựng; công viên; công viên cây xanh; cộng đồng; cộng đồng dân cư; cơ bản; cơ điện; cơ động; cơ giới; cơ khí; cơ khí
chế tạo; cơ sở; cơ sở dữ liệu; cơ yếu; cửa khẩu; cứu hộ; cứu nạn; cựu chiến binh; cựu giáo chức; cựu thanh niên xung
phong; cựu tù; da giày; da liễu; danh thắng; dạy nghề; dân ca; dân chủ; dân cư; dân phố; dân quân; dân số; dân số và
kế hoạch hóa gia đình; dân sự; dân tộc; dân tộc nội trú; dân tộc thiểu số; dân vận; dân y; dầu khí; dệt; dệt may; di
sản; di sản văn hóa; di tích; di tích lịch sử; dịch bệnh; dịch thuật; dịch vụ; dịch vụ công; dịch vụ công ích; dioxin;
doanh nghiệp; doanh nghiệp nhỏ và vừa; doanh nhân; du lịch; dữ liệu; dự án; dự án xây dựng; dự phòng; dự trữ; dự trữ
nhà nước; dược liệu; dược phẩm; đa khoa; đại chúng; đại học; đảng bộ; đảng ủy; đảng viên; đào tạo; đặc sản; đầm phá;
đất đai; đầu mối; đầu tư; đầu tư phát triển; đấu giá tài sản; đê; đê điều; đền; địa chất; địa chính; địa ốc; địa
phương; điện; điện ảnh; điện lực; điện tử; điều dưỡng; đo lường; đoàn kết; đoàn thể; đoàn viên; đô thị; đổi mới sáng
tạo; đối ngoại; động vật; đời sống; đường bộ; đường cao tốc; đường sắt; đường thủy; đường thủy nội địa; gạch; gạo; gia
cầm; gia đình; gia đình và trẻ em; gia súc; giảm nghèo; giám sát đầu tư cộng đồng; gian lận thương mại; giao dịch;
giao thông; giao thông đường bộ; giao thông trật tự; giao thông vận tải; giáo chức; giáo dục; giáo viên; giày; giống;
giống cây trồng; giống thủy sản; giống vật nuôi; giới thiệu việc làm; gỗ; hạ tầng; hạ tầng giao thông; hạ tầng kỹ
thuật; hạ tầng số; hai thành viên trở lên; hải đảo; hải quan; hải sản; hàng giả; hàng hải; hàng hóa; hàng không; hành
chính; hành chính công; hạt giống; hạt nhân; hậu cần; hình sự; hoa cảnh; hòa giải; hóa chất; hoạt động giáo dục; học
đường; học sinh; hồ chứa; hộ tịch; hội cựu; hội nghị; hội nhập; hội viên; hợp tác; hợp tác đầu tư; hợp tác quốc tế;
hợp tác xã; huyết học; hướng nghiệp; hướng nghiệp dạy nghề; hưu trí; hữu nghị; kế hoạch; kế hoạch hóa gia đình; khách;
khách sạn; khí tượng; khí tượng thủy văn; kho vận; khoa học; khoa học kỹ thuật; khoáng sản; không gian mạng; khởi
nghiệp; khu bảo tồn; khu công nghiệp; khu di tích; khu du lịch; khu kinh tế; khu vực; khuyến công; khuyến học; khuyến
nông; khuyết tật; kiểm lâm; kiểm toán; kiến thiết; kiến trúc; kinh doanh; kinh tế; kinh tế mới; kinh tế số; kỹ năng;
kỹ thuật; kỹ thuật hậu cần; kỹ thuật nông nghiệp; kỹ thuật số; làm vườn; làng nghề; lao động; lao động xã hội; lão
khoa; lâm nghiệp; lâm sản; lâm trường; lễ tân; lịch sử; lịch sử đảng; liên ngành; logistics; lúa; lúa gạo; luật; luật
gia; luật sư; lữ hành; lương thực; lưu động; lưu trú; lưu trữ; lưu vực sông; ma túy; may; may mặc; máy; mặt bằng; mầm
non; mẫu giáo; miền núi; mồ côi; môi trường; một cửa; một thành viên; múa rối; muối; mỹ nghệ; mỹ thuật; nạn nhân chất
độc da cam; năng lượng; nếp sống văn minh; ngân sách; nghề; nghề cá; nghề nghiệp; nghề nghiệp - giáo dục thường xuyên;
nghệ thuật; nghi lễ; nghĩa trang; nghiệp vụ; ngoại giao; ngoại khoa; ngoại ngữ; ngoại thương; ngoại vụ; ngư dân; ngư
nghiệp; người cao tuổi; người có công; người khuyết tật; người lao động; người mù; người nghèo; người nước ngoài;
người tiêu dùng; người tù kháng chiến; nhà chung cư; nhà đất; nhà hàng; nhà nước; nhà ở; nhà thầu; nhà trường; nhà văn
hóa; nhân ái; nhân dân; nhân đạo; nhân lực; nhân sự; nhiệt đới; nhuộm; nội bộ; nội chính; nội địa; nội khoa; nội tiết;
nội trú; nội vụ; nông dân; nông lâm; nông lâm thủy sản; nông nghiệp; nông sản; nông thôn; nông thôn mới; nông trại;
núi; nuôi dưỡng trẻ em; nuôi ong; nuôi trồng thủy sản; nước; nước sạch; ô tô; phản ứng nhanh; pháp chế; pháp luật;
pháp lý; pháp y; pháp y tâm thần; phát hành phim; phát thanh; phân bón; phần mềm; phế liệu; phim; phong trào; phòng
hộ; phòng thủ dân sự; phòng thủ khu vực; phóng viên; phổ thông; phố cổ; phố đi bộ; phổi; phụ nữ; phụ sản; phục hồi
chức năng; phương tiện; quan hệ; quản lý hành chính; quản trị; quảng trường; quân dân; quân dân y; quân đội; quân
nhân; quân sự; quân y; quần chúng; quận; quốc doanh; quốc gia; quốc phòng; quốc tế; quy tắc; quỹ; quỹ đất; quỹ hỗ trợ;
quyền lợi; quyền lợi người tiêu dùng; rác thải; rau an toàn; rau quả; răng hàm mặt; rừng; rừng đặc dụng; rừng phòng
hộ; rừng sản xuất; sách; sản khoa; sản nhi; sản phẩm; sáng tạo; sâm; sân bay; sân khấu; sâu bệnh; sinh học; sinh thái;
sinh vật; sinh vật cảnh; sinh viên; sỏi; số; sông; sở hữu trí tuệ; sự kiện; sự nghiệp; sự nghiệp công; sức khỏe; tài
chính; tài nguyên; tài sản; tài sản công; tài vụ; tái định cư; tang lễ; tàu cá; taxi; tâm lý; tâm thần; tập thể; tập
trung; than; thanh niên; thanh niên xung phong; thanh thiếu nhi; thanh thiếu niên; thể chất; thể dục; thể thao; thi
hành án dân sự; thị chính; thị trường; thiên nhiên; thiên tai; thiết bị; thiết bị trường học; thiếu nhi; thiếu niên;
thông minh; thông tin cơ sở; thủ công; thủ công mỹ nghệ; thủ tục hành chính; thú y; thuế; thuốc; thuỷ lợi; thuỷ sản;
thủy điện; thủy lợi; thủy nông; thủy sản; thủy văn; thư viện; thừa phát lại; thức ăn chăn nuôi; thực phẩm; thực vật;
thương binh; thương mại; thương mại điện tử; tiền tệ; tiêu chuẩn; tiêu dùng; tim mạch; tin học; tin tức; tín dụng; tín
dụng nhân dân; tín ngưỡng; tình nguyện; tình thương; toàn dân; tổ dân phố; tội phạm; tôm; tôn giáo; tổng đài; tổng
hợp; trái cây; trại giam; trật tự; trật tự đô thị; trật tự xã hội; trẻ em; trẻ mồ côi; trí thức; trí tuệ nhân tạo;
trọng điểm; trọng tài; trung cấp; trung học; trung học cơ sở; trung học phổ thông; trung ương; truyền hình; truyền
máu; truyền nhiễm; truyền thanh; truyền thông; truyền thống; trực tuyến; tuồng; tuyên giáo; tư nhân; tư pháp; từ
thiện; tự nhiên; tưới tiêu; ung bướu; vải thiều; vàng bạc; vắc xin; văn bằng; văn hóa; văn hóa phẩm; văn học; văn học
nghệ thuật; văn minh đô thị; văn nghệ; văn thư; vận tải; vận tải biển; vận tải hành khách; vận tải ô tô; vật giá; vật
liệu; vật liệu xây dựng; vật nuôi; vật tư; vệ sinh; vi mô; việc làm; viên chức; viễn thám; viễn thông; vịnh; vũ trang;
vùng; vườn hoa; vườn quốc gia; xã hội; xăng dầu; xây dựng cơ bản; xây dựng nông thôn mới; xe buýt; xe khách; xe máy;
xi măng; xiếc; xổ số; xổ số kiến thiết; xuất bản; xuất nhập cảnh; xuất nhập khẩu; xúc tiến đầu tư; y dược; y học; y
học cổ truyền; y khoa; y tế; y tế dự phòng
"""
# Names whose parts are joined by a comma before a small letter.
_LISTED = """
chữa cháy; công chức; cứu hộ; cứu nạn, cứu hộ; đào tạo; đặc dụng; giải phóng mặt bằng; giúp việc; hỗ trợ tái định cư;
hỗ trợ và tái định cư; hỗ trợ, tái định cư; khen thưởng; lâm sản; phòng hộ; thủy sản; trật tự cơ sở; trật tự ở cơ sở;
viên chức; xây dựng
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
