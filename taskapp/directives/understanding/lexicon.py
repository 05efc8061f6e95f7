"""The words of administrative Vietnamese that tell a unit's name from what it is to do. Pure data, in small letters.

Each list holds phrases parted by semicolons, in the order of the Vietnamese alphabet.
"""

from __future__ import annotations

import re

# What an instruction begins with. A word that also stands in units' names ("quản lý") is told by its letters.
_VERBS = """
áp dụng; áp giải; ấn định; bác bỏ; bài trừ; bãi bỏ; bám sát; ban bố; ban hành; bàn bạc; bàn giao; bán; bao tiêu; bao
vây; bảo dưỡng; bảo đảm; bảo hành; bảo lãnh; bảo lưu; bảo quản; bảo tồn; bảo trì; bảo vệ; báo cáo; báo tin; bắt đầu;
bắt giữ; bắt tay; bấm; bế mạc; biên soạn; biệt phái; biểu diễn; biểu dương; bình chọn; bình ổn; bình xét; bó vỉa; bóc
dỡ; bóc gỡ; bóc tách; bón phân; bổ khuyết; bổ nhiệm; bổ sung; bố trí; bốc; bốc dỡ; bốc thăm; bốc xếp; bồi dưỡng; bồi
đắp; bồi thường; bồi trúc; bơm; bơm tát; bù; bù đắp; bung; buộc; cách chức; cách ly; cai nghiện; cài; cài đặt; cải
chính; cải táng; cải tạo; cải thiện; cải tiến; cam kết; can ngăn; can thiệp; cảnh báo; cảnh giác; cảnh giới; cảnh
tỉnh; cày ải; cắm; cắm cờ; cắm mốc; căng dây; cắt; cắt giảm; cắt tỉa; cấm; cân đo; cân đối; cân nhắc; cấp; cấp cứu;
cấp đổi; cấp giấy; cấp phát; cấp phép; cập nhật; cầu siêu; cấy; chào giá; chạy; chạy thử; chăm lo; chăm sóc; chằng
buộc; chằng chống; chặt hạ; chặt tỉa; chấm; chấm dứt; chấm điểm; chấm thi; chấn chỉnh; chấp hành; che chắn; che phủ;
chép; chi; chi trả; chi viện; chỉ đạo; chỉ định; chỉ huy; chỉ ra; chỉ rõ; chia; chia sẻ; chia tách; chiêu sinh; chiếu;
chỉnh lý; chỉnh sửa; chỉnh trang; chịu trách nhiệm; cho; cho phép; cho thuê; cho vay; chọn; chọn lọc; chôn; chôn lấp;
chống; chốt; chốt sổ; chốt trực; chở; chủ động; chủ trì; chủ trì họp; chủ trương; chuẩn bị; chuẩn hóa; chúc; chúc tết;
chúc thọ; chung sức; chung tay; chủng ngừa; chụp; chụp ảnh; chụp X-quang; chuyên chở; chuyển; chuyển đổi; chuyển giao;
chuyển hướng; chuyển tải; chuyển tuyến; chữa cháy; chứng kiến; chứng nhận; chứng thực; có biện pháp; có giải pháp; có
kế hoạch; có phương án; có trách nhiệm; có văn bản; có ý kiến; cô lập; cổ động; cổ phần hóa; cổ vũ; công bố; công
chiếu; công diễn; công khai; công nhận; cơ cấu; cụ thể hóa; cung cấp; cung ứng; củng cố; cử; cưa; cưỡng chế; cưu mang;
cứu; cứu chữa; cứu hộ; cứu trợ; dàn dựng; dàn xếp; dán; dành; dạy học; dặm vá; dẫn dắt; dẫn đường; dâng hương; dập
dịch; dập tắt; dẹp; di chuyển; di dân; di dời; di lý; diễn tập; dìu dắt; dò tìm; dọn; dọn dẹp; dọn vệ sinh; dồn lực;
dồn sức; dỡ; dời; dùng; duy trì; duy tu; duyệt; dự; dự báo; dự kiến; dự thảo; dự thi; dự toán; dự trù; dự trữ; dừng;
dựng; dứt điểm; đa dạng hóa; đàm phán; đảm bảo; đảm nhận; đảm nhiệm; đánh giá; đánh số; đào; đào bới; đào tạo; đáp
ứng; đặc cách; đặc tả; đăng; đăng cai; đăng kiểm; đăng ký; đăng tải; đắp; đặt; đặt biển; đặt hàng; đặt tên; đấu giá;
đấu nối; đấu thầu; đấu tranh; đẩy; đẩy lùi; đẩy mạnh; đẩy nhanh; đem; đề cao; đề nghị; đề ra; đề xuất; đền bù; đi đầu;
đi kiểm tra; đi sâu; điểm danh; điền; điều chỉnh; điều chuyển; điều dưỡng; điều động; điều hành; điều nghiên; điều
phối; điều tiết; điều tra; điều trần; điều trị; đình chỉ; đình hoãn; đính chính; định danh; định giá; định hướng; định
kỳ; định vị; đo; đo đạc; đọc; đón; đón tiếp; đóng; đóng cửa; đóng dấu; đóng góp; đóng quyển; đóng tàu; đổ; đốc thúc;
đổi; đổi mới; đối chiếu; đối phó; đối soát; đối thoại; đối trừ; đối ứng; đôn đốc; đốn; đồng bộ; đồng hành; đồng thuận;
đồng ý; động viên; đốt; đột phá; đỡ đầu; đơn giản hóa; đúc kết; đúc rút; đưa; đưa đón; đưa ra; đưa tin; đưa vào; đứng
ra; gác; gạch bỏ; gán; gắn; gắn biển; gắn kết; gặp; gặp gỡ; gặp mặt; gặt; gây dựng; gây quỹ; ghép; ghi; ghi chép; ghi
danh; ghi hình; ghi nhận; gia cố; gia cường; gia hạn; gia nhập; giải bản; giải cứu; giải đáp; giải mã; giải ngân; giải
phóng; giải quyết; giải thể; giải thích; giải tỏa; giải trình; giảm; giảm trừ; giám định; giám sát; giám tuyển; giãn;
giãn cách; giảng dạy; giao; giao ban; giao lưu; giao nhận; giao nộp; giáo dục; giăng; gieo; gieo cấy; gìn giữ; giới
thiệu; giục; giúp; giữ; giữ vững; gõ; gọi; gom; góp; góp phần; góp ý; gộp; gỡ; gỡ bỏ; gỡ vướng; gửi; hạ; hạ mức; hạ
tải; hạch toán; hàn; hạn chế; hậu kiểm; hiến; hiến máu; hiệp đồng; hiệp thương; hiệu chỉnh; hiệu đính; hình thành; hòa
giải; hóa giải; hoạch định; hoàn chỉnh; hoàn nguyên; hoàn tất; hoàn thành; hoàn thiện; hoàn thổ; hoàn thuế; hoàn trả;
hoàn ứng; hoãn; hoạt động; học tập; hỏi thăm; họp; họp dân; hỗ trợ; hộ đê; hộ tống; hồi đáp; hối thúc; hội chẩn; hội
thảo; hội ý; hợp đồng; hợp nhất; hợp tác; hợp thức hóa; huấn luyện; huy động; hủy; hủy bỏ; hưởng ứng; hướng; hướng
dẩn; hướng dẫn; in; in ấn; in sao; kẻ; kẻ vạch; kèm cặp; kéo; kéo dài; kéo giảm; kê biên; kê cao; kê đơn; kê khai; kê
kích; kết hợp; kết luận; kết nạp; kết nối; kết thúc; kết xuất; kêu; kêu gọi; khai; khai báo; khai mạc; khai quật; khai
thác; khai thông; khai trương; khám; khám bệnh; khám sàng lọc; kháng nghị; khánh thành; khảo cổ; khảo nghiệm; khảo
sát; khắc phục; khẩn trương; khấu trừ; khen; khen thưởng; khép lại; khích lệ; khóa; khóa sổ; khoan; khoán; khoanh
định; khoanh nuôi; khoanh vùng; khôi phục; khống chế; khơi thông; khởi công; khởi động; khởi kiện; khởi tạo; khởi tố;
khởi xướng; khớp; khớp nối; khuyên; khuyến cáo; khuyến khích; khuyến nghị; khử khuẩn; khử trùng; kích cầu; kích hoạt;
kiêm nhiệm; kiềm chế; kiểm chứng; kiểm dịch; kiểm duyệt; kiểm đếm; kiểm điểm; kiểm định; kiểm kê; kiểm nghiệm; kiểm
phiếu; kiểm soát; kiểm thử; kiểm tra; kiên quyết; kiến nghị; kiện toàn; kịp thời; kỷ niệm; ký; ký cam kết; ký duyệt;
ký hợp đồng; ký kết; ký số; lai dắt; lai tạo; làm; làm đầu mối; làm rõ; làm sạch; làm tốt; làm việc; lan tỏa; lan
truyền; lãnh đạo; lát; lắng nghe; lắp; lắp đặt; lấp; lấp đầy; lập; lấy mẫu; lấy ý kiến; lên kế hoạch; lên phương án;
liên hệ; liên kết; liên thông; liệt kê; lo; lo liệu; loại; loại bỏ; loại trừ; lọc; lồng ghép; lợp; luân chuyển; luân
phiên; lục soát; lùi; lùng sục; luyện tập; lựa chọn; lưu; lưu giữ; lưu trữ; lưu ý; lý giải; mã hóa; mang; mạnh dạn;
mắc; mật phục; miễn; miễn giảm; miễn nhiệm; miễn thuế; minh bạch; mô phỏng; mô tả; mở; mở cửa; mở rộng; mời; mua; mua
sắm; mượn; nạo; nạo vét; nạp; nắm; nắm bắt; nâng; nâng cao; nâng cấp; nâng hạng; nâng mức; neo đậu; nêu; nêu cao; nêu
gương; nêu rõ; ngăn chặn; nghe; nghiêm cấm; nghiêm túc; nghiệm thu; nghiên cứu; ngừng; nhắc; nhắc nhở; nhắc việc; nhắn
tin; nhặt; nhân bản; nhân giống; nhân rộng; nhấn mạnh; nhận; nhận diện; nhận đỡ đầu; nhận nuôi; nhập; nhập khẩu; nhập
kho; nhập liệu; nhờ; nhượng; niêm cất; niêm phong; niêm yết; nói chuyện; nối; nộp; nới; nuôi; nuôi dưỡng; ổn định; ốp;
phá; phá bỏ; phá dỡ; phác thảo; phản ánh; phản biện; phản hồi; phát; phát dọn; phát động; phát hành; phát hiện; phát
huy; phát lệnh; phát mại; phát quang; phát sóng; phát thanh; phát tờ rơi; phát triển; phân bổ; phân bố; phân cấp; phân
công; phân định; phân giao; phân khai; phân làn; phân loại; phân luồng; phân nhóm; phân phát; phân phối; phân quyền;
phân tách; phân tích; phân tuyến; phân xử; phấn đấu; phê chuẩn; phê duyệt; phê phán; phong tỏa; phòng chống; phòng
ngừa; phòng trừ; phóng sinh; phổ biến; phối hợp; phối kết hợp; phơi; phủ sóng; phủ xanh; phụ trách; phúc đáp; phúc
tra; phục dựng; phục hồi; phục vụ; phun; phun thuốc; phun xịt; quan sát; quan tâm; quan trắc; quản lý; quản thúc; quán
triệt; quảng bá; quay; quét; quy định; quy đổi; quy hoạch; quy tập; quy tụ; quyên; quyên góp; quyết định; quyết liệt;
quyết tâm; quyết toán; ra quân; ra thông báo; rà; rà cắt; rà lại; rà phá; rà quét; rà soát; rải; rao; rào; rào chắn;
ráp nối; rắc; rắc vôi; răn đe; rèn luyện; rót; rót vốn; rút; rút kinh nghiệm; rút ngắn; rửa; san; san gạt; san lấp;
san sẻ; sang tên; sàng lọc; sàng tuyển; sáng tác; sao chụp; sao gửi; sao in; sao lục; sao lưu; sáp nhập; sát cánh; sát
hạch; sát nhập; sắm; săn lùng; sẵn sàng; sắp; sắp đặt; sắp xếp; siết chặt; sinh hoạt; so khớp; so sánh; soạn; soạn
thảo; soát; soát xét; soi; song hành; số hoá; số hóa; sơ cứu; sơ kết; sơ tán; sơn; suy tôn; sử dụng; sửa; sửa chữa;
sửa đổi; sửa sang; sưu tầm; sưu tập; tách; tái bản; tái chế; tái cơ cấu; tái định cư; tái khởi động; tái kiểm tra; tái
lập; tái thả; tái thẩm định; tạm dừng; tạm đình chỉ; tạm giữ; tạm hoãn; tạm ứng; tạo; tạo điều kiện; tăng; tăng cường;
tặng; tặng quà; tầm soát; tập hợp; tập huấn; tập kết; tập luyện; tập trung; tẩy rửa; thả; thả cá; thả giống; thả phao;
tham dự; tham gia; tham khảo; tham luận; tham mưu; tham quan; tham vấn; thanh lọc; thanh lý; thanh quyết toán; thanh
thải; thanh toán; thanh tra; thành lập; tháo; tháo dỡ; tháo gỡ; thay; thay mặt; thay thế; thăm; thăm hỏi; thăm khám;
thắp; thắt; thắt chặt; thâm canh; thâm nhập; thẩm định; thẩm tra; theo dõi; thể chế hóa; thế chấp; thi công; thi đấu;
thi hành; thi tuyển; thí điểm; thiết kế; thiết lập; thiêu hủy; thỏa thuận; thoái thu; thoái vốn; thổi; thông; thông
báo; thông qua; thông tắc; thông tin; thông tuyến; thông xe; thống kê; thống nhất; thu; thu dung; thu đổi; thu gom;
thu hoạch; thu hồi; thu hút; thu nhận; thu nợ; thu phí; thu thập; thu xếp; thụ lý; thúc; thúc đẩy; thúc giục; thuê;
thuyên chuyển; thuyết minh; thuyết phục; thuyết trình; thử nghiệm; thực hành; thực hiện; thương lượng; thường trực;
thường xuyên; tỉa; tích cực; tích hợp; tích lũy; tích nước; tích trữ; tịch thu; tiêm; tiêm chủng; tiêm phòng; tiêm vắc
xin; tiên phong; tiễn; tiến cử; tiến hành; tiếp; tiếp cận; tiếp công dân; tiếp nhận; tiếp sức; tiếp thu; tiếp tục;
tiết giảm; tiết kiệm; tiêu độc; tiêu hủy; tiêu thụ; tiêu trùng; tiêu úng; tìm; tìm hiểu; tìm kiếm; tinh giản; tinh
gọn; tính; tính thuế; tính toán; tọa đàm; tổ chức; tổ chức lại; tố cáo; tố giác; tôn cao; tôn tạo; tôn vinh; tổng
duyệt; tổng hợp; tổng kết; tổng kiểm kê; tổng kiểm tra; tổng ra quân; tổng rà soát; tổng vệ sinh; tống đạt; tra cứu;
trả; trả kết quả; trả lời; trả lương; trả nợ; trải; trải nhựa; trám; trám lấp; trang bị; trang trí; tranh thủ; tranh
tụng; trao; trao đổi; trao giải; trao tặng; trấn áp; treo; treo cờ; tri ân; trích; trích lập; triển khai; triệt hạ;
triệt phá; triệt tiêu; triệu tập; trình; trình chiếu; trình diễn; trông coi; trông giữ; trông nom; trồng; trồng dặm;
trở lại; trợ cấp; trợ giúp; trục vớt; trùng tu; truy bắt; truy cứu; truy lĩnh; truy nã; truy quét; truy thu; truy tìm;
truy tố; truy vết; truy xét; truy xuất; truyền dạy; truyền đạt; truyền hình; truyền thông; trực; trực ban; trực chiến;
trực chốt; trực tiếp; trực tuyến hóa; trưng bày; trưng cầu; trưng dụng; trưng mua; trừng trị; tu bổ; tu sửa; tuân thủ;
tuần tra; túc trực; tuyên án; tuyên bố; tuyên dương; tuyên thệ; tuyên truyền; tuyển; tuyển chọn; tuyển dụng; tuyển
sinh; tư vấn; từ chối; tự chấm; tự chấm điểm; tự đánh giá; tự giác; tự kiểm tra; tự nguyện; tự rà soát; tự tháo dỡ;
tước; tưới; tường trình; ủng hộ; ủy nhiệm; ủy quyền; ủy thác; ứng cứu; ứng dụng; ứng phó; ứng trực; ứng vốn; ước tính;
ươm; ưu tiên; vá; vá lỗi; vạch; vạch trần; vào cuộc; vay; vận chuyển; vận động; vận hành; vây bắt; vẽ; vét; vệ sinh;
viện trợ; viếng; viết; viết bài; vinh danh; vớt; vớt rác; vun đắp; vun trồng; vượt; xả; xác định; xác lập; xác minh;
xác nhận; xác thực; xác tín; xây; xây dựng; xem lại; xem xét; xét; xét duyệt; xét nghiệm; xét xử; xếp; xếp hạng; xếp
lịch; xin; xin ý kiến; xịt; xóa; xoay vòng; xua đuổi; xuất; xuất bản; xuất khẩu; xúc; xúc rửa; xúc tiến; xuống; xuống
giống; xử; xử lí; xử lý; xử phạt; xử trí; yểm trợ; yêu cầu
"""
# Words that may stand before the verb of an instruction.
_ADVERBS = """
bằng; căn cứ; cần; chậm nhất; chịu trách nhiệm; chủ động; có trách nhiệm; cơ bản; cùng; cùng với; đến; định kỳ; đồng
thời; đối với; đúng; hàng; hằng; hết; hoàn; khẩn trương; khi; không; kiên quyết; kịp thời; là; là cơ quan; là đầu mối;
là đơn vị; lưu ý; mỗi; nếu; ngay; nghiêm túc; nhanh chóng; nhất là; phải; phát huy; phấn đấu; qua; quyết liệt; rà;
riêng; sau khi; sớm; tạm thời; tăng cường; tập trung; thật; theo; thường xuyên; tiếp tục; tích cực; tối thiểu; trân
trọng; trên cơ sở; trong; trường hợp; trước; trước mắt; trực tiếp; tuyệt đối; từ; tự; vào; với
"""
# Runs of small letters inside units' names that hold a verb; looked for before verbs are.
_INSIDE = """
bảo tồn biển; bảo trợ xã hội; bảo vệ chăm sóc trẻ em; bảo vệ dân phố; bảo vệ môi trường; bảo vệ người tiêu dùng; bảo
vệ quyền trẻ em; bảo vệ rừng; bảo vệ thực vật; bảo vệ trẻ em; bảo vệ và phát triển rừng; cai nghiện ma túy; cảnh sát;
cấp cứu; cấp huyện; cấp nước; cấp thoát nước; cấp tỉnh; cấp xã; chăm sóc sức khỏe; chăn nuôi; chữ thập đỏ; chữa cháy;
cổ phần; công cộng; công nghệ thông tin; công tác xã hội; công trình công cộng; công trình dân dụng; công trình giao
thông; công trình thủy lợi; cung ứng dịch vụ; cung ứng dịch vụ sự nghiệp công; dân quân; dân sự; dịch vụ việc làm; du
lịch; đào tạo nghề; đăng kiểm; đăng ký đất đai; đầu tư xây dựng; điện lực; điều hành đô thị thông minh; điều hành
thông minh; giải phóng mặt bằng; giám định; giám định xây dựng; giám sát điều hành; giao dịch; giao lưu; giao thông;
giáo dục thường xuyên; hành chính công; hỗ trợ doanh nghiệp; hỗ trợ nông dân; hỗ trợ phụ nữ; in ấn phẩm; khai thác
công trình thủy lợi; khai thác thủy lợi; khảo sát xây dựng; khuyến nông; kiểm dịch động vật; kiểm dịch thực vật; kiểm
dịch y tế; kiểm định; kiểm định xây dựng; kiểm nghiệm; kiểm soát bệnh tật; kiểm soát dịch bệnh; kiểm soát nội bộ; kiểm
soát thủ tục hành chính; kiểm tra đảng ủy; kinh tế tổng hợp; nghĩa vụ quân sự; nghiệp vụ; nhân dân; nước sạch; phát
triển công nghệ; phát triển cụm công nghiệp; phát triển dịch vụ; phát triển du lịch; phát triển đô thị; phát triển hạ
tầng; phát triển khoa học; phát triển kinh tế; phát triển nguồn nhân lực; phát triển nhà; phát triển nông thôn; phát
triển quỹ đất; phòng cháy chữa cháy; phòng chống ma túy; phòng chống tham nhũng; phòng chống thiên tai; phòng chống
tội phạm; phòng thủ dân sự; phục vụ hành chính công; quản lý bảo trì đường bộ; quản lý bến xe; quản lý các khu; quản
lý chất lượng; quản lý chợ; quản lý công trình; quản lý cụm; quản lý di sản; quản lý di tích; quản lý dự án; quản lý
dự án và phát triển quỹ đất; quản lý dự án xây dựng; quản lý đất đai; quản lý đầu tư xây dựng; quản lý đô thị; quản lý
giao thông; quản lý hạ tầng; quản lý khai thác; quản lý khu; quản lý nghĩa trang; quản lý nhà; quản lý nước sạch; quản
lý rừng; quản lý thị trường; quản lý trật tự đô thị; quản lý trật tự xây dựng; quản lý vận hành; quản lý vốn; quản lý
xây dựng; quản lý xuất nhập cảnh; quân sự; quy hoạch đô thị; quy hoạch xây dựng; sản xuất giống; sự nghiệp; thể thao;
thi đua; thi đua - khen thưởng; thi đua khen thưởng; thi hành án; thiết kế xây dựng; thoát nước; thông tin truyền
thông; thú y; thử nghiệm; tiếp công dân; tiếp nhận đơn; tiếp nhận và trả kết quả; tìm kiếm cứu nạn; tổ chức - cán bộ;
tổ chức cán bộ; tổ chức chính trị; tổ chức sự kiện; tổ chức tín dụng; tổ chức xã hội; trồng trọt; trợ giúp pháp lý;
trợ giúp xã hội; truyền thông giáo dục; trực thuộc; tuyên truyền viên; tư vấn pháp luật; tư vấn xây dựng; ứng dụng
công nghệ; vận hành khai thác; vận tải; vệ sinh an toàn thực phẩm; vệ sinh môi trường; xây dựng công trình; xây dựng
công trình dân dụng; xây dựng công trình giao thông; xây dựng cơ bản; xây dựng giao thông; xây dựng nông thôn; xây
dựng nông thôn mới; xúc tiến đầu tư; xúc tiến thương mại; xử lý chất thải; xử lý nước thải; xử lý rác thải
"""
# Small words that never stand inside a unit's name.
_STOPS = """
bằng; bị; cần; chậm; cho; chưa; còn; có; cùng; của; cũng; do; đang; đã; đều; để; đến; đồng; được; gồm; hàng; hằng;
hiện; hoặc; kèm; kể; khi; không; là; lại; mà; mỗi; mới; này; nên; nêu; nếu; ngay; nhằm; như; nhưng; phải; qua; quan;
rằng; rất; riêng; sau; sẵn; sẽ; sớm; tại; theo; thì; trên; trong; trước; trừ; từ; vào; vẫn; về; với
"""
# Other words with which no work begins: papers handed in, conjunctions, whom it concerns.
_NO_WORK = """
ai; biên bản; bảng; các; cá nhân; cả; chế độ; công việc; danh mục; danh sách; dự án; dự toán; đây; đó; đối tượng; đối
với; đơn; đơn vị; địa phương; giá; giấy; hai; hình thức; hình ảnh; hồ sơ; hộ; kinh phí; kết quả; mẫu; mọi; một; mức;
nhiệm vụ; nhưng; những; nơi; nội dung; người; phụ lục; quá; quyền; sản phẩm; số; số liệu; số lượng; song; tài liệu; tài
sản; tất cả; thông tin; thành phần; thành viên; thủ tục; tiền; tiến độ; tỷ lệ; toàn bộ; tổng số; trường hợp; tuy; văn
bản; việc; vì; vốn; ý kiến
"""
# Words for a level, after which only the place's own name follows.
LEVELS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "huyện", "tỉnh", "xã(?! hội)", "phường", "quận")
# Capital letters, for a class of a pattern.
UPPER = "A-ZĐÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


