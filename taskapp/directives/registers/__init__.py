"""Follow-up registers of other offices (Excel, OpenDocument, CSV) become tasks: read, compared, taken in, undone."""
