"""A scanned document, recognised by the Tesseract that an office would install."""

from __future__ import annotations

import subprocess
from io import BytesIO

from PIL import Image

from taskapp.directives import understanding
from taskapp.directives.reading import ocr, reader
from tests.conftest import DATA
from tests.directives.understanding.scoring import FRAME, gold

NAME = "tb06-chuyen-doi-so-tinh-2025"


def scanned(path, folder, *, tilt: float) -> bytes:
    """The pages of a PDF as pictures, laid a little askew on the glass, in a PDF."""
    subprocess.run(["pdftoppm", "-gray", "-r", "200", path, folder / "page"], check=True)
    pages = [Image.open(page).convert("L").rotate(tilt, fillcolor=255) for page in sorted(folder.glob("page*"))]
    made = BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return made.getvalue()


def test_a_scan_gives_the_heading_and_the_tasks_of_the_document(tmp_path):
    assert ocr.is_installed()
    source = reader.read(scanned(DATA / "reading" / f"{NAME}.pdf", tmp_path, tilt=0.5), "quet.pdf")
    found, truth = understanding.draft(source, frame=FRAME), gold(DATA / "directives" / f"{NAME}.txt")
    assert (found.header.number, found.header.signer) == (truth["header"]["number"], truth["header"]["signer"])
    assert [list(task.lead) for task in found.tasks] == [task["lead"] for task in truth["tasks"]]
    due = [task["deadline"]["date"] for task in truth["tasks"]]
    assert [task.due.day and task.due.day.isoformat() for task in found.tasks] == due
