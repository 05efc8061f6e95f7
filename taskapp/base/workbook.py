"""What every workbook of ours has in common: its media type, and that a text stays a text, whatever it begins with."""

from __future__ import annotations

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
IN_MEMORY = {"in_memory": True, **AS_TEXT}
ROW_BY_ROW = {"constant_memory": True, **AS_TEXT}
