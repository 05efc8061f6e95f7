"""Hostile PDFs: circles, bombs, absurd numbers, endless nesting, torn files."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from tests.conftest import DATA
from tests.directives.reading.hostile_texts import MEGA, READ, REFUSED, File
from tests.directives.reading.pdfs import drawn, pdf

SOUND = pdf(drawn(*(f"{number}. Phong Noi vu bao cao truoc ngay 20/3/2026" for number in range(20))))
PRINTED = (DATA / "reading" / "tb06-chuyen-doi-so-tinh-2025.pdf").read_bytes()
WORDS = drawn("Phong Noi vu bao cao truoc ngay 20/3/2026", "Phong Tai chinh bo tri kinh phi")
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>"


def stream(data: bytes, dictionary: str = "") -> str:
    """A stream object with whatever its dictionary says."""
    return f"<< /Length {len(data)} {dictionary} >>\nstream\n{data.decode('latin-1')}\nendstream"


def deflated(data: bytes, times: int = 1) -> str:
    """A stream packed as often as said."""
    for _time in range(times):
        data = zlib.compress(data, 9)
    return stream(data, f"/Filter [{'/FlateDecode ' * times}]")


def torn() -> Iterator[File]:
    """A sound PDF cut or changed at many places."""
    for share in range(1, 15):
        yield f"pdf: cut at {share * 100 // 15} %", "any", lambda share=share: PRINTED[: len(PRINTED) * share // 15]
    for place in range(20, len(SOUND), len(SOUND) // 12):
        yield f"pdf: 9s from {place}", "any", lambda place=place: SOUND[:place] + b"9" * 8 + SOUND[place + 8 :]
    yield "pdf: a head and nothing else", REFUSED, lambda: b"%PDF-1.7\n"
    yield "pdf: a head and 10 MB of nothing", REFUSED, lambda: b"%PDF-1.7\n" + bytes(10 * MEGA)
    yield "pdf: a head and 10 MB of object beginnings", REFUSED, lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * (10 * MEGA // 8)
    yield "pdf: a head late in the file", READ, lambda: b"\n" * 900 + SOUND
    yield "pdf: a table of contents that is elsewhere", "any", lambda: SOUND.replace(b"startxref\n", b"startxref\n99")
    yield "pdf: no table of contents", "any", lambda: SOUND.replace(b"xref", b"ferx")
    yield "pdf: a table of contents below nothing", "any", lambda: SOUND.replace(b"startxref\n", b"startxref\n-")


def circles() -> Iterator[File]:
    """Objects that lead back to themselves."""
    itself = SOUND.rindex(b"xref\n0")
    for name, data in {
        "a page that is its own parent": pdf(WORDS, objects={3: PAGE.replace("2 0 R", "3 0 R")}),
        "pages that are their own pages": pdf(WORDS, objects={2: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
        "pages in a circle": pdf(
            WORDS,
            objects={2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"},
        ),
        "a page a thousand times": pdf(WORDS, objects={2: f"<< /Type /Pages /Kids [{'3 0 R ' * 1000}] /Count 1000 >>"}),
        "content that is its own content": pdf(WORDS, objects={4: "[4 0 R]"}),
        "content in a circle": pdf(WORDS, objects={4: "7 0 R", 7: "4 0 R"}),
        "an object that is itself": pdf(WORDS, objects={4: "4 0 R"}),
        "a length that is its own stream": pdf(
            WORDS, objects={4: stream(WORDS.encode()).replace(str(len(WORDS)), "4 0 R")}
        ),
        "a box that is itself": pdf(WORDS, objects={3: PAGE.replace("[0 0 595 842]", "7 0 R"), 7: "7 0 R"}),
        "a form in itself": pdf(
            "/X Do " * 50,
            objects={
                6: "<< /XObject << /X 7 0 R >> >>",
                7: stream(b"/X Do " * 50, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 6 0 R"),
            },
        ),
        "forms in forms, 3 to the 30th": pdf(
            "/X7 Do",
            objects={6: "<< /XObject << " + " ".join(f"/X{n} {n} 0 R" for n in range(7, 38)) + " >> >>"}
            | {
                n: stream(
                    f"/X{n + 1} Do ".encode() * 3, "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 6 0 R"
                )
                for n in range(7, 37)
            }
            | {37: stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9]")},
        ),
        "a letter drawn by itself": pdf(
            WORDS,
            objects={
                5: "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
                "/CharProcs << /P 4 0 R >> /Encoding << /Differences [80 /P] >> "
                "/FirstChar 80 /LastChar 80 /Widths [9] /Resources 6 0 R >>"
            },
        ),
        "a font of its own font": pdf(
            WORDS,
            objects={
                5: "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] >>"
            },
        ),
        "a map of letters that uses itself": pdf(
            WORDS,
            objects={
                5: "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 7 0 R /DescendantFonts [8 0 R] >>",
                7: stream(b"/A usecmap", "/UseCMap 7 0 R /CMapName /A"),
                8: "<< /Subtype /CIDFontType2 >>",
            },
        ),
        "contents before that are these": SOUND.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % itself),
        "a catalogue that is none": pdf(WORDS, objects={1: "1 0 R"}),
        "an object stream in itself": pdf(
            WORDS, objects={7: stream(b"7 0 << >>", "/Type /ObjStm /N 1 /First 4 /Extends 7 0 R")}
        ),
    }.items():
        yield f"pdf: {name}", "any", lambda data=data: data


def bombs() -> Iterator[File]:
    """Little that unpacks to much, and much that is little."""
    quads = b"0 0 m 9 9 l S " * 200_000
    grid = "".join(f"{x} 50 m {x} 800 l S 50 {x} m 550 {x} l S " for x in range(50, 550, 2))
    ranges = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange"
    mapped = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    for name, make in {
        "100 MB packed": lambda: pdf("", objects={4: deflated(b" " * 100 * MEGA)}),
        "1 GB packed twice": lambda: pdf("", objects={4: _packed_twice()}),
        "packed fifty times": lambda: pdf("", objects={4: deflated(WORDS.encode() * 1000, 50)}),
        "50 MB in 16 MB of run lengths": lambda: pdf(
            "", objects={4: stream(b"\x81 " * 400_000, "/Filter /RunLengthDecode")}
        ),
        "LZW noise": lambda: pdf("", objects={4: stream(bytes(range(256)) * 4000, "/Filter /LZWDecode")}),
        "10 MB of hexadecimal": lambda: pdf("", objects={4: stream(b"20" * 5 * MEGA, "/Filter /ASCIIHexDecode")}),
        "a predictor of 2^31 columns": lambda: pdf(
            "",
            objects={
                4: stream(
                    zlib.compress(WORDS.encode()),
                    "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 255 >>",
                )
            },
        ),
        "a filter that is none": lambda: pdf("", objects={4: stream(b"a", "/Filter /Klingon")}),
        "a length of 10^18": lambda: pdf("", objects={4: stream(WORDS.encode()).replace(str(len(WORDS)), str(10**18))}),
        "a length below nothing": lambda: pdf("", objects={4: stream(WORDS.encode()).replace(str(len(WORDS)), "-1")}),
        "a billion pages announced": lambda: pdf(
            WORDS, objects={2: "<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"}
        ),
        "5,000 pages": lambda: _pages(5000),
        "40 pages of 1,000 letters": lambda: _pages(40, drawn(*("a b c d e f g h " * 5,) * 13)),
        "a million letters on a page": lambda: pdf(drawn(*("a" * 100,) * 10_000)),
        "a million states saved": lambda: pdf("q " * MEGA),
        "a million fields opened": lambda: pdf("[" * MEGA),
        "a million dictionaries opened": lambda: pdf("<<" * MEGA),
        "fields in fields in an object": lambda: pdf(WORDS, objects={7: "[" * 100_000, 4: "7 0 R"}),
        "a text of 10 MB": lambda: pdf(f"BT /F1 9 Tf ({'a' * 10 * MEGA}) Tj ET"),
        "a text without end": lambda: pdf("BT /F1 9 Tf (" + "\\(" * MEGA),
        "a picture without end": lambda: pdf("BI /W 9 /H 9 ID " + "a" * MEGA),
        "200,000 lines drawn": lambda: pdf("", objects={4: deflated(quads)}),
        "a grid of 250 by 250": lambda: pdf(WORDS + grid),
        "a map of 4 billion letters": lambda: pdf(WORDS, objects={5: mapped, 7: stream(ranges)}),
        "a map of 65,536 letters 500 times": lambda: pdf(
            WORDS,
            objects={
                5: mapped,
                7: stream(
                    b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
                    + b"1 beginbfrange <0000> <FFFF> <0041> endbfrange " * 500
                ),
            },
        ),
        "widths of a billion letters": lambda: pdf(
            WORDS,
            objects={
                5: "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [7 0 R] >>",
                7: "<< /Subtype /CIDFontType2 /W [0 999999999 500] >>",
            },
        ),
        "100,000 notes": lambda: pdf(
            WORDS,
            objects={
                3: PAGE.replace("/Parent", f"/Annots [{'7 0 R ' * 100_000}] /Parent"),
                7: "<< /Subtype /Link /Rect [0 0 9 9] >>",
            },
        ),
    }.items():
        yield f"pdf: {name}", "any", make


def absurd() -> Iterator[File]:
    """Numbers and kinds that cannot be, and what a PDF may carry besides text."""
    for name, data in {
        "a page of 10^300": pdf(WORDS, objects={3: PAGE.replace("595", "1" + "0" * 300)}),
        "a page of nothing": pdf(WORDS, objects={3: PAGE.replace("595 842", "0 0")}),
        "a page turned inside out": pdf(WORDS, objects={3: PAGE.replace("0 0 595 842", "595 842 0 0")}),
        "a page without a size": pdf(WORDS, objects={3: PAGE.replace("/MediaBox [0 0 595 842]", "")}),
        "a size that is a word": pdf(WORDS, objects={3: PAGE.replace("[0 0 595 842]", "/A4")}),
        "a page turned by 37 degrees": pdf(WORDS, objects={3: PAGE.replace("/Parent", "/Rotate 37 /Parent")}),
        "letters of no size": pdf(drawn("Phong Noi vu bao cao", size=0)),
        "letters of 10^9 points": pdf(drawn("Phong Noi vu bao cao", size=10**9)),
        "letters far from the page": pdf("1 0 0 1 1e30 -1e30 cm " + WORDS),
        "a number without end": pdf("9" * MEGA + " Tf " + WORDS),
        "no font": pdf(WORDS, objects={6: "<< >>"}),
        "a script": pdf(
            WORDS, objects={1: "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"}
        ),
        "a program to start": pdf(
            WORDS, objects={1: "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (cmd.exe) >> >>"}
        ),
        "a file in it": pdf(
            WORDS,
            objects={
                1: "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >> >>",
                7: "<< /EF << /F 4 0 R >> >>",
            },
        ),
        "content in another file": pdf(WORDS, objects={4: "<< /Length 0 /F (/etc/passwd) >>\nstream\n\nendstream"}),
        "locked": pdf(WORDS, encrypted=True),
        "locked by a way that is none": pdf(WORDS, tail=" /Encrypt << /Filter /Klingon >> /ID [<41> <41>]"),
        "locked by AES of garbage": pdf(
            WORDS,
            tail=f" /Encrypt << /Filter /Standard /V 5 /R 6 /P -4 /O <{'41' * 48}> /U <{'42' * 48}> "
            f"/OE <{'41' * 32}> /UE <{'41' * 32}> /Perms <{'41' * 16}> "
            "/CF << /StdCF << /CFM /AESV3 >> >> /StmF /StdCF /StrF /StdCF >> /ID [<41> <41>]",
        ),
        "a zip behind it": SOUND + b"PK\x03\x04" + bytes(100),
        "pictures only": pdf(
            "q 500 0 0 700 0 0 cm /I Do Q",
            objects={
                6: "<< /XObject << /I 7 0 R >> >>",
                7: stream(b"\xff", "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"),
            },
        ),
        "a picture of 100,000 by 100,000": pdf(
            WORDS + " /I Do",
            objects={
                6: "<< /Font << /F1 5 0 R >> /XObject << /I 7 0 R >> >>",
                7: stream(
                    b"\xff",
                    "/Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 16 "
                    "/ColorSpace /DeviceRGB /Filter /JPXDecode",
                ),
            },
        ),
    }.items():
        yield f"pdf: {name}", "any", lambda data=data: data


def _packed_twice() -> str:
    inner = zlib.compressobj(9)
    block = b" " * MEGA
    packed = b"".join(inner.compress(block) for _megabyte in range(1000)) + inner.flush()
    return stream(zlib.compress(packed, 9), "/Filter [/FlateDecode /FlateDecode]")


def _pages(count: int, content: str = WORDS) -> bytes:
    numbers = range(10, 10 + count)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    pages = dict.fromkeys(numbers, PAGE)
    return pdf(content, objects={2: f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"} | pages)
