"""The words by which a unit is known in a document: what its name begins with, groups, what narrows them. Pure data.

The lists are phrases parted by semicolons, in the order of the Vietnamese alphabet.
"""

from __future__ import annotations

import re

from taskapp.directives.understanding.lexicon import LEVELS, UPPER, any_of, listed

# What a unit's name begins with.
_HEADS = """
Agribank; Bảo tàng; BCĐ; BCH; BĐBP; Bến xe; Bệnh viện; BHXH; Bí thư; BIDV; Binh chủng; Binh đoàn; Bộ Chỉ huy; Bộ đội
Biên phòng; Bộ phận; Bộ Tư lệnh; BQL; Bưu điện; BVĐK; Cảng hàng không; Cảng vụ; Cao đẳng; Câu lạc bộ; CĐCS; Chánh; Chi
bộ; Chi cục; Chi đoàn; Chi hội; Chi nhánh; Chỉ huy trưởng; Chính ủy; Chủ đầu tư; Chủ hồ; Chủ rừng; Chủ tịch; CLB;
Co.opmart; Công an; Công đoàn; Công ty; Cộng tác viên; Cơ quan; Đại đội; Đại học; Đảng bộ; Đảng đoàn; Đảng ủy; Điện
lực; Đoàn đại biểu; Đoàn thanh niên; Đội trưởng; EVN; Giám đốc; Hải đoàn; Hải đội; Hãng; HĐND; Hiệp hội; Hiệu phó;
Hiệu trưởng; Học viện; Hội đồng; Hội Khuyến học; Hợp tác xã; HTX; Huyện Đoàn; Huyện đoàn; Huyện ủy; KBNN; Kho bạc;
Kiểm toán nhà nước; LĐLĐ; Liên chi; Liên danh; Liên đoàn; Liên đội; Liên hiệp; Liên minh; Lữ đoàn; Mặt trận; MobiFone;
MTTQ; Ngân hàng; Nghiệp đoàn; Người đứng đầu; Nhà hát; Nhà khách; Nhà máy; Nhà thầu; Nhà xuất bản; Nhân viên; NHCSXH;
NHNN; Petrolimex; Phân hiệu; Phân khu; Phân viện; Phó Chánh; Phó Chủ tịch; Phó Giám đốc; Phó Trưởng; Quân khu; Quận
Đoàn; Quận đoàn; Quận ủy; Sư đoàn; TAND; Tạp chí; Tập đoàn; THADS; Thành Đoàn; Thành đoàn; Thành ủy; Thi hành án dân
sự; Thị đoàn; Thị ủy; Thủ quỹ; Thủ trưởng; Thư viện; Tiểu ban; Tiểu đoàn; Tỉnh Đoàn; Tỉnh đoàn; Tỉnh ủy; Toà án; Tòa
án; Tòa soạn; Tổ trưởng; Tổng Công ty; Tổng công ty; Tổng cục; Tổng đội; Trung đoàn; Trung đội; Trung tâm; Trưởng ấp;
trưởng ấp; Trưởng bản; trưởng bản; Trưởng buôn; trưởng buôn; Trưởng khóm; trưởng khóm; Trưởng khu; Trưởng làng; trưởng
làng; Trưởng thôn; trưởng thôn; Trưởng trạm; Trưởng xóm; trưởng xóm; TTHCC; TTPVHCC; TTYT; Tuyên truyền viên; Tư lệnh;
TYT; UBMTTQ; UBND; Uỷ ban; Ủy ban; Ủy viên; Văn phòng; Vietcombank; VietinBank; Viettel; Viện Kiểm sát; Viện kiểm sát;
VinaPhone; Vinaphone; VKSND; VNPost; VNPT; VP; VPUBND; Vườn quốc gia; Xã Đoàn; Xã đoàn; Xí nghiệp; Xưởng
"""
# The same, but only before a capital letter, a number, a level or one of the words below ("Hội nghị" is no unit).
_SHORT_HEADS = """
Ban; Bảo hiểm; Báo; Bến phà; Bộ; CA; Cán bộ; Cảng; Chợ; Công chức; Cổng; Cơ quan; Cơ sở; Cục; Cụm; Đài; Địa phương;
Đoàn; Đội; Đồn; Đơn vị; Ga; Giáo xứ; Hải quan; Hạt; Hội; Kế toán; Khối; Khu; Làng nghề; Lâm trường; Lực lượng; Ngành;
Nhà; Nhóm; Nông trường; Phân xưởng; Phòng; Phòng khám; Quân sự; Quỹ; Siêu thị; Sở; Tạp chí; Thanh tra; Thành viên;
Thống kê; Thuế; Thường trực; Tiểu khu; Tổ; Trại; Trạm; Trường; Trưởng; TT; Văn thư; Viên chức; Viễn thông; Viện; Vườn
"""
# Small words that go on in a name after a short head.
_AFTER_SHORT = """
an ninh; an toàn; ấp; ban; bản; bảo tồn; bảo trợ; bảo vệ; báo chí; bầu cử; biên phòng; biên tập; bình chọn; cá; cải
cách; cảnh sát; cao tốc; cấp; cấp cứu; cấp nước; cấp phát; chấm thi; chỉ đạo; chỉ huy; chủ trì; chuyên môn; chuyển đổi
số; chữ thập đỏ; coi thi; công nghệ; công nghiệp; công tác; công tác xã hội; cơ động; cơ sở; cứu hộ; cứu nạn; cựu
chiến binh; cựu giáo chức; dạy nghề; dân cư; dân phòng; dân quân; dân số; dịch vụ; doanh nghiệp; du lịch; dự án; đánh
giá; đặc nhiệm; đầu tư; đề án; địa chính; điều hành; đô thị; đối tác; đông y; giải phóng mặt bằng; giải tỏa; giám sát;
giao dịch; giáo xứ; giúp việc; hành chính; hậu cần; hậu kiểm; hòa giải; hỗ trợ; hộ đê; hướng dẫn; kê khai; kế hoạch;
kế toán; khám bệnh; khảo sát; khóm; khu phố; khu vực; khuyến học; khuyến nông; kiểm dịch; kiểm định; kiểm kê; kiểm
lâm; kiểm ngư; kiểm phiếu; kiểm sát; kiểm soát; kiểm toán; kiểm tra; kinh doanh; kinh tế; kỹ thuật; làm vườn; lao
động; liên kết; liên ngành; luật gia; mầm non; một cửa; nạn nhân; nghề cá; nghề nghiệp; nghiệm thu; nghiệp vụ; người
cao tuổi; nhân dân; nông dân; nuôi dưỡng; nước sạch; phản ứng nhanh; pháp chế; phòng; phòng chống; phụ nữ; phục vụ;
quản lý; quản trang; quân sự; quốc phòng; rà soát; sản xuất; sinh vật cảnh; soạn thảo; sơ tán; tài chính; tập huấn;
tham mưu; thanh niên; thanh tra; thẩm định; thi; thi công; thi đua; thi hành án; thiện nguyện; thiếu nhi; thôn; thông
tin; thống kê; thu gom; thu hồi; thú y; thuế; thủy lợi; thủy nông; thủy sản; thư ký; thường trực; thường vụ; tiếp công
dân; tiếp nhận; tiểu học; tình nguyện; tổ; tổ chức; tổng đài; tổng hợp; trật tự; trị sự; triển khai; trung học; truy
vết; truyền thanh; trưởng; tuần tra; tuyên truyền; tư pháp; tư vấn; tự quản; và; văn hóa; văn nghệ; văn phòng; vận
động; vận hành; vệ sinh; xã hội; xe; xét duyệt; xóm; xung kích; xử lý; y học; y tế
"""
# Places that act as units when their own name follows.
_PLACES = """
Ấp; ấp; Bản; bản; Buôn; buôn; Đặc khu; đặc khu; Huyện; huyện; Khóm; khóm; khối; Khu dân cư; khu dân cư; Khu phố; khu
phố; Làng; làng; Phường; phường; Quận; quận; Thành phố; thành phố; Thị trấn; thị trấn; Thị xã; thị xã; Thôn; thôn;
Tiểu khu; tiểu khu; tỉnh; Tổ dân phố; tổ dân phố; trạm y tế; trường; Xã; xã; Xóm; xóm
"""
# What begins like a unit and is none.
_NOT_HEADS = """
Ban bố; Ban hành; Báo cáo; Báo động; Báo tin; Bộ đề; Bộ luật; Bộ tài liệu; Bộ tiêu chí; Cơ quan nào; Cơ sở dữ liệu; Cơ
sở hạ tầng; Cơ sở pháp lý; Cơ sở vật chất; Điểm a; Điểm b; Điểm c; Điểm thi; Đoàn kết; Đội ngũ; Hồ sơ; Hội báo; Hội
chợ; Hội diễn; Hội đàm; Hội họp; Hội nghị; Hội thảo; Hội thi; Hội trại; Hội trường; Khu vực; Khu vực này; Lực lượng
lao động; Nhà nước; Nhà tài trợ; Nhóm giải pháp; Nhóm nhiệm vụ; Phòng bệnh; Phòng cháy; Phòng chống; Phòng dịch; Phòng
ngừa; Phòng,; Quỹ đất; Quỹ lương; Thống kê số; Tổ chức; Tổ hợp tác; Trường hợp; Trường lớp; Xã hội
"""
# What a heading in capitals begins with when it names a unit.
_CAPITAL_HEADS = """
BAN; BẢO HIỂM; BẢO TÀNG; BÁO; BỆNH VIỆN; BỘ CHỈ HUY; BỘ PHẬN; BỘ TƯ LỆNH; BƯU ĐIỆN; CÁC BAN; CÁC CHỦ; CÁC CƠ QUAN; CÁC
DOANH NGHIỆP; CÁC ĐỊA PHƯƠNG; CÁC ĐƠN VỊ; CÁC HỘI; CÁC NGÀNH; CÁC PHÒNG; CÁC SỞ; CÁC TỔ CHỨC; CÁC TRƯỜNG; CÁC XÃ;
CẢNG; CHÁNH; CHI CỤC; CHI NHÁNH; CHỦ ĐẦU TƯ; CHỦ TỊCH; CÔNG AN; CÔNG TY; CƠ QUAN; CƠ SỞ; CỤC; CỤM; ĐÀI; ĐẠI HỌC; ĐẢNG
ỦY; ĐỊA PHƯƠNG; ĐIỆN LỰC; ĐOÀN; ĐỘI; ĐỒN; ĐƠN VỊ; GIÁM ĐỐC; HẢI QUAN; HẠT; HỌC VIỆN; HỘI; HỢP TÁC XÃ; HUYỆN ĐOÀN;
HUYỆN ỦY; KHO BẠC; LIÊN ĐOÀN; LIÊN HIỆP; LIÊN MINH; MẶT TRẬN; MTTQ; NGÂN HÀNG; NHÀ MÁY; PHÒNG; SỞ; TẬP ĐOÀN; THANH
TRA; THÀNH ĐOÀN; THÀNH ỦY; THI HÀNH ÁN; THỐNG KÊ; THỦ TRƯỞNG; THUẾ; THƯ VIỆN; THƯỜNG TRỰC; TỈNH ĐOÀN; TỈNH ỦY; TÒA ÁN;
TỔ CÔNG TÁC; TỔ GIÚP VIỆC; TỔNG CÔNG TY; TRẠM; TRUNG TÂM; TRƯỜNG; TRƯỞNG; UBND; UỶ BAN; ỦY BAN; VĂN PHÒNG; VIETTEL;
VIỄN THÔNG; VIỆN; VIỆN KIỂM SÁT; VNPT; VP; XÃ ĐOÀN
"""
# A person's office, after the name.
_OFFICES = """
Bí thư; Chánh; Chỉ huy trưởng; Chủ nhiệm; Chủ tịch; Chuyên viên; Công chức; Giám đốc; Hiệu trưởng; Kế toán; Phó; Thành
viên; Thư ký; Tổng Giám đốc; Trưởng; Ủy viên; Viện trưởng
"""
# Who stands for a group of units.
_LEADERS = """
ban giám hiệu; ban lãnh đạo; bí thư; bí thư chi bộ, trưởng; cán bộ; cấp ủy, trưởng; chánh văn phòng; chỉ huy trưởng;
chủ; chủ tịch; đại diện; đội trưởng; giám đốc; hiệu trưởng; kế toán; kế toán trưởng; lãnh đạo; người đại diện; người
đại diện theo pháp luật; người đứng đầu; nhân viên; phó chủ tịch; phó giám đốc; quản đốc; thủ trưởng; tổ trưởng;
trưởng; trưởng ban; viện trưởng
"""
# What a group of units consists of.
_GROUP_NOUNS = """
ấp; Ban; ban; ban chỉ đạo; ban chỉ huy; ban nhân dân; Ban Quản lý; ban quản lý; ban quản lý chợ; bản; bản làng; bản,
làng; bến; bến thủy; bến xe; bệnh viện; Bí thư; Bộ; bộ; bộ phận; buôn; bưu cục; cá nhân; cán bộ; cảng cá; câu lạc bộ;
chi bộ; Chi cục; chi đoàn; chi hội; chi nhánh; chợ; chủ cơ sở; chủ đập; chủ đầu tư; chủ hồ; chủ hồ chứa; chủ phương
tiện; chủ rừng; chủ tàu; chủ tàu cá; chùa; công chức; công ty; cơ quan; cơ quan báo chí; cơ sở; cơ sở giáo dục; cụm
dân cư; cụm thi đua; cửa hàng; doanh nghiệp; dòng họ; đại lý; đảng bộ; đảng ủy; đặc khu; đầu mối; địa phương; điểm du
lịch; điểm trường; đình; Đoàn; đoàn công tác; đoàn thể; Đội; đội; đội tàu; đồn biên phòng; đồng chí; đơn vị; giám đốc;
hãng tàu; hãng xe; hạt; hiệp hội; hộ; hộ gia đình; hộ kinh doanh; Hội; hội; Hợp tác xã; hợp tác xã; huyện; khách sạn;
kho bạc; khóm; khối; khu công nghiệp; khu dân cư; khu du lịch; khu phố; khu vực; làng; làng nghề; làng văn hóa; lâm
trường; lực lượng; Ngành; ngành; ngân hàng; nghiệp đoàn; nhà hàng; nhà mạng; nhà máy; nhà thầu; nhà thuốc; nhà trường;
nhà văn hóa; nhà xe; nhân viên; nhóm trẻ; nông trường; Phòng; phòng; phòng khám; phường; quận; quỹ tín dụng; siêu thị;
Sở; sở; Sở, ngành; tập thể; thành phố; thành viên; thị trấn; thị xã; thôn; thôn, bản; Tiểu ban; tiểu ban; tiểu khu;
Tổ; tổ; tổ bầu cử; tổ chức; tổ chức đảng; Tổ công tác; tổ công tác; tổ dân phố; tổ giúp việc; tổ hòa giải; tổ hợp tác;
trại giam; trạm; Trạm Y tế; trạm y tế; trang trại; Trung tâm; trung tâm; trung tâm y tế; Trường; trường; trường học;
Trưởng phòng; UBND; Ủy viên; ủy viên; văn phòng; viên chức; xã; xí nghiệp; xóm
"""
# What narrows a group.
_QUALIFIERS = """
ăn uống; bán lẻ; bán trú; bảo trợ; bị ảnh hưởng; biên giới; bưu chính; cá thể; cấp huyện; cấp tỉnh; cấp xã; Chi cục;
chính trị; chính trị - xã hội; chủ đầu tư; chủ lực; chuyên môn; chuyên quản; chuyên trách; chức năng; có biển; có chợ;
có di tích; có dịch; có dự án; có đập; có đê; có đường; có lễ hội; có liên quan; có mộ; có rừng; có tàu cá; có tên; có
trụ sở; có tỷ lệ thấp; có vốn nhà nước; còn lại; công ích; công lập; công nghiệp; dân lập; dân phố; dịch vụ; du lịch;
dự toán; đã đăng ký; đang hoạt động; đặc biệt khó khăn; đặc thù; đoàn thể; đóng trên địa bàn; đơn vị sự nghiệp; được
giao; được giao nhiệm vụ; được phân công; FDI; giáo dục; giáp biên; giáp ranh; giết mổ; giúp việc; hải đảo; hành
chính; hành nghề; hữu quan; khác; khai thác cát; khám bệnh, chữa bệnh; khám, chữa bệnh; không chuyên trách; kinh
doanh; là cá nhân; là hộ gia đình; là tổ chức; lâm nghiệp; liên quan; lữ hành; lưu trú; mầm non; miền núi; nêu trên;
ngành dọc; nghiệp vụ; ngoài công lập; ngoài nhà nước; ngoài quốc doanh; nhà nước; nói trên; nòng cốt; nội trú; nông
nghiệp; nông, lâm nghiệp; nuôi trồng thủy sản; phía Bắc; phía Đông; phía Nam; phía Tây; phổ thông; phối thuộc; phụ
trách; phụ trách địa bàn; PTDTBT; PTDTNT; quản lý nhà nước; quần chúng; quốc doanh; sản xuất; sản xuất, kinh doanh; sở
tại; sử dụng ngân sách; sự nghiệp; TH&THCS; tham mưu; tham mưu giúp việc; tham mưu, giúp việc; thành viên; THCS; THPT;
thuộc; thuộc khối; thuộc lĩnh vực; thuộc ngành; thuộc phạm vi quản lý; thuộc quyền quản lý; thủy sản; thực phẩm;
thương mại; tiểu học; tín dụng; trên biển; trên địa bàn; trọng điểm; trọng tâm; trung học; trung học cơ sở; trung học
phổ thông; trung tâm; Trung ương; trung ương; trúng thầu; trực thuộc; trường học; tư nhân; tư thục; vận tải; ven biển;
ven sông; vi phạm; viễn thông; vũ trang; vùng biên; vùng cao; vùng dịch; vùng dự án; vùng đệm; vùng lũ; vùng nguy cơ
sạt lở; vùng sâu; vùng trũng; vùng xa; xã hội; y tế; y tế cơ sở
"""
# Names of sectors that hold a comma or "và", for groups such as "các Sở: A, B".
_SECTORS = """
Công thương; Công Thương; Dân tộc; Dân tộc và Tôn giáo; Du lịch; Giao thông vận tải; Giáo dục và Đào tạo; Kế hoạch và
Đầu tư; Khoa học và Công nghệ; Kinh tế; Kinh tế và Hạ tầng; Kinh tế - Hạ tầng; Kinh tế, Hạ tầng và Đô thị; Lao động -
Thương binh và Xã hội; Lao động, Thương binh và Xã hội; Ngoại vụ; Nông nghiệp và Môi trường; Nông nghiệp và Phát triển
nông thôn; Nội vụ; Quản lý đô thị; Tài chính; Tài chính - Kế hoạch; Tài nguyên và Môi trường; Thanh tra; Thông tin và
Truyền thông; Tư pháp; Văn hóa và Thể thao; Văn hóa và Thông tin; Văn hóa - Thông tin; Văn hóa - Xã hội; Văn hóa, Khoa
học và Thông tin; Văn hóa, Thể thao và Du lịch; Xây dựng; Y tế
"""
LEVEL_WORDS = frozenset({"huyện", "tỉnh", "xã", "phường", "quận", "thị trấn", "thị xã", "thành phố"})
SECTORS = listed(_SECTORS)
GROUP_NOUN = any_of(_GROUP_NOUNS)
_COUNCIL = r"(?:HĐND|Hội đồng nhân dân|Đoàn ĐBQH)"
_COMMITTEE = r"(?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân)"
_OFFICE_OF_BOTH = rf"(?:Văn phòng|VP) {_COUNCIL}(?:\s*[,&-]\s*|\s+và\s+)(?:HĐND(?:\s*&\s*|\s+và\s+))?{_COMMITTEE}"
_BOARDS = r"Ban (?:chỉ đạo|điều hành|chỉ huy|giám sát|thường trực|tổ chức|quản lý|tiếp công dân|vận động|công tác)"
_COUNCILS = (
    r"(?:Hội đồng|Ban|Tổ) [Bb]ồi thường"
    r"(?:, (?:giải phóng mặt bằng|hỗ trợ(?:(?: và|,)? (?:tái định cư|giải phóng mặt bằng))?))?"
)
CONTRACTORS = (
    r"[Cc]hủ đầu tư|(?:[Đđ]ơn vị|[Nn]hà thầu) (?:cung cấp (?:nước|điện)|giám sát|quản lý (?:bến|chợ|đường)|soạn thảo|"
    r"thi công|thiết kế|trúng thầu|tư vấn(?: (?:giám sát|lập quy hoạch|thiết kế))?)"
)
_TEAMS = r"Tổ (?:công tác|giúp việc|chỉ đạo|quản lý)"
_GOES_ON = rf"(?:\s+{any_of(_AFTER_SHORT)}\b|(?=\s+(?:[{UPPER}\d]|{'|'.join(LEVELS)})))"
HEADS = re.compile(
    rf"(?!{any_of(_NOT_HEADS)}(?!\w))(?:(?:Thường trực|Lãnh đạo|Tập thể) (?=[{UPPER}]))?"
    rf"(?:{_OFFICE_OF_BOTH}|(?:Tổ|Lực lượng) [Bb]ảo vệ an ninh,? trật tự(?: ở)? cơ sở|"
    rf"{_COUNCILS}|{CONTRACTORS}|{_BOARDS}|{_TEAMS}|Báo và (?:Đài )?Phát thanh|{any_of(_HEADS)}|"
    rf"{any_of(_SHORT_HEADS)}{_GOES_ON}|{any_of(_PLACES)}(?=\s+[{UPPER}\d]))\b"
)
PLACE = re.compile(rf"{any_of(_PLACES)}(?=\s+[{UPPER}\d])")
CAPITAL_HEADS = re.compile(rf"(?:CÁC )?{any_of(_CAPITAL_HEADS)}\b")
PERSON = re.compile(r"(?:[Cc]ác )?(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng, bà|Ông|Bà|ông|bà)\b:?\s*")
OFFICE = re.compile(rf"(?:Phó |Quyền )?(?:{any_of(_OFFICES)}|[{UPPER}]\w+(?: \w+)? trưởng)\b")
_COUNT = r"(?:(?:cả )?(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)|\d{1,3})"  # "UBND hai xã", "Chủ tịch UBND 19 xã"
_LED = "các |Các |UBND các|Ủy ban nhân dân các|phòng|ban|sở|đơn vị|cơ quan|ấp|thôn|khu|tổ|bản|xóm"
_LED = rf"{_COUNT} |UBND {_COUNT} |{_LED}"
LEADERS = re.compile(rf"(?i:(?:các )?{any_of(_LEADERS)})\s+(?={_LED})")
GROUP = re.compile(
    rf"(?:(?:tất cả|toàn thể|từng|mỗi) (?:các )?|(?:những|các) |(?:cả )?(?:hai|ba|bốn) ){GROUP_NOUN}\b", re.IGNORECASE
)
MORE = re.compile(rf"(?:\s*,\s*|\s+và\s+|\s*;\s*|\s+(?!tổ chức))(?:các )?{GROUP_NOUN}(?=[\s,.;:)]|$)")
_WHERE = r"(?:có tên |nêu |nêu tên |quy định |được giao )?(?:tại|ở)\s+(?:[Đđ]iều|[Mm]ục|[Kk]hoản|[Đđ]iểm|[Pp]hần)"
_WHERE = rf"{_WHERE}\s+(?:(?:\d+(?:\.\d+)*|[IVXLC]+|[a-hđ])\b(?:,\s+(?=\d|[IVXLC]+\b))?)+"
QUALIFIER = re.compile(
    rf",?\s+(?:{any_of(_QUALIFIERS)}|{_WHERE}|(?:tại|ở) (?:mục|phần) Kính gửi|(?:như )?[Kk]ính gửi)(?=[\s,.;:)]|$)"
)
_OWN_NAME = rf"(?:\s+[{UPPER}][^\W\d_]*|\s+\d{{1,3}}(?!\d|[/.,]\d)|\s+[IVX]{{1,4}}\b)"
OWN_NAME = re.compile(rf"{_OWN_NAME}+")
_VILLAGES = rf"(?:ấp|bản|buôn|khóm|khu dân cư|khu phố|làng|thôn|tổ dân phố|xóm)(?=\s+(?:số\s+)?[{UPPER}\d])"
LEVEL = re.compile(
    rf"\s+(?:cấp |liên |toàn |khu vực )?(?:{'|'.join(LEVELS)}|{_VILLAGES}|"
    rf"khu vực|cấp (?:huyện|xã|tỉnh)|(?:thuộc )?địa bàn|số(?=\s+\d)|"
    rf"quốc gia)\b(?:{_OWN_NAME}+)?"
)
COMMITTEES = re.compile(rf"{_COMMITTEE}\s+(?:(?:các|{_COUNT})\s+)?(?:cấp\s+)?{GROUP_NOUN}\b")
_LOCAL = (
    rf"(?:{_COMMITTEE}|HĐND và UBND|Công an|Hội đồng nhân dân|Đảng ủy|Ban điều hành|Trạm Y tế|Ban Chỉ huy [Qq]uân sự)"
)
LOCAL_GROUP = re.compile(rf"{_LOCAL}\s+(?:tất cả )?(?:các|cấp|{_COUNT})\s+{GROUP_NOUN}\b")
