"""The words by which a unit is known in a document: what its name begins with, groups, what narrows them. Pure data.

The lists are phrases parted by semicolons, in the order of the Vietnamese alphabet.
"""

from __future__ import annotations

import re

from taskapp.directives.understanding.lexicon import LEVELS, UPPER, any_of, listed

# What a unit's name begins with.
_HEADS = """
Bảo tàng; BCĐ; BCH; Bến xe; Bệnh viện; BHXH; Binh đoàn; Bí thư; Bộ phận; BQL; Bưu điện; Cao đẳng; Câu lạc bộ; Chánh;
Chi cục; Chi nhánh; Chỉ huy trưởng; Chủ đầu tư; Chủ hồ; Chủ rừng; Chủ tịch; Công an; Công đoàn; Công ty; Cơ quan; Đảng
bộ; Đảng ủy; Đại học; Điện lực; Đoàn thanh niên; EVN; Giám đốc; Hãng; HĐND; Hiệp hội; Hiệu trưởng; Học viện; Hội đồng;
Hợp tác xã; HTX; Huyện đoàn; Huyện ủy; KBNN; Kho bạc; Liên đoàn; Liên hiệp; Liên minh; Lữ đoàn; Mặt trận; MobiFone;
MTTQ; Ngân hàng; Người đứng đầu; Nhà máy; Nhà thầu; NHCSXH; Phân viện; Phó Chánh; Phó Chủ tịch; Phó Giám đốc; Phó
Trưởng; Sư đoàn; Tập đoàn; Thành đoàn; Thành ủy; Thủ trưởng; Thư viện; Tiểu ban; Tiểu đoàn; Tỉnh đoàn; Tỉnh ủy; Toà
án; Tòa án; Tổng công ty; Tổng cục; Tổng đội; Trung đoàn; Trung tâm; TTPVHCC; UBMTTQ; UBND; Uỷ ban; Ủy ban; Văn phòng;
Viettel; Viện kiểm sát; Viện Kiểm sát; VNPT; VP; VPUBND; Xã đoàn; Xí nghiệp; Xưởng; Agribank; BIDV; Đoàn đại biểu;
Huyện Đoàn; Quận đoàn; Quận Đoàn; Quận ủy; Thành Đoàn; Thị đoàn; Thị ủy; Tỉnh Đoàn; Vietcombank; VietinBank;
Vinaphone; VinaPhone; Xã Đoàn; BĐBP; BVĐK; Binh chủng; Bộ Chỉ huy; Bộ Tư lệnh; CĐCS; CLB; Cảng hàng không; Cảng vụ;
Chi bộ; Chi đoàn; Chi hội; Công viên; Đại đội; Đảng đoàn; Đăng kiểm; Đội trưởng; Hải đoàn; Hải đội; Hiệu phó; Hội
Khuyến học; Kiểm toán; LĐLĐ; Liên chi; Liên đội; NHNN; Nhà hát; Nhà khách; Nhà xuất bản; Nghiệp đoàn; Phân hiệu; Phân
khu; Quân khu; TAND; THADS; TTHCC; TTYT; TYT; Tạp chí; Thi hành án; Thủy nông; Tòa soạn; Tổng Công ty; Tổ trưởng;
Trung đội; Vườn quốc gia; VKSND; VNPost; Petrolimex; Co.opmart; Ủy viên; Xổ số; Liên danh; Trưởng ấp; Trưởng bản;
Trưởng buôn; Trưởng khóm; Trưởng khu; Trưởng làng; Trưởng thôn; Trưởng xóm; trưởng ấp; trưởng bản; trưởng buôn; trưởng
khóm; trưởng làng; trưởng thôn; trưởng xóm; Thủ quỹ; Trưởng trạm; Cộng tác viên; Nhân viên; Tuyên truyền viên
"""
# The same, but only before a capital letter, a number, a level or one of the words below ("Hội nghị" is no unit).
_SHORT_HEADS = """
Ban; Bảo hiểm; Báo; Bộ; CA; Cảng; Chợ; Cổng; Công chức; Cơ quan; Cơ sở; Cục; Cụm; Đài; Địa phương; Đoàn; Đồn; Đội; Đơn
vị; Ga; Hải quan; Hạt; Hội; Khối; Khu; Lâm trường; Lực lượng; Nhà; Nhóm; Nông trường; Phòng; Quỹ; Sở; Tạp chí; Thanh
tra; Thành viên; Thống kê; Thuế; Tổ; Trại; Trạm; Trường; Trưởng; TT; Viễn thông; Viện; Vườn; Bến phà; Chùa; Điểm; Giáo
xứ; Hồ; Làng nghề; Ngành; Phân xưởng; Phòng khám; Siêu thị; Thường trực; Tiểu khu; Cán bộ; Kế toán; Viên chức; Văn
thư; Quân sự
"""
# Small words that go on in a name after a short head.
_AFTER_SHORT = """
an ninh; ban; biên phòng; biên tập; bản; bảo vệ; chuyên môn; chỉ huy; chỉ đạo; chủ trì; cá; công nghệ; công tác; cảnh
sát; cấp; cấp cứu; cứu hộ; cựu chiến binh; cựu giáo chức; doanh nghiệp; dân phòng; dân số; dịch vụ; giao dịch; giám
sát; giáo xứ; giúp việc; giải phóng mặt bằng; giải tỏa; hòa giải; hộ đê; khu phố; khu vực; khuyến học; khuyến nông;
kiểm kê; kiểm phiếu; kiểm sát; kiểm tra; kế toán; liên ngành; mầm non; một cửa; nghiệm thu; người cao tuổi; nhân dân;
nông dân; phòng; phòng chống; phản ứng nhanh; phụ nữ; phục vụ; quân sự; quản lý; quản trang; rà soát; soạn thảo; thanh
niên; thanh tra; thi đua; thu gom; thu hồi; thuế; thôn; thông tin; thú y; thư ký; thường trực; thẩm định; tiếp công
dân; tiểu học; trung học; truyền thanh; trưởng; trị sự; tuyên truyền; tuần tra; tư pháp; tư vấn; tổ; tổ chức; tự quản;
và; văn hóa; văn phòng; vận động; vệ sinh; xung kích; xã hội; xét duyệt; xử lý; y tế; điều hành; địa chính; ấp; an
toàn; báo chí; bảo tồn; bảo trợ; bầu cử; bình chọn; cải cách; cao tốc; cấp nước; cấp phát; chấm thi; chuyển đổi số;
chữ thập đỏ; coi thi; công nghiệp; công tác xã hội; cơ động; cơ sở; cứu nạn; dân cư; dân quân; dạy nghề; du lịch; dự
án; đánh giá; đầu tư; đề án; đông y; đô thị; đối tác; đặc nhiệm; hậu cần; hậu kiểm; hành chính; hỗ trợ; hướng dẫn; kê
khai; khám bệnh; khảo sát; khóm; kiểm dịch; kiểm định; kiểm lâm; kiểm ngư; kiểm soát; kiểm toán; kinh tế; kinh doanh;
kỹ thuật; lao động; làm vườn; liên kết; luật gia; nạn nhân; nghề cá; nghề nghiệp; nghiệp vụ; nuôi dưỡng; nước sạch;
pháp chế; quốc phòng; sinh vật cảnh; sơ tán; sản xuất; tài chính; tập huấn; tham mưu; thi; thi công; thi hành án;
thiện nguyện; thiếu nhi; thống kê; thủy lợi; thủy nông; thủy sản; tiếp nhận; tình nguyện; truy vết; trật tự; tổng hợp;
tổng đài; triển khai; vận hành; văn nghệ; xe; xóm; y học; thường vụ; kế hoạch
"""
# Places that act as units when their own name follows.
_PLACES = """
ấp; bản; buôn; huyện; khu phố; phường; thị trấn; thôn; tổ dân phố; trạm y tế; trường; xã; đặc khu; khóm; khối; khu dân
cư; làng; quận; thành phố; thị xã; tiểu khu; tỉnh; xóm; Ấp; Bản; Buôn; Khóm; Khu dân cư; Khu phố; Làng; Phường; Thị
trấn; Thị xã; Thôn; Tiểu khu; Tổ dân phố; Xã; Xóm; Huyện; Đặc khu; Quận; Thành phố
"""
# What begins like a unit and is none.
_NOT_HEADS = """
Ban hành; Báo cáo; Cơ sở dữ liệu; Cơ sở hạ tầng; Cơ sở vật chất; Đoàn kết; Hội chợ; Hội diễn; Hội họp; Hội nghị; Hội
thảo; Hội thi; Hội trại; Hội trường; Khu vực; Nhà nước; Phòng cháy; Phòng chống; Phòng ngừa; Phòng,; Quỹ đất; Thống kê
số; Tổ chức; Trường hợp; Ban bố; Báo động; Báo tin; Bộ đề; Bộ luật; Bộ tài liệu; Bộ tiêu chí; Cơ sở pháp lý; Cơ quan
nào; Điểm a; Điểm b; Điểm c; Điểm thi; Đội ngũ; Hội đàm; Hội báo; Hồ sơ; Khu vực này; Lực lượng lao động; Nhóm giải
pháp; Nhóm nhiệm vụ; Nhà tài trợ; Phòng bệnh; Phòng dịch; Quỹ lương; Tổ hợp tác; Xã hội; Trường lớp
"""
# What a heading in capitals begins with when it names a unit.
_CAPITAL_HEADS = """
BAN; BẢO HIỂM; BÁO; BỆNH VIỆN; BỘ CHỈ HUY; BỘ PHẬN; CÁC CƠ QUAN; CÁC ĐƠN VỊ; CHI CỤC; CHI NHÁNH; CHỦ TỊCH; CÔNG AN;
CÔNG TY; CƠ QUAN; CƠ SỞ; CỤC; ĐÀI; ĐIỆN LỰC; ĐỊA PHƯƠNG; ĐOÀN; ĐỘI; ĐƠN VỊ; GIÁM ĐỐC; HẠT; HỘI; HUYỆN ĐOÀN; KHO BẠC;
LIÊN ĐOÀN; MẶT TRẬN; NGÂN HÀNG; PHÒNG; SỞ; THANH TRA; THUẾ; THỦ TRƯỞNG; TỈNH ĐOÀN; TÒA ÁN; TRẠM; TRUNG TÂM; TRƯỜNG;
TRƯỞNG; UBND; UỶ BAN; ỦY BAN; VĂN PHÒNG; VIETTEL; VIỆN KIỂM SÁT; VNPT; VP; BẢO TÀNG; BỘ TƯ LỆNH; BƯU ĐIỆN; CÁC BAN;
CÁC CHỦ; CÁC DOANH NGHIỆP; CÁC ĐỊA PHƯƠNG; CÁC HỘI; CÁC NGÀNH; CÁC PHÒNG; CÁC SỞ; CÁC TỔ CHỨC; CÁC TRƯỜNG; CÁC XÃ;
CẢNG; CHÁNH; CHỦ ĐẦU TƯ; CỤM; ĐẠI HỌC; ĐẢNG ỦY; ĐỒN; HẢI QUAN; HỌC VIỆN; HỢP TÁC XÃ; HUYỆN ỦY; LIÊN HIỆP; LIÊN MINH;
MTTQ; NHÀ MÁY; TẬP ĐOÀN; THÀNH ĐOÀN; THÀNH ỦY; THI HÀNH ÁN; THỐNG KÊ; THƯ VIỆN; THƯỜNG TRỰC; TỈNH ỦY; TỔ CÔNG TÁC; TỔ
GIÚP VIỆC; TỔNG CÔNG TY; VIỄN THÔNG; VIỆN; XÃ ĐOÀN
"""
# A person's office, after the name.
_OFFICES = """
Bí thư; Chánh; Chỉ huy trưởng; Chủ nhiệm; Chủ tịch; Chuyên viên; Công chức; Giám đốc; Hiệu trưởng; Kế toán; Phó; Thành
viên; Thư ký; Tổng Giám đốc; Trưởng; Ủy viên; Viện trưởng
"""
# Who stands for a group of units.
_LEADERS = """
cán bộ; chánh văn phòng; chỉ huy trưởng; chủ tịch; đại diện; giám đốc; hiệu trưởng; lãnh đạo; người đứng đầu; phó chủ
tịch; thủ trưởng; trưởng; bí thư; phó giám đốc; quản đốc; trưởng ban; tổ trưởng; đội trưởng; viện trưởng; phụ trách;
người đại diện theo pháp luật; người đại diện; kế toán trưởng; ban giám hiệu; ban lãnh đạo; chủ; nhân viên; kế toán;
bí thư chi bộ, trưởng; cấp ủy, trưởng
"""
# What a group of units consists of.
_GROUP_NOUNS = """
ấp; Ban; ban; ban chỉ đạo; ban quản lý; Ban Quản lý; ban quản lý chợ; bản; bản làng; bến; bệnh viện; Bộ; bộ; bộ phận;
buôn; cán bộ; cá nhân; câu lạc bộ; Chi cục; chi nhánh; chợ; chùa; chủ đầu tư; chủ hồ; chủ rừng; chủ tàu; công chức;
công ty; cơ quan; cơ sở; cơ sở giáo dục; doanh nghiệp; dòng họ; đặc khu; đầu mối; điểm trường; đình; địa phương; Đoàn;
đoàn thể; đồng chí; đồn biên phòng; đội; Đội; đơn vị; giám đốc; hạt; hộ; Hội; hội; hộ gia đình; hộ kinh doanh; hợp tác
xã; huyện; khu công nghiệp; khu phố; khu vực; làng; làng nghề; lực lượng; Ngành; ngành; ngân hàng; nhà máy; nhà thầu;
nhà trường; nhà văn hóa; nhân viên; phòng; Phòng; phường; quận; sở; Sở; thành phố; thành viên; thị trấn; thị xã; thôn;
Tiểu ban; tiểu ban; tổ; Tổ; tổ chức; tổ dân phố; tổ hòa giải; trang trại; trạm; Trạm Y tế; trạm y tế; Trung tâm; trung
tâm; trường; Trường; trường học; UBND; ủy viên; Ủy viên; viên chức; xã; xóm; ban chỉ huy; ban nhân dân; Bí thư; bưu
cục; chi bộ; chi đoàn; chi hội; cơ quan báo chí; cụm dân cư; cụm thi đua; cửa hàng; đại lý; đảng bộ; đảng ủy; điểm du
lịch; đoàn công tác; hiệp hội; Hợp tác xã; khách sạn; khóm; khu dân cư; khu du lịch; kho bạc; làng văn hóa; nghiệp
đoàn; nhà hàng; nhà mạng; nhà thuốc; nhà xe; nhóm trẻ; nông trường; phòng khám; quỹ tín dụng; siêu thị; tập thể; thôn,
bản; tiểu khu; tổ chức đảng; tổ công tác; tổ giúp việc; tổ bầu cử; tổ hợp tác; Tổ công tác; trại giam; Trưởng phòng;
trung tâm y tế; văn phòng; xí nghiệp; đội tàu; bản, làng; khối; Sở, ngành; lâm trường; bến xe; bến thủy; cảng cá
"""
# What narrows a group.
_QUALIFIERS = """
ăn uống; bảo trợ; biên giới; bị ảnh hưởng; bưu chính; cấp huyện; cấp tỉnh; cấp xã; Chi cục; chính trị; chính trị - xã
hội; chuyên môn; chuyên quản; chủ đầu tư; chủ lực; còn lại; có biển; có chợ; có di tích; có dịch; có dự án; có đập; có
đê; có đường; có lễ hội; có liên quan; có mộ; có rừng; có tàu cá; có tên; có tỷ lệ thấp; có vốn nhà nước; công ích;
công lập; dân phố; dịch vụ; du lịch; dự toán; đặc biệt khó khăn; đoàn thể; đóng trên địa bàn; đơn vị sự nghiệp; được
giao; được giao nhiệm vụ; được phân công; giáo dục; giết mổ; hành chính; hải đảo; khai thác cát; khác; khám bệnh, chữa
bệnh; khám, chữa bệnh; kinh doanh; liên quan; lưu trú; mầm non; miền núi; nêu trên; ngoài công lập; nhà nước; nói
trên; nông nghiệp; nuôi trồng thủy sản; phía Bắc; phía Nam; phổ thông; phụ trách; phụ trách địa bàn; quản lý nhà nước;
sản xuất; sản xuất, kinh doanh; sử dụng ngân sách; sự nghiệp; tham mưu; thuộc; thuộc khối; thuộc lĩnh vực; thuộc
ngành; thuộc phạm vi quản lý; thuộc quyền quản lý; thủy sản; thương mại; tiểu học; tín dụng; trên địa bàn; trọng điểm;
trung học; trung học cơ sở; trung học phổ thông; trung ương; Trung ương; trường học; trực thuộc; vận tải; ven biển;
ven sông; viễn thông; vùng cao; vùng sâu; vùng xa; xã hội; y tế; bán lẻ; bán trú; cá thể; chức năng; chuyên trách; có
trụ sở; công nghiệp; dân lập; đang hoạt động; đã đăng ký; đặc thù; FDI; giáp biên; giáp ranh; hành nghề; hữu quan;
không chuyên trách; lâm nghiệp; lữ hành; ngành dọc; nghiệp vụ; ngoài nhà nước; ngoài quốc doanh; nòng cốt; nội trú;
nông, lâm nghiệp; phía Đông; phía Tây; phối thuộc; quần chúng; quốc doanh; sở tại; thành viên; thực phẩm; trên biển;
trọng tâm; trúng thầu; trung tâm; tư nhân; tư thục; vi phạm; vũ trang; y tế cơ sở; THCS; THPT; TH&THCS; PTDTBT;
PTDTNT; tham mưu, giúp việc; tham mưu giúp việc; giúp việc
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
    r"(?:Hội đồng|Ban|Tổ) [Bb]ồi thường(?:, (?:giải phóng mặt bằng|hỗ trợ(?:(?: và|,)? (?:tái định cư|giải phóng mặt bằng))?))?"
)
_CONTRACTORS = (
    r"[Cc]hủ đầu tư|(?:[Đđ]ơn vị|[Nn]hà thầu) (?:cung cấp (?:nước|điện)|giám sát|quản lý (?:bến|chợ|đường)|soạn thảo|"
    r"thi công|thiết kế|trúng thầu|tư vấn(?: (?:giám sát|lập quy hoạch|thiết kế))?)"
)
_TEAMS = r"Tổ (?:công tác|giúp việc|chỉ đạo|quản lý)"
_GOES_ON = rf"(?:\s+{any_of(_AFTER_SHORT)}\b|(?=\s+(?:[{UPPER}\d]|{'|'.join(LEVELS)})))"
HEADS = re.compile(
    rf"(?!{any_of(_NOT_HEADS)}(?!\w))(?:(?:Thường trực|Lãnh đạo|Tập thể) (?=[{UPPER}]))?"
    rf"(?:{_OFFICE_OF_BOTH}|(?:Tổ|Lực lượng) [Bb]ảo vệ an ninh,? trật tự(?: ở)? cơ sở|{_COUNCILS}|{_CONTRACTORS}|{_BOARDS}|{_TEAMS}|Báo và (?:Đài )?Phát thanh|{any_of(_HEADS)}|"
    rf"{any_of(_SHORT_HEADS)}{_GOES_ON}|{any_of(_PLACES)}(?=\s+[{UPPER}\d]))\b"
)
PLACE = re.compile(rf"{any_of(_PLACES)}(?=\s+[{UPPER}\d])")
CAPITAL_HEADS = re.compile(rf"(?:CÁC )?{any_of(_CAPITAL_HEADS)}\b")
PERSON = re.compile(r"(?:[Cc]ác )?(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng, bà|Ông|Bà|ông|bà)\b:?\s*")
OFFICE = re.compile(rf"(?:Phó |Quyền )?(?:{any_of(_OFFICES)}|[{UPPER}]\w+(?: \w+)? trưởng)\b")
_COUNT = r"(?:(?:cả )?(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)|\d{1,3})"  # "UBND hai xã", "Chủ tịch UBND 19 xã"
_LED = rf"{_COUNT} |UBND {_COUNT} |các |Các |UBND các|Ủy ban nhân dân các|phòng|ban|sở|đơn vị|cơ quan|ấp|thôn|khu|tổ|bản|xóm"
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
    rf"\s+(?:cấp |liên |toàn |khu vực )?(?:{'|'.join(LEVELS)}|{_VILLAGES}|khu vực|cấp (?:huyện|xã|tỉnh)|(?:thuộc )?địa bàn|số(?=\s+\d)|"
    rf"quốc gia)\b(?:{_OWN_NAME}+)?"
)
COMMITTEES = re.compile(rf"{_COMMITTEE}\s+(?:(?:các|{_COUNT})\s+)?(?:cấp\s+)?{GROUP_NOUN}\b")
_LOCAL = rf"(?:{_COMMITTEE}|HĐND và UBND|Công an|Hội đồng nhân dân|Đảng ủy|Ban điều hành|Trạm Y tế|Ban Chỉ huy [Qq]uân sự)"
LOCAL_GROUP = re.compile(rf"{_LOCAL}\s+(?:tất cả )?(?:các|cấp|{_COUNT})\s+{GROUP_NOUN}\b")
