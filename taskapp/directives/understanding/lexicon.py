"""The words of administrative Vietnamese that tell a unit's name from what it is to do. Pure data, in small letters.

Each list holds phrases parted by semicolons, in the order of the Vietnamese alphabet.
"""

from __future__ import annotations

import re

# What an instruction begins with. A word that also stands in units' names ("quản lý") is told by its letters.
_VERBS = """
ban hành; bàn bạc; bàn giao; bảo dưỡng; bảo đảm; bảo hành; bảo lãnh; bảo lưu; bảo quản; bảo tồn; bảo trì; bảo vệ; bãi
bỏ; bám sát; bán; báo cáo; báo tin; bắt tay; bấm; bế mạc; biên soạn; biểu diễn; biểu dương; biệt phái; bình xét; bóc
tách; bồi dưỡng; bồi đắp; bồi thường; bổ khuyết; bổ nhiệm; bổ sung; bốc; bốc dỡ; bốc thăm; bố trí; bơm; bơm tát; cai
nghiện; cam kết; can thiệp; cài; cài đặt; cải tạo; cải thiện; cải tiến; cảnh báo; cảnh giác; cảnh tỉnh; cách ly; cắm;
cắm cờ; cắm mốc; cắt; cắt giảm; cắt tỉa; cân đối; cân nhắc; cấm; cấp; cấp cứu; cấp đổi; cấp giấy; cấp phát; cấp phép;
cập nhật; chạy; chạy thử; chăm lo; chăm sóc; chặt hạ; chặt tỉa; chấm; chấm dứt; chấm điểm; chấm thi; chấn chỉnh; chấp
hành; chép; chi; chia sẻ; chiếu; chi trả; chi viện; chỉnh lý; chỉnh sửa; chỉnh trang; chỉ đạo; chỉ huy; chịu trách
nhiệm; cho; cho phép; cho thuê; cho vay; chống; chốt; chốt sổ; chốt trực; chuẩn bị; chuẩn hóa; chuyển; chuyển đổi;
chuyển giao; chuyển hướng; chuyển tải; chuyển tuyến; chủng ngừa; chủ động; chủ trì; chủ trì họp; chủ trương; chúc;
chúc tết; chúc thọ; chụp; chụp ảnh; chụp X-quang; chữa cháy; chứng kiến; chứng thực; có biện pháp; có giải pháp; có kế
hoạch; có phương án; có trách nhiệm; có văn bản; có ý kiến; công bố; công diễn; công khai; công nhận; cổ phần hóa; cơ
cấu; cung cấp; cung ứng; củng cố; cụ thể hóa; cưỡng chế; cử; cứu; cứu chữa; cứu hộ; cứu trợ; dành; dàn dựng; dán; dạy
học; dặm vá; dâng hương; dập dịch; dẹp; diễn tập; di chuyển; di dân; di dời; di lý; dọn; dọn dẹp; dọn vệ sinh; dời;
dỡ; duyệt; duy trì; duy tu; dừng; dứt điểm; dự báo; dự kiến; dự thảo; dự toán; dự trù; đàm phán; đào tạo; đảm bảo; đảm
nhận; đảm nhiệm; đánh giá; đánh số; đăng; đăng cai; đăng kiểm; đăng ký; đăng tải; đắp; đặc tả; đặt; đặt biển; đặt
hàng; đặt tên; đẩy; đẩy lùi; đẩy mạnh; đẩy nhanh; đấu giá; đấu nối; đấu thầu; đấu tranh; đền bù; đề cao; đề nghị; đề
ra; đề xuất; điều chỉnh; điều chuyển; điều dưỡng; điều động; điều hành; điều phối; điều tiết; điều tra; điều trị; điểm
danh; đi kiểm tra; đình chỉ; đình hoãn; định hướng; định kỳ; đo; đo đạc; đón; đóng; đóng cửa; đóng dấu; đóng góp; đóng
quyển; đóng tàu; đón tiếp; đọc; đôn đốc; đồng bộ; đồng hành; đồng ý; đổi mới; đối chiếu; đối soát; đối thoại; đối trừ;
đối ứng; đốn; động viên; đỡ đầu; đưa; đưa đón; đưa ra; đưa tin; đưa vào; gắn; gắn biển; gắn kết; gặt; ghi; ghi chép;
ghi danh; ghi hình; ghi nhận; giao; giao ban; giao lưu; giao nhận; giao nộp; gia cố; gia hạn; gia nhập; giải bản; giải
đáp; giải ngân; giải phóng; giải quyết; giải tỏa; giải trình; giảm; giảm trừ; giảng dạy; giãn; giãn cách; giám định;
giám sát; giám tuyển; giáo dục; giăng; gieo; gieo cấy; giới thiệu; giúp; giữ; giữ vững; gìn giữ; góp ý; gọi; gỡ bỏ;
gửi; hạ; hạch toán; hạn chế; hạ mức; hạ tải; hiến; hiến máu; hiệp đồng; hiệp thương; hình thành; hoàn chỉnh; hoàn tất;
hoàn thành; hoàn thiện; hoàn thuế; hoàn trả; hoàn ứng; hoãn; hoạt động; hòa giải; hóa giải; học tập; họp; họp dân; hồi
đáp; hỗ trợ; hội thảo; hợp đồng; hợp tác; huấn luyện; huy động; hủy; hủy bỏ; hưởng ứng; hướng dẩn; hướng dẫn; in; in
ấn; in sao; kẻ; kẻ vạch; kêu; kêu gọi; kê biên; kê đơn; kê khai; kết hợp; kết luận; kết nối; kết thúc; kết xuất; khai;
khai báo; khai mạc; khai quật; khai thác; khai thông; khai trương; khảo cổ; khảo sát; khám; khám bệnh; khám sàng lọc;
khánh thành; khắc phục; khẩn trương; khấu trừ; khen thưởng; khép lại; khoan; khoanh định; khoanh nuôi; khoanh vùng;
khoán; khóa; khóa sổ; khôi phục; khống chế; khơi thông; khởi công; khởi tố; khớp; khớp nối; khuyến cáo; khuyến khích;
khử khuẩn; khử trùng; kiên quyết; kiểm dịch; kiểm đếm; kiểm điểm; kiểm định; kiểm kê; kiểm nghiệm; kiểm soát; kiểm
tra; kiến nghị; kiện toàn; kích cầu; kích hoạt; kịp thời; ký; ký cam kết; ký duyệt; ký hợp đồng; ký kết; ký số; lai
dắt; lai tạo; lai tạo; lan tỏa; làm; làm đầu mối; làm rõ; làm sạch; làm tốt; làm việc; lãnh đạo; lát; lắng nghe; lắp;
lắp đặt; lấy mẫu; lấy ý kiến; lập; lên kế hoạch; lên phương án; liên hệ; liên kết; liên thông; lồng ghép; luân chuyển;
luân phiên; luyện tập; lùi; lưu; lưu giữ; lưu trữ; lưu ý; lựa chọn; mã hóa; mạnh dạn; mắc; miễn; miễn giảm; miễn
nhiệm; miễn thuế; mời; mở; mở cửa; mở rộng; mua; mua sắm; mượn; nạo; nạo vét; nắm; nắm bắt; nâng; nâng cao; nâng cấp;
nâng hạng; nâng mức; neo đậu; nêu; nêu cao; nêu gương; nêu rõ; ngăn chặn; nghe; nghiêm cấm; nghiêm túc; nghiên cứu;
nghiệm thu; ngừng; nhắc; nhắc nhở; nhắc việc; nhắn tin; nhặt; nhân bản; nhân giống; nhân rộng; nhận; nhận diện; nhận
đỡ đầu; nhận nuôi; nhập; nhập khẩu; nhập liệu; niêm cất; niêm phong; niêm yết; nối; nộp; nuôi; nuôi dưỡng; ổn định;
phản ánh; phản biện; phản hồi; phát; phát dọn; phát động; phát hành; phát hiện; phát huy; phát lệnh; phát mại; phát
quang; phát sóng; phát thanh; phát tờ rơi; phát triển; phân bổ; phân bố; phân cấp; phân công; phân định; phân khai;
phân làn; phân loại; phân luồng; phân nhóm; phân tách; phân tích; phân tuyến; phấn đấu; phê duyệt; phong tỏa; phòng
chống; phòng ngừa; phổ biến; phối hợp; phối kết hợp; phun; phun thuốc; phun xịt; phủ sóng; phúc đáp; phúc tra; phục
dựng; phục hồi; phục vụ; phụ trách; quan tâm; quan trắc; quay; quảng bá; quản lý; quán triệt; quét; quyên; quyên góp;
quyết định; quyết liệt; quyết toán; quy định; quy đổi; quy hoạch; rao; ra quân; ra thông báo; rà; rào; rào chắn; rà
lại; rà phá; rà quét; rà soát; rải; rút; rút kinh nghiệm; rút ngắn; san gạt; san lấp; sao gửi; sao in; sao lục; sao
lưu; sàng lọc; sáng tác; sáp nhập; sát hạch; sẵn sàng; sắp xếp; siết chặt; sinh hoạt; soát xét; soạn thảo; soi; số
hoá; số hóa; sơn; sơ cứu; sơ kết; sơ tán; sưu tầm; sửa; sửa chữa; sửa đổi; sửa sang; sử dụng; tách; tái cơ cấu; tái
định cư; tái lập; tạm dừng; tạm giữ; tạm ứng; tạo; tạo điều kiện; tăng; tăng cường; tặng; tặng quà; tầm soát; tập hợp;
tập huấn; tập kết; tập luyện; tập trung; tham dự; tham gia; tham khảo; tham luận; tham mưu; tham quan; tham vấn; thanh
lý; thanh quyết toán; thanh thải; thanh toán; thanh tra; thay; thay mặt; thay thế; thành lập; thả cá; thả giống; thả
phao; tháo; tháo dỡ; tháo gỡ; thăm; thăm hỏi; thăm khám; thắp; thắt chặt; thâm canh; thẩm định; thẩm tra; theo dõi;
thế chấp; thiết kế; thiết lập; thi công; thi đấu; thi hành; thí điểm; thoái thu; thoái vốn; thỏa thuận; thông báo;
thông qua; thông tin; thông tuyến; thông xe; thống kê; thống nhất; thu; thuê; thu dung; thu đổi; thu gom; thu hoạch;
thu hồi; thu hút; thu nhận; thu nợ; thu phí; thu thập; thu xếp; thúc đẩy; thụ lý; thương lượng; thường trực; thường
xuyên; thử nghiệm; thực hành; thực hiện; tiêm; tiêm chủng; tiêm phòng; tiêm vắc xin; tiêu hủy; tiêu trùng; tiễn; tiến
hành; tiếp; tiếp cận; tiếp công dân; tiếp nhận; tiếp thu; tiếp tục; tiết giảm; tiết kiệm; tinh giản; tinh gọn; tìm;
tìm hiểu; tìm kiếm; tỉa; tích cực; tích hợp; tích lũy; tích nước; tính toán; tịch thu; tọa đàm; tôn tạo; tôn vinh;
tổng duyệt; tổng hợp; tổng kết; tổng kiểm tra; tổng rà soát; tổng vệ sinh; tổ chức; tổ chức lại; tố cáo; tố giác;
trang bị; trang trí; tranh thủ; trao; trao đổi; trao giải; trao tặng; tra cứu; trả; trả kết quả; trả lời; trả lương;
trả nợ; trám; trám lấp; treo; treo cờ; triển khai; tri ân; trình; trình chiếu; trình diễn; trích; trích lập; trông
giữ; trồng; trồng dặm; trở lại; trợ cấp; trợ giúp; truyền hình; truyền thông; truy cứu; truy lĩnh; truy quét; truy
thu; truy tìm; truy tố; truy xuất; trùng tu; trục vớt; trưng bày; trực; trực ban; trực chiến; trực chốt; trực tiếp;
trực tuyến hóa; tuần tra; tuyên án; tuyên dương; tuyên thệ; tuyên truyền; tuyển; tuyển chọn; tuyển dụng; tuyển sinh;
tu sửa; tước; tưới; tư vấn; tự chấm; tự chấm điểm; tự đánh giá; tự giác; tự kiểm tra; tự nguyện; tự rà soát; ủng hộ;
ươm; ưu tiên; ứng cứu; ứng dụng; ứng phó; ứng trực; vay; vào cuộc; vá; vá lỗi; vận chuyển; vận động; vận hành; vệ
sinh; viếng; viết; viết bài; vinh danh; vớt; vớt rác; vượt; xả; xác định; xác lập; xác minh; xác nhận; xác thực; xác
tín; xây; xây dựng; xem xét; xét; xét duyệt; xét nghiệm; xét xử; xếp; xếp hạng; xếp lịch; xin; xin ý kiến; xóa; xuất;
xuất bản; xuất khẩu; xuống; xuống giống; xúc tiến; xử lý; xử phạt; xử trí; yêu cầu; áp dụng; áp giải; ấn định; bác bỏ;
bài trừ; ban bố; bao tiêu; bao vây; bắt giữ; bắt đầu; bình chọn; bình ổn; bó vỉa; bóc gỡ; bóc dỡ; bón phân; bồi trúc;
bù đắp; bù; bung; buộc; cách chức; can ngăn; cày ải; cải chính; cải táng; cảnh giới; căng dây; cầu siêu; cấy; che
chắn; che phủ; chia; chia tách; chiêu sinh; chỉ định; chỉ rõ; chỉ ra; chọn; chọn lọc; chôn; chôn lấp; chở; chung tay;
chung sức; chuyên chở; chứng nhận; cô lập; công chiếu; cổ động; cổ vũ; cưa; cưu mang; chằng chống; chằng buộc; cân đo;
chào giá; dàn xếp; dẫn dắt; dẫn đường; dập tắt; dìu dắt; dò tìm; dồn lực; dồn sức; dùng; dự; dự thi; dựng; dự trữ; đa
dạng hóa; đào; đào bới; đáp ứng; đặc cách; đem; đi sâu; đi đầu; điền; điều nghiên; điều trần; đính chính; định giá;
định vị; định danh; đốc thúc; đối phó; đổi; đổ; đốt; đồng thuận; đơn giản hóa; đột phá; đúc kết; đúc rút; đứng ra;
gác; gạch bỏ; gây dựng; gây quỹ; gặp; gặp gỡ; gặp mặt; ghép; gia cường; giải cứu; giải mã; giải thể; giải thích; giục;
gỡ; gỡ vướng; góp; góp phần; gom; gõ; gộp; gán; hàn; hậu kiểm; hiệu chỉnh; hiệu đính; hoàn nguyên; hoàn thổ; hoạch
định; hối thúc; hộ đê; hộ tống; hội chẩn; hội ý; hỏi thăm; hợp nhất; hợp thức hóa; hướng; kèm cặp; kéo; kéo giảm; kéo
dài; kê cao; kê kích; kết nạp; kháng nghị; khảo nghiệm; khen; khích lệ; khởi động; khởi kiện; khởi xướng; khởi tạo;
khuyên; khuyến nghị; kiểm chứng; kiểm duyệt; kiểm phiếu; kiểm thử; kiêm nhiệm; kiềm chế; kỷ niệm; lan truyền; lấp; lấp
đầy; liệt kê; loại; loại bỏ; loại trừ; lo; lo liệu; lọc; lợp; lục soát; lý giải; mang; mật phục; minh bạch; mô phỏng;
mô tả; nạp; nhờ; nhấn mạnh; nhượng; nói chuyện; nới; ốp; phá; phá dỡ; phá bỏ; phác thảo; phân giao; phân phát; phân
phối; phân quyền; phân xử; phê chuẩn; phê phán; phòng trừ; phóng sinh; phơi; phủ xanh; quản thúc; quan sát; quy tập;
quy tụ; quyết tâm; ráp nối; rắc; rắc vôi; răn đe; rèn luyện; rót; rót vốn; rửa; san; san sẻ; sang tên; sao chụp; sát
cánh; sát nhập; săn lùng; sắm; sắp; sắp đặt; so khớp; so sánh; soát; soạn; song hành; suy tôn; sưu tập; tái bản; tái
chế; tái thả; tái khởi động; tái kiểm tra; tái thẩm định; tạm hoãn; tạm đình chỉ; tẩy rửa; thanh lọc; thả; thắt; thâm
nhập; thể chế hóa; thi tuyển; thiêu hủy; thông; thông tắc; thổi; thuyên chuyển; thuyết minh; thuyết phục; thuyết
trình; thúc; thúc giục; tiên phong; tiêu độc; tiêu thụ; tiêu úng; tiến cử; tiếp sức; tính; tính thuế; tổng kiểm kê;
tổng ra quân; tôn cao; tống đạt; tích trữ; trải; trải nhựa; tranh tụng; trấn áp; triệt hạ; triệt phá; triệt tiêu;
triệu tập; trông coi; trông nom; trừng trị; truy bắt; truy nã; truy vết; truy xét; truyền đạt; truyền dạy; trưng cầu;
trưng dụng; trưng mua; tuân thủ; túc trực; tuyên bố; tu bổ; tự tháo dỡ; từ chối; tường trình; ủy nhiệm; ủy quyền; ủy
thác; ước tính; ứng vốn; vạch; vạch trần; vây bắt; vẽ; vét; viện trợ; vun đắp; vun trồng; xem lại; xoay vòng; xịt;
xúc; xúc rửa; xua đuổi; xử lí; xử; yểm trợ; nhập kho; sàng tuyển; lùng sục; rà cắt; bốc xếp
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
bảo trợ xã hội; bảo vệ rừng; bảo vệ thực vật; cảnh sát; cấp huyện; cấp nước; cấp thoát nước; cấp tỉnh; cấp xã; chăm
sóc sức khỏe; chăn nuôi; chữa cháy; chữ thập đỏ; công cộng; công nghệ thông tin; công tác xã hội; công trình công
cộng; công trình dân dụng; công trình giao thông; công trình thủy lợi; cổ phần; cung ứng dịch vụ; dân quân; dân sự;
dịch vụ việc làm; du lịch; đào tạo nghề; đăng kiểm; đăng ký đất đai; đầu tư xây dựng; điện lực; giao dịch; giao lưu;
giao thông; giải phóng mặt bằng; giám định; giáo dục thường xuyên; hành chính công; hỗ trợ doanh nghiệp; hỗ trợ nông
dân; hỗ trợ phụ nữ; in ấn phẩm; khai thác công trình thủy lợi; khai thác thủy lợi; khuyến nông; kiểm định; kiểm soát
bệnh tật; kiểm soát dịch bệnh; kiểm soát thủ tục hành chính; kiểm tra đảng ủy; kinh tế tổng hợp; nghiệp vụ; nghĩa vụ
quân sự; nhân dân; nước sạch; phát triển cụm công nghiệp; phát triển du lịch; phát triển đô thị; phát triển hạ tầng;
phát triển nông thôn; phát triển quỹ đất; phòng cháy chữa cháy; phòng chống thiên tai; phục vụ hành chính công; quản
lý các khu; quản lý chợ; quản lý công trình; quản lý cụm; quản lý di tích; quản lý dự án; quản lý dự án xây dựng; quản
lý dự án và phát triển quỹ đất; quản lý đất đai; quản lý đô thị; quản lý khu; quản lý rừng; quản lý thị trường; quân
sự; sự nghiệp; thể thao; thi đua khen thưởng; thi đua - khen thưởng; thi hành án; thoát nước; thú y; tiếp công dân;
tiếp nhận và trả kết quả; tìm kiếm cứu nạn; tổ chức cán bộ; tổ chức chính trị; tổ chức tín dụng; tổ chức xã hội; tổ
chức - cán bộ; trồng trọt; trợ giúp pháp lý; trực thuộc; tuyên truyền viên; ứng dụng công nghệ; vận tải; xây dựng công
trình; xây dựng công trình dân dụng; xây dựng công trình giao thông; xúc tiến đầu tư; xúc tiến thương mại; quy hoạch
xây dựng; kiểm định xây dựng; quy hoạch đô thị; quản lý xây dựng; tư vấn xây dựng; giám định xây dựng; thiết kế xây
dựng; khảo sát xây dựng; bảo vệ chăm sóc trẻ em; bảo vệ môi trường; bảo vệ quyền trẻ em; bảo vệ trẻ em; bảo vệ người
tiêu dùng; bảo vệ dân phố; bảo vệ và phát triển rừng; bảo tồn biển; cai nghiện ma túy; cấp cứu; cung ứng dịch vụ sự
nghiệp công; điều hành thông minh; điều hành đô thị thông minh; giám sát điều hành; kiểm soát nội bộ; kiểm nghiệm;
kiểm dịch động vật; kiểm dịch thực vật; kiểm dịch y tế; phát triển dịch vụ; phát triển kinh tế; phát triển nguồn nhân
lực; phát triển khoa học; phát triển công nghệ; phát triển nhà; quản lý bến xe; quản lý bảo trì đường bộ; quản lý chất
lượng; quản lý đầu tư xây dựng; quản lý di sản; quản lý giao thông; quản lý hạ tầng; quản lý khai thác; quản lý nhà;
quản lý nghĩa trang; quản lý nước sạch; quản lý trật tự đô thị; quản lý trật tự xây dựng; quản lý vận hành; quản lý
vốn; quản lý xuất nhập cảnh; phòng chống ma túy; phòng chống tham nhũng; phòng chống tội phạm; phòng thủ dân sự; sản
xuất giống; thi đua; thông tin truyền thông; thử nghiệm; tiếp nhận đơn; tổ chức sự kiện; trợ giúp xã hội; truyền thông
giáo dục; tư vấn pháp luật; vận hành khai thác; vệ sinh môi trường; vệ sinh an toàn thực phẩm; xây dựng cơ bản; xây
dựng giao thông; xây dựng nông thôn; xây dựng nông thôn mới; xử lý nước thải; xử lý chất thải; xử lý rác thải
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
