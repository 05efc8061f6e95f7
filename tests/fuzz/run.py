"""Fuzz one target for so many seconds, go on from what earlier runs found, and write the sum into docs/fuzz.md.

`python -m tests.fuzz.run texts 60`. The corpus, the sums and whatever broke a reader lie under test-output/fuzz/.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import DATA
from tests.directives.phrases.test_catalogue import ROWS
from tests.directives.reading.documents import cells, docx, envelope, levels, numbered, p, table
from tests.directives.reading.pdfs import drawn, pdf

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "fuzz.md"
LONGEST = {"texts": 4096, "limits": 160, "cells": 120, "names": 160, "files": 65_536}
SLOW = 20  # seconds of processor time, the start of the instruments among them
MEBIBYTES = 400  # of the whole fuzzer, 170 of it the instruments and the office's calendar
CELLS = (
    *("15/3/2026", "2026-03-15", "ngày 3 tháng 2 năm 2022", "quý II/2026", "6 tháng đầu năm 2026", "thường xuyên", "-"),
    *(
        "Công văn số 12/UBND-NC ngày 3.2.2022",
        "Đã hoàn thành ngày 10/5/2023 (BC số 99/BC-CAH)",
        "trước 16h30 ngày 5/6/26",
    ),
    *(
        "- Phòng Tư pháp\n- Phòng Nội vụ; UBND xã Tân Phú",
        "từ 01/01/2026 đến 31/12/2026",
        "20/9",
        "45 ngày",
        "tháng 11",
    ),
)
LIST = levels(("decimal", "%1."), ("lowerLetter", "%2)"))


def seeds(name: str) -> list[bytes]:
    """Sound input to begin with."""
    if name == "texts":
        return [piece for path in DATA.glob("directives/*.txt") for piece in _pieces(path.read_bytes())]
    if name == "limits":
        return [words.encode() for _row, words, *_ in ROWS]
    if name == "cells":
        return [cell.encode() for cell in CELLS]
    if name == "names":
        lines = (line for path in DATA.glob("directives/*.txt") for line in path.read_bytes().split(b"\n"))
        return [line for line in lines if 10 < len(line) < 160][:400]
    with zipfile.ZipFile(next(DATA.glob("directives/kh01*.docx"))) as archive:
        body = archive.read("word/document.xml").partition(b"<w:body>")[2].partition(b"</w:body>")[0]
    small = (numbered("Việc", 1) + table(cells("a", "b", "c"), cells("d", "e", "f")) + p("a")).encode()
    inner = [b"d" + body[:60_000], b"d" + small, b"l" + LIST.encode(), b"e" + envelope(docx(p("a")))]
    return [*inner, b"pBT /F1 12 Tf 72 720 Td (a) Tj ET", docx(p("a")), pdf(drawn("1. a", "2. b"))]


def _pieces(text: bytes) -> list[bytes]:
    return [text[:4000], *(line for line in text.split(b"\n") if len(line) > 60)]


def main() -> None:
    """Run, add up, say it."""
    name, seconds = sys.argv[1], int(sys.argv[2])
    folder = ROOT / "test-output" / "fuzz" / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number:03d}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST[name]}", f"-rss_limit_mb={MEBIBYTES}"]
    options += ["-timeout=10", "-print_final_stats=1", f"-artifact_prefix={folder}/"]
    command = [sys.executable, "-m", "tests.fuzz.target", name, str(corpus), *options]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    (folder / "last.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    for slow in folder.glob("slow-unit-*"):
        if _cpu_seconds(name, slow) < SLOW:
            slow.unlink()
    print(_counted(name, folder, done.stderr))
    if done.returncode:
        sys.exit(f"A finding: see {folder}\n{done.stderr[-3000:]}")


def _cpu_seconds(name: str, unit: Path) -> float:
    """The processor time of one input, with that of starting: libFuzzer looks at the clock, which runs on while the
    machine does something else."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "tests.fuzz.target", name, str(unit)], capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _counted(name: str, folder: Path, said: str) -> str:
    """The line of the table, with this run added to those before."""
    before, table = folder / "sum.json", TABLE.read_text(encoding="utf-8")
    total = json.loads(before.read_text(encoding="utf-8")) if before.exists() else _told(name, table)
    total["runs"] += _figure("number_of_executed_units", said)
    total["mib"] = max(total["mib"], _figure("peak_rss_mb", said))
    total["findings"] = len([path for path in folder.glob("*-*") if path.is_file()])
    before.write_text(json.dumps(total), encoding="utf-8")
    line = f"| {name} | {total['runs']:,} | {total['findings']} | {total['mib']} |"
    TABLE.write_text(re.sub(rf"^\| {name} \|.*$", line, table, flags=re.MULTILINE), encoding="utf-8")
    return line


def _told(name: str, table: str) -> dict[str, int]:
    """What the table says of runs on other machines."""
    found = re.search(rf"^\| {name} \| ([\d,]+) \| (\d+) \| (\d+) \|$", table, re.MULTILINE)
    assert found, name
    return {"runs": int(found[1].replace(",", "")), "findings": int(found[2]), "mib": int(found[3])}


def _figure(name: str, said: str) -> int:
    found = re.search(rf"stat::{name}:\s*(\d+)", said)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    main()
