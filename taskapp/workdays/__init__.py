"""Working days: arithmetic over calendars, and the calendars as data of each committee."""
