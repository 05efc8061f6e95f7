"""Types of work in words: "Theo luật 15 ngày · Cam kết 5 ngày (rút ngắn 66,7 %)", and how both dates were counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taskapp.base import formats
from taskapp.base.i18n import _, _l, _n, percent
from taskapp.tasks.words import SOURCE_NAMES, moment_text
from taskapp.tasks.worktypes.models import WorkTypeVersion
from taskapp.tasks.worktypes.terms import Limits, Terms, TermUnit

UNIT_NAMES = {
    TermUnit.WORKDAYS: _l("ngày làm việc"),
    TermUnit.DAYS: _l("ngày (tính cả ngày nghỉ)"),
    TermUnit.HOURS: _l("giờ"),
}
FIELD_NAMES = {
    "name": _l("Tên loại việc"),
    "field": _l("Lĩnh vực"),
    "content": _l("Mẫu nội dung"),
    "product": _l("Sản phẩm"),
    "legal_basis": _l("Căn cứ"),
}

COLUMN_NAMES = {  # of a pasted table, in their order
    "code": _l("Mã"),
    "name": _l("Tên loại việc"),
    "field": _l("Lĩnh vực"),
    "statutory": _l("Theo luật"),
    "committed": _l("Cam kết"),
    "unit": _l("Tính bằng"),
    "legal_basis": _l("Căn cứ"),
    "product": _l("Sản phẩm"),
    "content": _l("Mẫu nội dung"),
}


def count_text(count: int, unit: TermUnit) -> str:
    """A period: 15 ngày làm việc, 15 ngày, 8 giờ."""
    if unit is TermUnit.WORKDAYS:
        return _n("1 ngày làm việc", "%(num)s ngày làm việc", count)
    if unit is TermUnit.DAYS:
        return _n("1 ngày", "%(num)s ngày", count)
    return _n("1 giờ", "%(num)s giờ", count)


def terms_text(terms: Terms) -> str:
    """Both limits and how far the law's is cut; of a type without limits, that it has none."""
    if terms.statutory is not None and terms.statutory == terms.committed:
        return _("Theo luật và cam kết %(term)s", term=count_text(terms.statutory, terms.unit))
    parts = []
    if terms.statutory is not None:
        parts.append(_("Theo luật %(term)s", term=count_text(terms.statutory, terms.unit)))
    if terms.committed is not None:
        parts.append(_("Cam kết %(term)s", term=count_text(terms.committed, terms.unit)))
    said = " · ".join(parts) or _("Không đặt thời hạn")
    if not terms.is_cut:
        return said
    return _("%(said)s (rút ngắn %(share)s)", said=said, share=percent(terms.cut_share))


def cut_text(versions: Iterable[WorkTypeVersion]) -> str:
    """How many of the types that the law limits have been cut: "9/31 loại việc đã rút ngắn"."""
    limited = [version.terms for version in versions if version.statutory is not None and not version.is_ended]
    cut = sum(terms.is_cut for terms in limited)
    return _("%(cut)s/%(all)s loại việc đã rút ngắn so với luật", cut=cut, all=len(limited))


def counted_text(terms: Terms, limits: Limits) -> str:
    """How both dates came about: "Cam kết: 5 ngày làm việc → 08/12/2026; theo luật: 15 ngày làm việc → 22/12/2026"."""
    said = []
    if terms.committed is not None and limits.commitment:
        term, day = count_text(terms.committed, terms.unit), moment_text(limits.commitment)
        said.append(_("cam kết: %(term)s → %(day)s", term=term, day=day))
    if terms.statutory is not None and limits.statutory:
        term, day = count_text(terms.statutory, terms.unit), moment_text(limits.statutory)
        said.append(_("theo luật: %(term)s → %(day)s", term=term, day=day))
    return formats.sentence("; ".join(said))


def counting_rule(unit: TermUnit) -> str:
    """What the counting leaves out, for the line under the dates."""
    if unit is TermUnit.WORKDAYS:
        return _("Không tính ngày tiếp nhận và các ngày nghỉ.")
    if unit is TermUnit.DAYS:
        return _("Không tính ngày tiếp nhận; tính cả ngày nghỉ, kết thúc vào ngày nghỉ thì lùi đến ngày làm việc sau.")
    return _("Tính từ giờ tiếp nhận, cả ngoài giờ làm việc; kết thúc vào ngày nghỉ thì đến hết ngày làm việc sau.")


def changes_text(before: WorkTypeVersion | None, after: WorkTypeVersion) -> str:
    """What a version changed of the one before it, in words."""
    if after.is_ended:
        return _("Thôi áp dụng")
    if before is None:
        return terms_text(after.terms)
    said = [_("Áp dụng lại")] if before.is_ended else []
    if before.terms != after.terms:
        said.append(_terms_changed(before.terms, after.terms))
    said.extend(_changed(before, after))
    if not said:
        return _("Sửa văn bản, trước đó ghi: %(old)s", old=before.decision or "–")
    return formats.sentence("; ".join(said))


def _terms_changed(before: Terms, after: Terms) -> str:
    is_promise = before.unit is after.unit and before.statutory == after.statutory
    if is_promise and before.committed is not None and after.committed is not None:
        old, new = formats.number(before.committed), count_text(after.committed, after.unit)
        if after.committed < before.committed:
            return _("rút cam kết từ %(old)s xuống %(new)s", old=old, new=new)
        return _("đổi cam kết từ %(old)s lên %(new)s", old=old, new=new)
    return _("từ “%(old)s” thành “%(new)s”", old=terms_text(before), new=terms_text(after))


def history(versions: Sequence[WorkTypeVersion]) -> list[tuple[WorkTypeVersion, str]]:
    """The versions as they were written down, newest first, each with what it changed."""
    written = sorted(versions, key=lambda version: version.id)
    told = []
    for version in written:
        told.append((version, changes_text(_held_before(version, written), version)))
    return told[::-1]


def _held_before(version: WorkTypeVersion, written: Sequence[WorkTypeVersion]) -> WorkTypeVersion | None:
    """What held on its first day until it was written down."""
    known = [each for each in written if each.id < version.id and each.valid_from <= version.valid_from]
    return max(known, key=lambda each: (each.valid_from, each.id), default=None)


def _changed(before: WorkTypeVersion, after: WorkTypeVersion) -> Iterable[str]:
    for name, label in FIELD_NAMES.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield _("%(what)s: “%(old)s” → “%(new)s”", what=label, old=old or "–", new=new or "–")
    if before.source is not after.source:
        old, new = SOURCE_NAMES[before.source], SOURCE_NAMES[after.source]
        yield _("%(what)s: “%(old)s” → “%(new)s”", what=_("Nguồn giao"), old=old, new=new)
    if (before.lead_unit_id, list(before.supporting_ids)) != (after.lead_unit_id, list(after.supporting_ids)):
        yield _("đổi đơn vị thường chủ trì, phối hợp")
