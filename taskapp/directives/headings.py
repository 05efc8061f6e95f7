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
    ASSIGNER = "assigner"
    NOTE = "note"


# (meaning, how surely, pattern over the folded heading; in a two-row heading "group > leaf"). The surest pair wins
# first, each column has one meaning and each meaning one column.
RULES: tuple[tuple[Meaning, int, str], ...] = (
    (Meaning.ORDER, 95, r"^(s ?tt|tt|so tt|so thu tu|thu tu|stt/no|no)\b"),
    (Meaning.RESULT, 94, r"(ket qua|tra loi|san pham|bao cao|phan hoi).* > .*(so|ky hieu|van ban|ten|san pham)"),
    (Meaning.RESULT, 93, r"(so|ky hieu|van ban|cong van|bao cao).*(ket qua|tra loi|san pham|phan hoi|hoan thanh)"),
    (Meaning.RESULT, 85, r"^(san pham|minh chung|van ban ket qua|so bao cao|van ban bao cao|ket qua\b.*)"),
    (Meaning.RESULT, 60, r"ket qua|san pham|bao cao"),
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
        Meaning.DUE,
        97,
        r"(ngay|thoi gian|thoi han|han).*(phai|yeu cau|duoc giao|can) ?(hoan thanh|bao cao|xong|xu ly|$)",
    ),
    (Meaning.DUE, 96, r"(thoi han|thoi gian|tien do).* > .*(duoc giao|yeu cau|theo|ke hoach|giao|han|phai)"),
    (
        Meaning.DUE,
        95,
        r"thoi han|han (hoan thanh|xu ly|giai quyet|chot|cuoi|bao cao|thuc hien|tra loi)|ngay (den )?han"
        r"|^han$|deadline",
    ),
    (
        Meaning.DUE,
        86,
        r"(thoi gian|thoi diem|tien do) (hoan thanh|thuc hien|xong|giai quyet|xu ly|bao cao)|moc thoi gian"
        r"|tien do yeu cau",
    ),
    (Meaning.DUE, 50, r"^thoi gian$|^tien do$"),
    (Meaning.SUPPORT, 97, r"phoi hop|cung thuc hien"),
    (Meaning.LEAD, 97, r"chu tri|dau moi"),
    (
        Meaning.LEAD,
        90,
        r"(don vi|co quan|phong|phong ban|bo phan|noi).*(thuc hien|duoc giao|xu ly|tham muu|giai quyet"
        r"|nhan viec|chiu trach nhiem|duoc phan cong)",
    ),
    (
        Meaning.LEAD,
        70,
        r"^(ten )?(don vi|co quan|phong ban|phong, ban|co quan,? don vi|noi nhan viec"
        r"|trach nhiem( thuc hien)?|phan cong( thuc hien)?|giao cho)$",
    ),
    (
        Meaning.ASSIGNER,
        95,
        r"(nguoi|lanh dao|dong chi|cap|co quan|don vi|tham quyen) (truc tiep )?(giao|chi dao|but phe"
        r"|phan cong)",
    ),
    (Meaning.ASSIGNER, 75, r"^(lanh dao|nguoi ky|y kien cua lanh dao)$"),
    (Meaning.ISSUED, 95, r"(van ban|cong van|chi dao|so den|quyet dinh).* > .*(ngay|thoi gian)"),
    (
        Meaning.ISSUED,
        93,
        r"ngay,? ?(thang)?,? ?(nam)? ?(cua )?(van ban|vb|ban hanh|ky|cong van|giao|cv|chi dao)|^ngay( thang"
        r"| thang nam|, thang|, thang, nam)?$",
    ),
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
        r"^(cac )?(nhiem vu|cong viec|viec|dau viec)( |$)(?!.*phoi hop)|(nhiem vu|cong viec|viec) (duoc "
        r"|phai )?(giao|thuc hien)",
    ),
    (Meaning.CONTENT, 60, r"trich yeu|noi dung|nhiem vu|cong viec"),
    (Meaning.NOTE, 95, r"ghi chu|chu thich|luu y"),
)
