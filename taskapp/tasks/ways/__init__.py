"""Ways through the lists of tasks: as rows, as a table, month by month, week by week; filters kept under a name."""
