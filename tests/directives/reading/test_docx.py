"""What Word shows is what is read: labels of lists, merged cells, changes, text boxes, fields, two-column heads."""

from __future__ import annotations

import pytest

from taskapp.directives.draft import Line
from taskapp.directives.reading import kinds
from tests.directives.reading.documents import cell, cells, docx, levels, numbered, p, part, table

VIETNAMESE_LIST = levels(("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7"))


def lines(data: bytes) -> list[Line]:
    return list(kinds.source(data)[0].lines)


def labels(data: bytes) -> list[str]:
    return [line.label for line in lines(data)]


def test_lists_have_the_labels_that_word_shows():
    steps = [(0, "I."), (1, "1."), (2, "a)"), (2, "b)"), (3, "-"), (1, "2."), (2, "a)"), (0, "II."), (1, "1.")]
    body = "".join(numbered("Việc", level) for level, _label in steps)
    assert labels(docx(body, numbering=VIETNAMESE_LIST)) == [label for _level, label in steps]


def test_a_level_may_show_those_above_it_and_as_plain_numbers():
    shown = levels(("upperRoman", "%1."), ("decimal", "%1.%2."))
    legal = shown.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>')
    body = numbered("A") + numbered("B") + numbered("C", 1)
    assert labels(docx(body, numbering=shown)) == ["I.", "II.", "II.1."]
    assert labels(docx(body, numbering=legal)) == ["I.", "II.", "2.1."]


def test_a_list_goes_on_after_plain_paragraphs_and_another_may_begin_anew():
    more = '<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    numbering = levels(("decimal", "%1.")) + more + "</w:lvlOverride></w:num>"
    body = numbered("A") + p("Giữa") + numbered("B") + numbered("C", list_id=9) + numbered("D", list_id=9)
    assert labels(docx(body, numbering=numbering)) == ["1.", "", "2.", "1.", "2."]


def test_a_style_may_number_its_paragraphs_and_a_paragraph_may_refuse():
    style = '<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    child = '<w:style w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
    refused = '<w:pStyle w:val="Con"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("A", '<w:pStyle w:val="Muc"/>') + p("B", '<w:pStyle w:val="Con"/>') + p("C", refused)
    assert labels(docx(body, numbering=levels(("decimal", "%1.")), styles=style + child)) == ["1.", "2.", ""]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<w:ins><w:r><w:t>mới</w:t></w:r></w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>", "mới"),
        ("<w:r><w:t>Hạn</w:t><w:br/><w:t>30/6</w:t></w:r>", "Hạn\n30/6"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "a b-c"),
        ('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText><w:t>7</w:t></w:r>', "7"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>12/3</w:t></w:r></w:fldSimple>', "12/3"),
        ('<w:hyperlink r:id="r1"><w:r><w:t>cổng</w:t></w:r></w:hyperlink>', "cổng"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:t>hiện</w:t></w:r>", "hiện"),
        ("<w:sdt><w:sdtContent><w:r><w:t>ô điền</w:t></w:r></w:sdtContent></w:sdt>", "ô điền"),
    ],
)
def test_a_paragraph_reads_as_if_changes_were_accepted(runs, expected):
    assert "\n".join(line.text for line in lines(docx(p(runs)))) == expected


def test_a_text_box_is_read_once_and_in_its_place():
    box = f"<w:txbxContent>{p('KHẨN')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    body = p("Trước") + p(f"<w:r>{both}<w:t>Sau</w:t></w:r>")
    assert [line.text for line in lines(docx(body))] == ["Trước", "KHẨN", "Sau"]


def test_a_cell_merged_downwards_is_filled_and_a_group_row_is_not():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = docx(
        table(
            cells("TT", "Nhiệm vụ", "Chủ trì"),
            cell("I. CHUYỂN ĐỔI SỐ", '<w:gridSpan w:val="3"/>'),
            cells("1", "Lập kế hoạch") + cell("Sở Nội vụ", restart),
            cells("2", "Báo cáo") + cell("", goes_on),
        )
    )
    assert [line.cells for line in lines(data)] == [
        ("TT", "Nhiệm vụ", "Chủ trì"),
        ("I. CHUYỂN ĐỔI SỐ", "", ""),
        ("1", "Lập kế hoạch", "Sở Nội vụ"),
        ("2", "Báo cáo", "Sở Nội vụ"),
    ]


def test_a_heading_of_two_rows_says_its_upper_word_over_each_column():
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = docx(
        table(
            cell("Nhiệm vụ", restart) + cell("Đơn vị", '<w:gridSpan w:val="2"/>'),
            cell("", goes_on) + cells("Chủ trì", "Phối hợp"),
        )
    )
    assert [line.cells for line in lines(data)] == [
        ("Nhiệm vụ", "Đơn vị", "Đơn vị"),
        ("Nhiệm vụ", "Chủ trì", "Phối hợp"),
    ]


def test_numbers_that_word_counts_in_a_column_stand_in_their_cells():
    data = docx(
        table(*(f"<w:tc>{numbered('')}</w:tc>" + cells(text, "Sở Nội vụ") for text in "AB")),
        numbering=levels(("decimal", "%1.")),
    )
    assert [line.cells for line in lines(data)] == [("1.", "A", "Sở Nội vụ"), ("2.", "B", "Sở Nội vụ")]


@pytest.mark.parametrize("borders", [True, False])
def test_head_and_foot_are_lines_however_they_are_set(borders):
    head = table(cells("UBND TỈNH\nVĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), borders=borders)
    foot = p("<w:r><w:t>Nơi nhận:</w:t><w:tab/><w:t>CHÁNH VĂN PHÒNG</w:t></w:r>") + p("- Lưu: VT.")
    assert [line.text for line in lines(docx(head + foot))] == [
        "UBND TỈNH",
        "VĂN PHÒNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Nơi nhận:",
        "- Lưu: VT.",
        "CHÁNH VĂN PHÒNG",
    ]


def test_heads_and_feet_of_pages_are_not_read_but_searched_for_marks():
    source, aside = kinds.source(docx(p("Nội dung"), word__header1_xml=part("hdr", p("MẬT"))))
    assert [line.text for line in source.lines] == ["Nội dung"]
    assert aside == "MẬT"
