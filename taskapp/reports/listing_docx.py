"""Mẫu B, C, D as a Word document on A4 lying."""

from __future__ import annotations

from sqlalchemy.orm import Session

from taskapp.base import paper
from taskapp.base.errors import Refused
from taskapp.base.i18n import _, number
from taskapp.reports import filing
from taskapp.reports.filing import LYING
from taskapp.reports.listing_words import NOTHING, RULES, TITLES
from taskapp.reports.listings import Listed
from taskapp.reports.words import known_line, period_line

MOST = 2_000  # tasks that a document can hold and still be printed; a workbook holds any number


def listing_docx(session: Session, found: Listed) -> bytes:
    """The bytes of the document. Raises Refused for a list that no paper should hold."""
    if len(found.tasks) > MOST:
        raise Refused(
            _(
                "Danh mục có %(count)s nhiệm vụ, quá dài để in (tối đa %(most)s). Hãy chọn một đơn vị, hoặc tải Excel.",
                count=number(len(found.tasks)), most=number(MOST),
            )
        )  # fmt: skip
    committee, question, title = found.scope.committee, found.measured.question, str(TITLES[found.kind])
    document = paper.blank(title, committee.name, size=paper.LANDSCAPE)
    paper.number_pages(document.sections[0])
    filing.head(document, committee, found.as_of.year, LYING)
    paper.title(document, title.upper(), size=14)
    known = known_line(found.as_of, is_provisional=found.is_provisional)
    for line in filter(None, (period_line(question.first, question.last), known, found.conditions)):
        paper.body(document, line, is_italic=True, is_centred=True)
    if found.tasks:
        filing.listing_table(document, found.kind, list(found.lines(session)))
        # no signature stands alone on a page
        paper.note(document, str(RULES[found.kind])).paragraph_format.keep_with_next = True
    else:
        paper.body(document, _("%(nothing)s.", nothing=NOTHING[found.kind]))
    filing.end(document, committee, LYING)
    return paper.saved(document)