def listed(text: str) -> tuple[str, ...]:
    """The phrases of a list, in its order."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(";") if phrase.strip())


def any_of(*texts: str) -> str:
    """A pattern for any phrase of the lists, longer ones before those they begin with."""
    found = {phrase for text in texts for phrase in listed(text)}
    return f"(?:{'|'.join(sorted(found, key=lambda phrase: (-len(phrase), phrase)))})"


def words_of(text: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a list, each as its words: for phrase_at."""
    return frozenset(tuple(phrase.split()) for phrase in listed(text))


VERBS, ADVERBS, INSIDE = words_of(_VERBS), words_of(_ADVERBS), words_of(_INSIDE)
STOPS = frozenset(listed(_STOPS))
_NO_WORK_BEGINS = words_of(_NO_WORK)
_LONGEST = max(len(phrase) for phrase in VERBS | ADVERBS | INSIDE)
_WORD = re.compile(r"[^\W_]+")
_QUOTES = ('"', "“")
_GAP = re.compile(r"\s+(?:-\s+)?")


def phrase_at(text: str, start: int, phrases: frozenset[tuple[str, ...]]) -> int:
    """The end of the longest of the phrases that begins at `start`, in letters of any size; 0 when none does."""
    words: list[str] = []
    best, place = 0, start
    while len(words) < _LONGEST and (match := _WORD.match(text, place)):
        words.append(match[0].casefold())
        if tuple(words) in phrases:
            best = match.end()
        gap = _GAP.match(text, match.end())
        if gap is None:
            break
        place = gap.end()
    return best


def verb_at(text: str, start: int = 0) -> int:
    """The end of the verb that stands at `start`; 0 when none does."""
    return phrase_at(text, start, VERBS)


def begins_instruction(text: str, start: int = 0) -> bool:
    """Whether an instruction begins here: a verb, or words that may stand before one."""
    return bool(phrase_at(text, start, VERBS) or phrase_at(text, start, ADVERBS))


def may_act(text: str, start: int) -> bool:
    """Whether a clause whose unit has been named may go on here: with an instruction, or a word that no list holds.

    Verbs are without number; the small words that join, place and count are few.
    """
    if begins_instruction(text, start):
        return True
    word = _WORD.match(text, start + (text[start : start + 1] in _QUOTES))
    if word is None or not (word[0].islower() and word[0].isalpha()) or word[0] in STOPS:
        return False
    return not begins_no_work(text, start)


def begins_no_work(text: str, start: int = 0) -> bool:
    """Whether words begin here with which neither a unit nor work begins: papers, conjunctions, whom it concerns."""
    word = _WORD.match(text, start)
    return bool(word and word[0].casefold() in STOPS) or bool(phrase_at(text, start, _NO_WORK_BEGINS))
