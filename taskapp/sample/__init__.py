"""Load data: an office of any size with an archive of any size, as if its people had worked for years."""
