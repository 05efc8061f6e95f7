"""The words by which registers head their columns. Pure."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """What a column holds."""

    ORDER = "order"
    NUMBER = "number"
    ISSUED = "issued"
    CONTENT = "content"
    LEAD = "lead"
    SUPPORT = "support"
    DUE = "due"
    DONE = "done"
    RESULT = "result"
    PROGRESS = "progress"
    ASSIGNER = "assigner"
    NOTE = "note"


# Short forms in headings, as folded words; "cv" and "ct" have several readings and stay as they are.
SHORT_FORMS = {
    "nd": "noi dung",
    "nv": "nhiem vu",
    "dv": "don vi",
    "cq": "co quan",
    "tg": "thoi gian",
    "ht": "hoan thanh",
    "kq": "ket qua",
    "vb": "van ban",
    "vban": "van ban",
    "skh": "so ky hieu",
    "ld": "lanh dao",
    "bc": "bao cao",
    "th": "thuc hien",
    "xl": "xu ly",
    "gq": "giai quyet",
    "bh": "ban hanh",
    "ph": "phoi hop",
    "y/c": "yeu cau",
    "yc": "yeu cau",
    "gc": "ghi chu",
    "sp": "san pham",
    "td": "tien do",
    "dvct": "don vi chu tri",
    "dvph": "don vi phoi hop",
    "cqct": "co quan chu tri",
}

# (meaning, how surely, pattern over the folded heading; in a two-row heading "group > leaf"). The surest pair wins
# first, each column has one meaning and each meaning one column.
RULES: tuple[tuple[Meaning, int, str], ...] = (
    (Meaning.ORDER, 95, r"^(#$|(s ?tt|tt|so tt|so thu tu|thu tu|stt/no|no|ma (nhiem vu|so|viec))\b)"),
    (Meaning.RESULT, 94, r"(ket qua|tra loi|san pham|bao cao|phan hoi).* > .*(so|ky hieu|van ban|ten|san pham)"),
    (Meaning.RESULT, 93, r"(so|ky hieu|van ban|cong van|bao cao).*(ket qua|tra loi|san pham|phan hoi|hoan thanh)"),
    (Meaning.RESULT, 85, r"^(san pham|minh chung|van ban ket qua|so bao cao|van ban bao cao|ket qua\b.*)"),
    (Meaning.RESULT, 60, r"ket qua|san pham|bao cao"),
    (Meaning.RESULT, 94, r"(so|ky hieu|van ban|cong van).*(tra loi|phuc dap|hoi bao)"),
    (
        Meaning.PROGRESS,
        90,
        r"(tinh (trang|hinh)|hien trang|trang thai|tien do|muc do|ty le)"
        r"( (thuc hien|xu ly|giai quyet|hoan thanh|cong viec|nhiem vu))*$",
    ),
    (Meaning.PROGRESS, 80, r"^(da |viec )?(thuc hien|giai quyet|xu ly|danh gia)$|danh gia (ket qua|tien do|muc do)"),
    (
        Meaning.DONE,
        96,
        r"(ngay|thoi gian|thoi diem).*(thuc te|tra loi|ket thuc|da xong|ket qua|hoan thanh xong"
        r"|thuc hien xong)",
    ),
    (Meaning.DONE, 95, r"(ket qua|tra loi|thuc te|san pham).*> .*(ngay|thoi gian|hoan thanh|xong)"),
    (Meaning.DONE, 95, r"(thoi han|thoi gian|tien do).* > .*(thuc te|da hoan thanh|hoan thanh$|ket thuc|xong)"),
    (
        Meaning.DONE,
        88,
        r"^(ngay|thoi diem) (da )?(hoan thanh|xong|bao cao|gui ket qua|gui bao cao|nop)|hoan thanh ngay"
        r"|da hoan thanh",
    ),
    (
        Meaning.DONE,
        90,
        r"^(da )?(hoan thanh|xong|ket thuc)( vao)? ngay|^(ngay|thoi diem) (da )?(ket thuc|hoan thanh|xong)$",
    ),
    (Meaning.DONE, 88, r"^ngay (tra loi|phuc dap|thuc hien)$"),
    (Meaning.DONE, 96, r"(van ban|cong van|bao cao) (thuc hien|xu ly|giai quyet|tra loi|phuc dap|ket qua).* > .*ngay"),
    (
        Meaning.RESULT,
        96,
        r"(van ban|cong van|bao cao) (thuc hien|xu ly|giai quyet|tra loi|phuc dap|ket qua).* > .*(so|ky hieu)",
    ),
    (Meaning.DONE, 96, r"(^|> )(da )?(hoan thanh|xong) > .*ngay|ngay (van ban|cong van|vb|cv) (di|tra loi|ket qua)"),
    (Meaning.RESULT, 96, r"(^|> )(da )?(hoan thanh|xong) > .*(so|ky hieu|van ban)"),
    (Meaning.RESULT, 95, r"^(so|ky hieu|so ky hieu|so, ky hieu) (van ban|cong van|vb|cv) (di|phat hanh|ket qua)"),
    (Meaning.DUE, 70, r"^((ngay|thoi gian) )?ket thuc( du kien)?$"),
    (Meaning.LEAD, 92, r"^(giao|phan cong)( cho)? (don vi|co quan|phong|bo phan)"),
    (Meaning.DONE, 85, r"^(da )?(hoan thanh|xong)$"),
    (
        Meaning.DUE,
        96,
        r"(hoan thanh|xong|bao cao|nop|tra loi) (truoc|cham nhat)|^han\b.*(hoan thanh|cuoi|moi|xu ly)",
    ),
    (
        Meaning.DUE,
        97,
        r"(ngay|thoi gian|thoi han|han).*(phai|yeu cau|duoc giao|can) ?(hoan thanh|bao cao|xong|xu ly|$)",
    ),
    (Meaning.DUE, 96, r"(thoi han|thoi gian|tien do).* > .*(duoc giao|yeu cau|theo|ke hoach|giao|han|phai)"),
    (
        Meaning.DUE,
        95,
        r"thoi han|\bhan (hoan thanh|xu ly|giai quyet|chot|cuoi|bao cao|thuc hien|tra loi)|ngay (den |het )?han"
        r"|^(ky )?han$|deadline|^ngay hoan thanh (theo (ke hoach|yeu cau)|du kien)|du kien (hoan thanh|xong)"
        r"|^thoi gian (du kien|theo chi dao|theo yeu cau)|^moc (hoan thanh|thoi han)",
    ),
    (
        Meaning.DUE,
        86,
        r"(thoi gian|thoi diem|tien do) (hoan thanh|thuc hien|xong|giai quyet|xu ly|bao cao)|moc thoi gian"
        r"|tien do yeu cau",
    ),
    (
        Meaning.DONE,
        97,
        r"^(thoi diem|ngay|thoi gian)?.*(thuc te hoan thanh|hoan thanh thuc te)|ngay (giai quyet|xu ly) xong",
    ),
    (Meaning.DUE, 50, r"^thoi gian$|^tien do$"),
    (
        Meaning.SUPPORT,
        97,
        r"phoi hop|^(don vi|co quan) (lien quan|tham gia)|cung (thuc hien|lam|tham gia)|dong xu ly|ho tro",
    ),
    (Meaning.LEAD, 97, r"chu tri|dau moi|xu ly chinh|chiu trach nhiem chinh"),
    (
        Meaning.LEAD,
        90,
        r"\b(don vi|co quan|phong|phong ban|bo phan|noi(?! dung))\b.*(thuc hien|duoc giao|xu ly|tham muu|giai quyet"
        r"|nhan viec|nhan nhiem vu|phu trach|chiu trach nhiem|duoc phan cong)",
    ),
    (
        Meaning.LEAD,
        70,
        r"^(ten )?(don vi|co quan|don vi nhan|phong chuyen mon|phong/ban|phong ban, don vi|xa/phuong|phong ban"
        r"|phong, ban|co quan,? don vi"
        r"|noi nhan viec|noi thuc hien|bo phan|don vi,? (hoac )?ca nhan"
        r"|trach nhiem( thuc hien)?|phan cong( thuc hien)?|giao cho)$",
    ),
    (
        Meaning.ASSIGNER,
        95,
        r"(nguoi|lanh dao( ubnd)?|dong chi|cap|co quan|don vi|tham quyen) (truc tiep )?(giao|chi dao|but phe"
        r"|phan cong)",
    ),
    (Meaning.ASSIGNER, 75, r"^(lanh dao( phu trach)?|nguoi ky|co quan ban hanh|y kien (cua |chi dao cua )?lanh dao)$"),
    (Meaning.ISSUED, 95, r"(van ban|cong van|chi dao|so den|quyet dinh).* > .*(ngay|thoi gian)"),
    (
        Meaning.ISSUED,
        93,
        r"ngay,? ?(thang)?,? ?(nam)? ?(cua )?(van ban|vb|ban hanh|phat hanh|ky|cong van|giao|cv|chi dao)|^ngay( thang"
        r"| thang nam|, thang|, thang, nam)?$",
    ),
    (Meaning.NUMBER, 96, r"^(ten |loai |,)*(so|ky hieu)\b(?! ngay).*\bngay"),  # both in one cell
    (
        Meaning.NUMBER,
        85,
        r"^(ky hieu van ban|theo van ban|(co so|nguon|can cu) (giao|nhiem vu)|van ban so|thong bao.* so$)",
    ),
    (Meaning.ISSUED, 85, r"^thoi gian (ban hanh|giao)|^ngay den$"),
    (Meaning.NUMBER, 92, r"(van ban|cong van|chi dao|quyet dinh).* > .*(so|ky hieu)"),
    (Meaning.NUMBER, 91, r"\bso ?(, |/|va |& |- )?(ky )?(hieu)\b|\bso (van ban|vb|cong van|cv|quyet dinh|hieu)\b|^so$"),
    (
        Meaning.NUMBER,
        80,
        r"^(ten )?(van ban|cong van|can cu|vb)\b.*(giao|chi dao|den|goc|ubnd|lien quan)?|nguon (giao|van ban)",
    ),
    (
        Meaning.CONTENT,
        94,
        r"(noi dung).*(nhiem vu|cong viec|giao|chi dao|thuc hien|viec|yeu cau)|^noi dung$|(ten"
        r"|mo ta) (nhiem vu|cong viec|viec)",
    ),
    (
        Meaning.CONTENT,
        92,
        r"^(cac )?(nhiem vu|cong viec|viec|dau viec)( |,|$)(?!.*phoi hop)|(nhiem vu|cong viec|viec) (duoc "
        r"|phai )?(giao|thuc hien)",
    ),
    (Meaning.CONTENT, 75, r"^(y kien|ket luan|noi dung),? ?(chi dao|chi thi|can)|^chi dao cua|^(vu viec|dien giai)$"),
    (Meaning.CONTENT, 60, r"trich yeu|noi dung|nhiem vu|cong viec"),
    (Meaning.NOTE, 95, r"ghi chu|chu thich|luu y|^(ly do|nguyen nhan|kho khan|vuong mac|kien nghi)"),
)
