"""Documents in: follow-up registers in Excel, read, previewed and committed."""
