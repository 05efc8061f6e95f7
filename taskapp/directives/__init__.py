"""Documents in: follow-up registers in spreadsheets, read, previewed and committed."""
